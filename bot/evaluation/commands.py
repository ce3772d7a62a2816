"""The command ``koshin evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.settings import ROOT, SettingsError, settings

app = typer.Typer(help="Measure how well the desk understands.")

_TABLES = ROOT / "benchmarks" / "results"
_RESULTS = ROOT / "results"
_PAGE = ROOT / "docs" / "evaluation.md"


@app.command("evaluate")
def evaluate(
    tables: Annotated[Path, typer.Option(help="Folder for the tables and pictures.")] = _TABLES,
    results: Annotated[Path, typer.Option(help="Folder for the list of mistakes.")] = _RESULTS,
    page: Annotated[Path, typer.Option(help="Page whose short table is written anew.")] = _PAGE,
    noise: Annotated[bool, typer.Option(help="Also read every message with each kind of noise.")] = True,
) -> None:
    """Train on data/nlu.yml, read the unseen messages of tests/nlu/dev and write what came of it."""
    from bot.evaluation.running import run
    from bot.evaluation.samples import SamplesError
    from bot.knowledge import KnowledgeError

    try:
        run(settings().knowledge_dir, tables=tables, results=results, page=page, noise=noise, say=typer.echo)
    except (SettingsError, KnowledgeError, SamplesError) as error:
        typer.echo(f"koshin evaluate: {error}", err=True)
        raise typer.Exit(1) from None
