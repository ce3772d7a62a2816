"""``koshin demo-data``: a believable week to look at on a new desk, and away again."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.settings import ROOT, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()

_LINKS_LAST = timedelta(hours=72)


@app.command("demo-data")
def demo_data(
    days: Annotated[int, typer.Option(min=1, max=60, help="How many days it spans, up to now.")] = 7,
    seed: Annotated[int, typer.Option(help="The same seed makes the same week.")] = 1,
    conversations: Annotated[int, typer.Option(min=1, max=5000, help="How many conversations begin in it.")] = 240,
    force: Annotated[bool, typer.Option("--force", help="Also beside conversations of real customers.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the demo week away, and nothing else.")] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Print one-time links with which the demo people can sign in.")
    ] = False,
) -> None:
    """Fill the desk with a week of invented customers, in both languages, answered by the trained assistant."""
    os.chdir(ROOT)
    try:
        settings = load_settings()
    except SettingsError as error:
        _fail(str(error))
    from bot.store import StoreUnavailable

    try:
        if remove:
            _remove(settings)
        else:
            _fill(settings, days=days, seed=seed, conversations=conversations, force=force)
            if links:
                _links(settings)
    except StoreUnavailable:
        _fail("The database can't be used. Check KOSHIN_DATABASE_URL and that the database runs.")


def _fill(settings: Settings, *, days: int, seed: int, conversations: int, force: bool) -> None:
    from bot.desk.demo.filling import PersonTaken, Week, whole_second
    from bot.desk.demo.making import RealConversations, make
    from bot.desk.replay.playing import ReplayFailed

    until = whole_second(datetime.now(timezone.utc))
    week = Week(until, days, conversations, seed, settings.service_levels)
    model = _model(settings)
    typer.echo("The assistant is started to answer the demo customers; this takes about a minute.", err=True)
    try:
        made = make(settings, week, model, among_others=force, played=_progress)
    except RealConversations as error:
        _fail(
            f"The database holds {error} conversations of real customers. Use another one (KOSHIN_VAR_DIR or "
            "KOSHIN_DATABASE_URL), or put the demo week beside them with --force; --remove takes only the week away."
        )
    except PersonTaken as error:
        _fail(f"Somebody at this desk has the login {error} of a demo person. Give them another login first.")
    except ReplayFailed:
        _fail("The assistant did not start or stopped answering. “koshin doctor” may tell why.")
    typer.echo(f"{made} conversations are in the desk: {settings.people_url}/desk")
    typer.echo("“koshin demo-data --remove” takes them away again.")


def _remove(settings: Settings) -> None:
    from bot.desk.demo.making import remove

    removed = remove(settings)
    typer.echo(f"{removed} demo conversations are gone." if removed else "There was no demo week.")


def _links(settings: Settings) -> None:
    """The secrets of these links are made anew each time, whatever the seed."""
    from bot.desk.demo.cast import MARK
    from bot.store import Store

    store = Store(settings.database)
    try:
        for person in store.people():
            if person.id.endswith(MARK):
                secret = store.make_password_link(person.id, _LINKS_LAST)
                typer.echo(f"{person.role}\t{person.login}\t{settings.people_url}/desk/set-password/{secret}")
    finally:
        store.close()


def _model(settings: Settings) -> Path:
    """The model of the files as they are; trained if there is none."""
    from bot.supervise import model

    wanted = model.wanted_model(settings)
    if not wanted.is_file():
        log = settings.var_dir / "log" / "train.log"
        typer.echo(f"Training {wanted.name} first, which takes minutes; details in {log}", err=True)
        try:
            model.train(settings, log)
        except model.TrainingFailed as error:
            _fail(str(error))
    return wanted


def _progress(done: int, turns: int) -> None:
    if done % 100 == 0:
        typer.echo(f"  {done} of {turns} turns", err=True)


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"koshin demo-data: {sentence}", err=True)
    raise typer.Exit(1)
