"""Messages as Block Kit: golden files for what the desk says, and limits kept whatever it says.

``KOSHIN_REWRITE_GOLDEN=1 pytest tests/slack/test_rendering.py`` writes the golden files anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.channels.slack.mrkdwn import escaped, link, plain, with_links
from bot.channels.slack.pieces import Post, packed
from bot.channels.slack.rendering import rendered
from bot.fakes.slack.checker import message_problem, texts_in
from bot.knowledge import Knowledge
from bot.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    Language,
    Link,
    Links,
    Message,
    Note,
    Paragraph,
    Receipt,
    Row,
    Source,
    Step,
    Steps,
)

GOLDEN = Path(__file__).parent / "golden"

EXAMPLES: dict[str, dict[Language, Message]] = {
    "text": {
        "ja": Message(language="ja", blocks=(Paragraph(text="Allsoft & <Nexway> の *どちらか* です。"),)),
        "en": Message(language="en", blocks=(Paragraph(text="Either Allsoft & <Nexway> or *neither*."),)),
    },
    "choices": {
        "ja": Message(
            language="ja",
            blocks=(
                Paragraph(text="どこで購入しましたか?"),
                Choices(items=(Choice(label="My Kaspersky", payload="/a"), Choice(label="わからない", payload="/b"))),
            ),
        ),
        "en": Message(
            language="en",
            blocks=(
                Paragraph(text="Where was it bought?"),
                Choices(items=(Choice(label="My Kaspersky", payload="/a"), Choice(label="I'm not sure", payload="/b"))),
            ),
        ),
    },
    "many_choices": {
        "ja": Message(language="ja", blocks=(Choices(items=tuple(Choice(label=f"製品{n}") for n in range(26))),)),
        "en": Message(language="en", blocks=(Choices(items=tuple(Choice(label=f"Product {n}") for n in range(26))),)),
    },
    "step": {
        "ja": Message(
            language="ja",
            blocks=(
                Heading(text="自動更新の停止 1/3"),
                Steps(
                    items=(Step(number=1, text="マイアカウントを開きます。", notes=("ログインが必要です。",)),), total=3
                ),
                Links(items=(Link(label="マイアカウント", url="https://account.example/?a=1&b=2"),)),
            ),
        ),
        "en": Message(
            language="en",
            blocks=(
                Heading(text="Stop auto-renewal 1/3"),
                Steps(items=(Step(number=1, text="Open your account.", notes=("You have to log in.",)),), total=3),
                Links(items=(Link(label="Your account", url="https://account.example/?a=1&b=2"),)),
            ),
        ),
    },
    "receipt": {
        "ja": Message(
            language="ja",
            blocks=(
                Receipt(
                    title="受付番号",
                    number="KD-12345674",
                    rows=(Row(label="お名前", value="山田太郎"), Row(label="購入日", value="不明")),
                ),
                Note(text="担当者が確認します。"),
                Bullets(items=("受付番号をお控えください", "返信はメールで届きます")),
                Source(page="サポート", section="お問い合わせ", captured_on=date(2026, 11, 22)),
            ),
        ),
        "en": Message(
            language="en",
            blocks=(
                Receipt(
                    title="Case number",
                    number="KD-12345674",
                    rows=(Row(label="Name", value="John Smith"), Row(label="Purchase date", value="not known")),
                ),
                Note(text="An agent looks at it."),
                Bullets(items=("Note the case number", "The answer comes by mail")),
                Source(page="Support", section="Contact", captured_on=date(2026, 11, 22)),
            ),
        ),
    },
}
GUIDES = ("renewal_registration", "off_my_kaspersky", "off_allsoft", "provider_identification")


def posts_of(message: Message) -> list[Post]:
    return list(packed(rendered(message, name="7", id_of=lambda place: f"7-{place}.signature")))


def refusal(post: Post) -> Any:
    return message_problem("chat.postMessage", {"text": post.text, "blocks": list(post.blocks)})


def against_golden(name: str, message: Message) -> None:
    path = GOLDEN / f"{name}.json"
    shown = [{"text": post.text, "blocks": list(post.blocks)} for post in posts_of(message)]
    if os.environ.get("KOSHIN_REWRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(path.read_text("utf-8")) == shown
    assert [refusal(post) for post in posts_of(message)] == [None] * len(shown)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_kind_of_message_looks_as_it_was_approved(name: str, language: Language) -> None:
    against_golden(f"{name}.{language}", EXAMPLES[name][language])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide", GUIDES)
def test_guides_look_as_they_were_approved(guide: str, language: Language, knowledge: Knowledge) -> None:
    against_golden(f"guide_{guide}.{language}", knowledge.guides[guide].message(language, knowledge))


def test_every_guide_is_taken_by_slack_in_one_message(knowledge: Knowledge) -> None:
    languages: tuple[Language, ...] = ("ja", "en")
    for guide in knowledge.guides.values():
        for language in languages:
            posts = posts_of(guide.message(language, knowledge))
            assert len(posts) == 1
            assert refusal(posts[0]) is None


def formatted(value: Any) -> Iterator[str]:
    """Every text in which Slack reads a format; plain_text has none."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inside in value.values():
            yield from formatted(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from formatted(inside)


WORDS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="あいう漢字。、*_~`<>&@:|\n ab9", max_size=400),
    st.sampled_from(["", " ", "\u3000", "<!channel>", "@here", "&" * 700, "長い文。" * 900, "x" * 7000, "word " * 900]),
).map(lambda text: text.replace("\0", "").encode("utf-8", "ignore").decode())
ADDRESSES = st.one_of(
    st.just("https://example.com/a?b=c&d=e|f>g"),
    st.text(max_size=30).map(lambda end: f"https://example.com/{end}"),
    st.sampled_from(["", "javascript:alert(1)", "https://", "https://x.example/" + "y" * 4000]),
).map(lambda text: text.replace("\0", "").encode("utf-8", "ignore").decode())
BLOCKS = st.one_of(
    st.builds(Paragraph, text=WORDS),
    st.builds(Heading, text=WORDS),
    st.builds(Note, text=WORDS),
    st.builds(Bullets, items=st.lists(WORDS, max_size=6).map(tuple)),
    st.builds(Links, items=st.lists(st.builds(Link, label=WORDS, url=ADDRESSES), max_size=4).map(tuple)),
    st.builds(
        Steps,
        items=st.lists(
            st.builds(Step, number=st.integers(1, 99), text=WORDS, notes=st.lists(WORDS, max_size=3).map(tuple)),
            max_size=4,
        ).map(tuple),
        total=st.integers(1, 99),
    ),
    st.builds(
        Choices,
        items=st.one_of(st.integers(0, 6), st.integers(24, 27), st.integers(99, 205)).flatmap(
            lambda count: st.builds(
                lambda label: tuple(Choice(label=f"{label}{n}", payload="/x") for n in range(count)), WORDS
            )
        ),
    ),
    st.builds(
        Receipt,
        title=WORDS,
        rows=st.lists(st.builds(Row, label=WORDS, value=WORDS), max_size=13).map(tuple),
        number=st.none() | st.just("KD-12345674"),
    ),
    st.builds(Source, page=WORDS, section=WORDS, captured_on=st.just(date(2026, 11, 22))),
)


