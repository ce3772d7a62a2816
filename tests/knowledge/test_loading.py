"""A wrong file stops the start with a sentence that names file, key and reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load_knowledge

Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, f"{old!r} is not in the file any more"
        return text.replace(old, new, 1)

    return edit


def append(more: str) -> Edit:
    return lambda text: text + more


WRONG = [
    ("providers.yml", swap("kind: reseller", "kind: shop"), "providers.yml: allsoft.kind: "),
    ("providers.yml", swap("  kind: reseller\n", ""), "providers.yml: allsoft.kind: is missing"),
    ("providers.yml", swap("kind: reseller", "colour: red\n  kind: reseller"), "allsoft.colour: is not a known key"),
    ("providers.yml", swap("guide: off_allsoft", "guide: off_alsoft"), "allsoft.guide: there is no guide 'off_alsoft'"),
    ("providers.yml", swap("device: ios", "device: nokia"), "app_store.device: there is no device 'nokia'"),
    ("providers.yml", swap("min: 8, max: 8", "min: 9, max: 8"), "lengths: min 9 is larger than max 8"),
    ("providers.yml", swap('"22122857", ', '"2212285", '), "digits_8: the example '2212285' does not follow this rule"),
    ("providers.yml", swap("text: Pag*BoaCompra", "text: DR*EFMSPL"), "card_statements: 'DR*EFMSPL' does not lead to"),
    ("providers.yml", swap("name: {ja: Allsoft, en: Allsoft}", "name: {ja: Allsoft}"), "allsoft.name.en: is missing"),
    ("providers.yml", swap("page: kaspersky_auto_renewal", "page: unknown"), "'unknown' is not in sources.yml"),
    ("providers.yml", swap("captured_on: 2026-11-22", "captured_on: autumn"), "must be a date like 2026-11-22"),
    ("providers.yml", append("allsoft: {}\n"), "the key 'allsoft' is written twice"),
    ("providers.yml", append("huge: 3\n"), "providers.yml: huge: must be a mapping"),
    ("products.yml", swap("desk: home", "desk: garage"), "eset_home_security_ultimate.desk: "),
    ("products.yml", swap("[ESSP,", "[NOD32,"), "already means products.eset_nod32_antivirus"),
    ("products.yml", swap("line: eset\n", "line: 3\n"), "eset_home_security_ultimate.line: "),
    ("devices.yml", swap("guide: off_ios", "guide: off_nokia"), "ios.guide: there is no guide 'off_nokia'"),
    ("topics.yml", swap("guide: missing_mail", "guide: lost_mail"), "mail_not_received.guide: there is no guide 'lost"),
    (
        "topics.yml",
        swap("    monthly:", "    weekly:"),
        "variants: there is no variant of the guide registration_needed",
    ),
    ("topics.yml", swap("更新ユーザー登録をしたい", "更新ユーザー登録" * 3), "renew_registration.label: "),
    (
        "links.yml",
        swap("home_desk: null", "home_desk: support"),
        "links.yml: home_desk: 'support' is not a web address",
    ),
    ("links.yml", swap("home_desk: null\n", ""), "links.yml: home_desk: is missing; write null"),
    ("links.yml", append("other: null\n"), "links.yml: other: there is no link"),
    (
        "guides/off_ios.yml",
        swap("follow_ups: [", "follow_ups: [nothing, "),
        "off_ios.yml: follow_ups: there is no topic",
    ),
    ("guides/off_ios.yml", append("links: [nowhere]\n"), "guides/off_ios.yml: links: there is no link 'nowhere'"),
    ("guides/off_ios.yml", swap("steps:", "stages:"), "guides/off_ios.yml: stages: is not a known key"),
    ("guides/off_ios.yml", swap("  en: Turn off auto-renewal on an iPhone or iPad", "  en: ''"), "title.en: is empty"),
    ("guides/off_ios.yml", append("id: off_ios\n"), "id: is not written; the file's name is the id"),
    ("guides/off_ios.yml", append("x: [\n"), "guides/off_ios.yml: line "),
    (
        "guides/off_nexway_my_kaspersky.yml",
        swap("steps_of: off_my_kaspersky", "steps_of: expiry"),
        "steps_of: there is",
    ),
    ("identification.yml", swap("  conflict:", "  conflicts:"), "identification.yml: reasons.conflicts: "),
    ("identification.yml", swap("  which_one:\n", "  which:\n"), "identification.yml: settle.which: "),
    ("wording.yml", lambda _: "", "wording.yml: file: must hold a mapping"),
]


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "knowledge"))


@pytest.mark.parametrize(("name", "edit", "sentence"), WRONG, ids=[sentence for _, _, sentence in WRONG])
def test_a_wrong_file_is_named_with_key_and_reason(copy: Path, name: str, edit: Edit, sentence: str) -> None:
    path = copy / name
    path.write_text(edit(path.read_text("utf-8")), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(copy)
    assert str(caught.value).startswith(f"{name}: ")
    assert sentence in str(caught.value)
    assert "pydantic" not in str(caught.value)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "topics.yml").unlink()
    with pytest.raises(KnowledgeError, match=r"topics\.yml: file: is missing"):
        load_knowledge(copy)


def test_a_folder_without_guides_is_refused(copy: Path) -> None:
    shutil.rmtree(copy / "guides")
    with pytest.raises(KnowledgeError, match="there is no guide"):
        load_knowledge(copy)


def test_a_file_in_another_encoding_is_refused(copy: Path) -> None:
    (copy / "links.yml").write_text("# リンク\nhome_desk: null\n", "shift_jis")
    with pytest.raises(KnowledgeError, match=r"links\.yml: file: is not UTF-8"):
        load_knowledge(copy)


def test_words_that_older_yaml_takes_for_truth_values_stay_words(copy: Path) -> None:
    path = copy / "devices.yml"
    path.write_text(path.read_text("utf-8").replace("en: [iOS,", "en: [on, iOS,"), "utf-8")
    assert "on" in load_knowledge(copy).devices["ios"].aliases.en
