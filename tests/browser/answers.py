"""What the fake front says: one typed message of every kind, in both languages."""

from __future__ import annotations

from datetime import date

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

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def say(language: Language, *blocks: Block) -> Message:
    """A message of these blocks."""
    return Message(language=language, blocks=blocks)


def guide(language: Language) -> Message:
    """A guide with everything a guide can have."""
    ja = language == "ja"
    steps = (
        ("Huawei端末の「設定」を開きます。", "Open Settings on the Huawei phone."),
        (
            "「アカウントセンター」→「支払と購入」→「サブスクリプション/パスワードなしの支払い」の順に進みます。",
            "Go to Account center > Payment & purchases > Subscriptions / Password-free payments.",
        ),
        ("やめたい定期購入を選びます。", "Choose the subscription you want to end."),
        (
            "「サブスクリプションをキャンセル」をタップし、画面の指示に従います。",
            "Tap Cancel subscription and follow the instructions on the screen.",
        ),
    )
    note = "ライセンスは有効期限まで使えます。" if ja else "The licence stays valid until it expires."
    return say(
        language,
        Heading(text="Huawei端末で自動更新をオフにする" if ja else "Turn off auto-renewal on a Huawei phone"),
        Paragraph(
            text="Google Playを使わずに購入された場合の手順です。" if ja else "For purchases made without Google Play."
        ),
        Bullets(
            items=("Huawei端末", "HUAWEI IDのパスワード")
            if ja
            else ("The Huawei phone", "The password of your HUAWEI ID")
        ),
        Steps(
            items=tuple(
                Step(number=n, text=pair[0 if ja else 1], notes=(note,) if n == 4 else ())
                for n, pair in enumerate(steps, 1)
            ),
            total=4,
        ),
        Note(text="有効なライセンスの自動更新だけを管理できます。" if ja else "Only active licences can be managed."),
        Links(
            items=(
                Link(
                    label="サポートページを開く" if ja else "Open the support page",
                    url="https://support.example/huawei",
                ),
                Link(label="危ないリンク", url="javascript:window.hacked=1"),
            )
        ),
        Source(
            page="自動更新をオフにする方法" if ja else "How to turn off auto-renewal",
            section="Huawei端末" if ja else "Huawei phones",
            captured_on=date(2026, 11, 1),
        ),
        Choices(
            items=(
                Choice(label="解決した", payload="/problem_solved")
                if ja
                else Choice(label="That helped", payload="/s"),
                Choice(label="解決しない", payload="/problem_not_solved")
                if ja
                else Choice(label="It didn’t help", payload="/n"),
                Choice(label="1つずつ見る", payload="/step") if ja else Choice(label="Step by step", payload="/step"),
            )
        ),
    )


def one_step(language: Language) -> Message:
    """The second of four steps."""
    text = "「支払と購入」を開きます。" if language == "ja" else "Open Payment & purchases."
    return say(language, Steps(items=(Step(number=2, text=text),), total=4))


def receipt(language: Language, number: str | None) -> Message:
    """A summary, or with a number the filed case."""
    ja = language == "ja"
    rows = (
        ("お名前" if ja else "Name", "山田 花子"),
        ("メールアドレス" if ja else "Mail address", "hanako.yamada@example.jp"),
        ("注文番号" if ja else "Order number", "20564778810(Digital River)"),
        ("購入日" if ja else "Purchase date", "2026年5月3日" if ja else "3 May 2026"),
        ("お困りの内容" if ja else "Problem", "自動更新を解約できない" if ja else "Auto-renewal can’t be cancelled"),
    )
    title = (
        ("受け付けました" if ja else "We have your case")
        if number
        else ("この内容でよろしいですか?" if ja else "Is this right?")
    )
    blocks: list[Block] = [Receipt(title=title, rows=tuple(Row(label=a, value=b) for a, b in rows), number=number)]
    if number:
        blocks.insert(0, Paragraph(text="担当者が引き継ぎます。" if ja else "A person takes over from here."))
    else:
        labels = (
            ("はい、送信する", "直したいところがある", "やめる")
            if ja
            else ("Yes, send it", "Change something", "Cancel")
        )
        blocks.append(Choices(items=tuple(Choice(label=label, payload=f"/{n}") for n, label in enumerate(labels))))
    return say(language, *blocks)


def answer(text: str, language: Language) -> list[Message]:
    """The reply to what a customer said."""
    if "huawei" in text.lower():
        return [guide(language)]
    if "1つずつ" in text or "Step by step" in text:
        return [one_step(language)]
    if "担当者" in text or "person" in text:
        return [receipt(language, None)]
    if text.startswith(("はい、送信", "Yes, send")):
        return [receipt(language, "KD-48217730")]
    if "hostile" in text:
        return [
            say(
                language,
                Heading(text=HOSTILE),
                Paragraph(text=HOSTILE),
                Choices(items=(Choice(label=HOSTILE, payload="/x"),)),
            )
        ]
    if "silent" in text:
        return []
    said = f"「{text}」ですね。" if language == "ja" else f"You said “{text}”."
    return [say(language, Paragraph(text=said))]
