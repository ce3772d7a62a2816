"""``koshin knowledge``: what an operator does with the facts from the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The facts in the knowledge folder.", no_args_is_help=True)


@app.callback()
def knowledge() -> None:
    """The facts in the knowledge folder."""


@app.command("fingerprint")
def take_fingerprint(
    file: Annotated[Path, typer.Argument(help="A saved copy of the vendor's page, as HTML or text.")],
    page: Annotated[str, typer.Option(help="The page's key in sources.yml.")],
    saved_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the copy was saved; without it, today.")
    ] = None,
) -> None:
    """Keep what a page looks like now, without its words, so that later copies can be compared with it."""
    from bot.desk.knowledge.comparing.fingerprint import fingerprint, save_fingerprint
    from bot.desk.knowledge.comparing.saved_page import UnreadableCopy, read_copy
    from bot.desk.knowledge.pages_of_sources import source_pages
    from bot.desk.rendering_times import JAPAN
    from bot.desk.strings import text
    from bot.knowledge import KnowledgeError, load_knowledge
    from bot.settings import SettingsError, load_settings

    try:
        folder = load_settings().knowledge_dir
        pages, facts = source_pages(folder), load_knowledge(folder)
    except (SettingsError, KnowledgeError) as error:
        raise _failure(str(error)) from None
    if page not in pages:
        raise _failure(f"sources.yml has no page {page!r}. Its pages are: {', '.join(pages)}")
    try:
        copy = read_copy(file.read_bytes())
    except OSError as error:
        raise _failure(f"{file} can't be read ({error.strerror}).") from None
    except UnreadableCopy as error:
        raise _failure(f"{file}: {text(f'knowledge.unreadable_{error.reason}', 'en')}") from None
    day = saved_on.date() if saved_on else datetime.now(JAPAN).date()
    kept = fingerprint(page, pages[page], copy, facts, day)
    try:
        path = save_fingerprint(folder, kept)
    except OSError as error:
        raise _failure(f"The knowledge folder can't be written ({error.strerror}).") from None
    typer.echo(f"{path}: {len(kept.sentences)} sentences, {len(kept.found) + len(kept.within)} of our facts found.")


def _failure(sentence: str) -> typer.Exit:
    typer.echo(f"koshin: {sentence}", err=True)
    return typer.Exit(1)
