"""The commands of ``koshin`` that an operator uses on the machine itself."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from bot.settings import ROOT, Settings, SettingsError, load_settings

app = typer.Typer(help="Start, watch and train the desk.", no_args_is_help=True)


@app.command()
def up() -> None:
    """Start the whole desk and stay until Ctrl-C."""
    from bot.supervise.up import up as run

    raise typer.Exit(run())


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even when nothing has changed.")] = False) -> None:
    """Train the model if what it is made of has changed; print its path."""
    from bot.supervise import model

    settings = _settings()
    wanted = model.wanted_model(settings)
    if force or not wanted.is_file():
        log = settings.var_dir / "log" / "train.log"
        typer.echo(f"Training {wanted.name}, which takes minutes; details in {log}", err=True)
        try:
            model.train(settings, log)
        except model.TrainingFailed as error:
            typer.echo(f"koshin train: {error}", err=True)
            raise typer.Exit(1) from None
    model.mark_used(wanted)
    typer.echo(wanted)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def keep(context: typer.Context, name: Annotated[str, typer.Argument(help="What the process is called.")]) -> None:
    """Run a command and start it again whenever it ends: koshin keep NAME -- COMMAND."""
    from bot.supervise.keep import main

    raise typer.Exit(main([name, "--", *context.args]))


@app.command()
def doctor() -> None:
    """Check this machine and the settings without starting anything."""
    from bot.supervise.checks import CHECKS

    settings = _settings()
    sick = False
    for check in CHECKS:
        problems = list(check.problems(settings))
        sick = sick or bool(problems)
        typer.echo(f"{'problem' if problems else 'ok':8}{check.title}")
        for problem in problems:
            typer.echo(f"        {problem}")
    raise typer.Exit(1 if sick else 0)


def _settings() -> Settings:
    os.chdir(ROOT)
    try:
        return load_settings()
    except SettingsError as error:
        typer.echo(f"koshin: {error}", err=True)
        sys.exit(1)
