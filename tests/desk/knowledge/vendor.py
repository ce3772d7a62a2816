"""A made-up knowledge folder with the page of a vendor that doesn't exist, and copies of that page."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from bot.settings import ROOT

PAGE_KEY = "moon_page"
TITLE = "月面ガードの更新方法"

TEXT = """月面ガードの更新方法
月面ガードをお使いの方へ、更新の流れをお知らせします。
- Moon ガード ライト
- Moon ガード プロ
更新のしかた
更新は契約が終わる30日前から受け付けています。
1. 画面の左上にある[契約一覧]を押して、延ばしたい契約を選びます。
2. [契約を延ばす]を押し、料金2,980円を確かめてから[支払いへ進む]を押します。
3. 控えのメールが48時間以内に届いたら完了です。
お問い合わせ
困ったときは電話03-0000-1111までご連絡ください。
"""
"""The page as text, in words of our own."""


def as_html(text: str = TEXT, charset: str = "utf-8") -> str:
    """The same page as a browser saves it, with what surrounds it and what must never run."""
    headings = {TITLE, "更新のしかた", "お問い合わせ"}
    body = []
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        if line in headings:
            body.append(f"<h2>{line}</h2>")
        elif mark == "-":
            body.append(f"<ul><li>{rest}</ul>")
        elif mark.rstrip(".").isdigit():
            body.append(f"<ol start={mark.rstrip('.')}><li><p>{rest.replace('[', '<b>[').replace(']', ']</b>')}</ol>")
        else:
            body.append(f"<div><p>{line}<br></div>")
    return (
        f'<!doctype html><html lang=ja><head><meta charset="{charset}"><title>x</title>'
        "<script>document.title='run'</script></head><body onload=\"alert(1)\"><nav><a href=/>全製品の一覧</a></nav>"
        f"<main>{''.join(body)}<a href='https://moon.example/renew'>手続きへ</a></main>"
        "<img src=https://moon.example/x.png onerror=alert(2)><footer>著作権の表示</footer></body></html>"
    )


def made_up(folder: Path) -> Path:
    """A knowledge folder in which one guide, two products and one page are the vendor's."""
    made = folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", made)
    shutil.rmtree(made / "fingerprints", ignore_errors=True)
    _add(made / "sources.yml", {PAGE_KEY: {"ja": TITLE, "en": "How to renew Moon Guard"}})
    products = yaml.safe_load((made / "products.yml").read_text("utf-8"))
    for key, name in (("moon_lite", "Moon ガード ライト"), ("moon_pro", "Moon ガード プロ")):
        products["products"][key] = {
            "line": "eset",
            "name": {"ja": name, "en": name},
            "aliases": {"ja": [], "en": []},
            "source": _source(TITLE),
        }
    (made / "products.yml").write_text(yaml.safe_dump(products, allow_unicode=True), "utf-8")
    guide = {
        "title": {"ja": "月面ガードを更新する", "en": "Renew Moon Guard"},
        "line": "eset",
        "intro": [_both("契約が終わる30日前から更新できます。")],
        "steps": [
            {"text": _both("画面の左上の[契約一覧]を押し、延ばす契約を選びます。")},
            {"text": _both("[契約を延ばす]を押し、料金2,980円を確かめて[支払いへ進む]を押します。")},
            {"text": _both("48時間以内に控えのメールが届けば完了です。")},
        ],
        "notes": [_both("お困りのときは電話03-0000-1111で受け付けています。")],
        "source": _source("更新のしかた"),
    }
    (made / "guides" / "moon_renewal.yml").write_text(yaml.safe_dump(guide, allow_unicode=True), "utf-8")
    return made


def _both(text: str) -> dict[str, str]:
    return {"ja": text, "en": f"{text} (en)"}


def _source(section: str) -> dict[str, object]:
    return {"page": PAGE_KEY, "section": {"ja": section, "en": section}, "captured_on": "2026-03-01"}


def _add(path: Path, more: dict[str, object]) -> None:
    found = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**found, **more}, allow_unicode=True), "utf-8")
