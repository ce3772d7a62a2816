"""One turn of every kind of message, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.messages import (
    Bullets,
    Choice,
    Choices,
    Heading,
    Language,
    Link,
    Links,
    Note,
    Paragraph,
    Receipt,
    Row,
    Source,
    Step,
    Steps,
)
from bot.store import StoredMessage
from tests.line.saying import said

_DAY = date(2026, 11, 22)


def samples(language: Language) -> Mapping[str, list[StoredMessage]]:
    """What is said in one turn, by the name of what it shows."""

    def of(ja: str, en: str) -> str:
        return ja if language == "ja" else en

    def choices(*labels: str) -> Choices:
        return Choices(items=tuple(Choice(label=label, payload="/inform") for label in labels))

    guide = (
        Heading(text=of("Digital Riverで購入した場合", "If you bought from Digital River")),
        Paragraph(text=of("次の順に進めてください。", "Please go through these steps.")),
        Steps(
            items=(
                Step(number=1, text=of("マイアカウントを開きます。", "Open My Account.")),
                Step(
                    number=2,
                    text=of("注文番号とパスワードでログインします。", "Sign in with your order number and password."),
                    notes=(
                        of(
                            "パスワードを忘れた場合は、同じ画面から再発行できます。",
                            "If you forgot the password, you can have a new one made on the same screen.",
                        ),
                    ),
                ),
                Step(number=3, text=of("自動更新を「オフ」にします。", "Set auto-renewal to “Off”.")),
            ),
            total=3,
        ),
        Note(
            text=of(
                "オフにしても、期限まではそのまま使えます。",
                "The product stays usable until it expires.",
            )
        ),
        Links(
            items=(
                Link(label=of("マイアカウント", "My Account"), url="https://example.com/account?lang=ja"),
                Link(label=of("説明ページ", "Help page"), url="https://example.com/help"),
            )
        ),
        Source(
            page=of("自動更新をオフにする方法", "How to turn off auto-renewal"),
            section="Digital River",
            captured_on=_DAY,
        ),
    )
    rows = (
        Row(label=of("お困りの内容", "Problem"), value=of("更新登録ができない", "The registration fails")),
        Row(label=of("購入日", "Purchase date"), value=of("2026年11月1日", "1 November 2026")),
        Row(label=of("お名前", "Name"), value=of("見本花子", "Hanako Mihon")),
        Row(label=of("メールアドレス", "Mail address"), value="hanako@example.com"),
        Row(label=of("注文番号", "Order number"), value="20564778810"),
    )

    def turn(*messages: tuple[object, ...]) -> list[StoredMessage]:
        return [
            said(*blocks, seq=seq, language=language)  # type: ignore[arg-type]
            for seq, blocks in enumerate(messages, start=2)
        ]

    return {
        "text": turn((Paragraph(text=of("ご購入日はいつですか。", "When did you buy it?")),)),
        "choices": turn(
            (
                Paragraph(text=of("この案内で解決しましたか。", "Did this help?")),
                choices(of("解決した", "That helped"), of("解決しない", "It didn't help")),
            )
        ),
        "long_choices": turn(
            (
                Paragraph(text=of("どのことでしょうか。", "Which of these is it?")),
                choices(
                    of("登録済みのメールアドレスが使えなくなったとき", "My registered mail address changed"),
                    of("自動更新をオフにしたい", "Turn off auto-renewal"),
                ),
            )
        ),
        "many_choices": turn(
            (
                Paragraph(text=of("製品を選んでください。", "Please pick your product.")),
                choices(*(of(f"製品{number}", f"Product {number}") for number in range(1, 16))),
            )
        ),
        "guide": turn(guide),
        "step": turn(
            (
                Heading(text=of("更新登録の手順（2/4）", "How to register (step 2 of 4)")),
                Steps(
                    items=(Step(number=2, text=of("購入コードを入力します。", "Enter the purchase code.")),), total=4
                ),
                choices(of("できた", "Done"), of("できない", "I'm stuck")),
            )
        ),
        "provider_result": turn(
            (
                Paragraph(
                    text=of(
                        "注文番号「20564778810」は11桁の数字だけなので、購入先は Digital River です。",
                        "The order number “20564778810” has 11 digits and no letter, so it was bought from Digital River.",
                    )
                ),
            ),
            guide,
            (
                Paragraph(text=of("この案内で解決しましたか。", "Did this help?")),
                choices(of("解決した", "That helped"), of("購入先が違う", "Not from there")),
            ),
        ),
        "list": turn(
            (
                Heading(text=of("登録に必要なもの", "What you need")),
                Bullets(
                    items=(
                        of("新しい購入コード", "The new purchase code"),
                        of("今のシリアル番号", "Your serial number"),
                    )
                ),
            )
        ),
        "summary": turn(
            (
                Receipt(title=of("送信する内容", "What will be sent"), rows=rows),
                choices(of("この内容で送信", "Send this"), of("修正する", "Change it"), of("やめる", "Cancel")),
            )
        ),
        "receipt": turn(
            (Receipt(title=of("受付番号", "Your case"), rows=rows, number="KD-84363738"),),
            (Paragraph(text=of("お問い合わせを受け付けました。", "We have received your request.")),),
        ),
        "agent": [
            said(
                Paragraph(
                    text=of(
                        "担当の佐藤です。確認しますので少々お待ちください。", "I'm looking into it, one moment please."
                    )
                ),
                language=language,
                role="agent",
                author=of("佐藤 美咲", "Misaki Sato"),
            )
        ],
    }