@hypothesis_settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)
@given(blocks=st.lists(BLOCKS, max_size=7), language=st.sampled_from(["ja", "en"]))
def test_whatever_is_said_slack_takes_it(blocks: list[Block], language: Language) -> None:
    message = Message(language=language, blocks=tuple(blocks))
    for post in posts_of(message):
        assert refusal(post) is None
        assert "@here" not in post.text + "".join(texts_in(list(post.blocks)))
        read = post.text + "".join(formatted(list(post.blocks)))
        assert "<!" not in read
        assert "<@" not in read


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(counts=st.lists(st.integers(0, 130), max_size=4))
def test_every_choice_can_be_picked_under_its_own_id(counts: list[int]) -> None:
    blocks = tuple(Choices(items=tuple(Choice(label=f"c{n}") for n in range(count))) for count in counts)
    posts = posts_of(Message(language="ja", blocks=blocks))
    found = []
    for element in (e for post in posts for block in post.blocks for e in block["elements"]):
        found += [option["value"] for option in element["options"]] if "options" in element else [element["value"]]
    assert found == [f"7-{place}.signature" for place in range(sum(counts))]


@given(text=st.text(alphabet="ab *_~`<>&:@|!\n漢。", max_size=60))
def test_what_was_escaped_reads_as_it_was_written(text: str) -> None:
    assert plain(escaped(text)).replace("\u2060", "") == text


def test_a_label_that_no_button_holds_is_read_above_it() -> None:
    label = "とても長い選択肢です。" * 10
    (post,) = posts_of(Message(language="ja", blocks=(Choices(items=(Choice(label=label), Choice(label="b"))),)))
    assert f"1. {label}" in post.blocks[0]["text"]["text"]
    assert post.blocks[1]["elements"][0]["text"]["text"].startswith("1. とても")


def test_links_of_the_desks_people_can_be_clicked_and_customers_can_not_make_any() -> None:
    assert with_links("見て: https://example.com/a?b=1&c=2。") == "見て: <https://example.com/a?b=1&amp;c=2>。"
    assert escaped("<https://evil.example|bank>") == "&lt;https://evil.example|bank&gt;"
    assert link("a|b", "https://example.com/x|y") == "<https://example.com/x%7Cy|a¦b>"
    assert link("x", "javascript:alert(1)") == "x: javascript:alert(1)"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("&lt;b&gt; &amp; c", "<b> & c"),
        ("<mailto:t@example.com|t@example.com>", "t@example.com"),
        ("<https://example.com/|example.com>", "example.com"),
        ("<https://example.com/secret|bank>", "bank (https://example.com/secret)"),
        ("<tel:0312345678|03-1234-5678> <@U1> <#C1|general> <!here>", "03-1234-5678 @佐藤 #general @here"),
    ],
)
def test_what_was_typed_in_slack_reads_as_it_was_typed(typed: str, read: str) -> None:
    assert plain(typed, {"U1": "佐藤"}.get) == read
