"""``koshin``: what an operator does from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from bot.desk.knowledge.commands import app as knowledge_app
from bot.evaluation.commands import app as evaluation_app
from bot.settings import SettingsError, load_settings
from bot.store import Store, StoreUnavailable
from bot.store.api_tokens import TokenNameTaken
from bot.supervise.commands import app as supervise_app
from bot.supervise.demo_commands import app as demo_app

app = typer.Typer(help="Koshin Desk (更新デスク).", no_args_is_help=True, pretty_exceptions_show_locals=False)
token_app = typer.Typer(help="Tokens of the assist API.", no_args_is_help=True)
db_app = typer.Typer(help="The desk's database.", no_args_is_help=True)
line_app = typer.Typer(help="The LINE channel.", no_args_is_help=True)
app.add_typer(token_app, name="token")
app.add_typer(db_app, name="db")
app.add_typer(line_app, name="line")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(supervise_app)
app.add_typer(evaluation_app)
app.add_typer(demo_app)


@token_app.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="What the token is for, for example the system that uses it.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; repeat it, or separate several with commas.")],
) -> None:
    """Make a token and print it; it is shown only this once."""
    from bot.channels.api_access import SCOPES

    wanted = [part.strip() for value in scope for part in value.split(",") if part.strip()]
    unknown = [part for part in wanted if part not in SCOPES]
    if unknown or not wanted:
        known = "\n".join(f"  {key}: {meaning}" for key, meaning in SCOPES.items())
        problem = f"There is no scope {unknown[0]!r}." if unknown else "A token needs at least one scope."
        _fail(f"{problem} The scopes are:\n{known}")
    if not name.strip() or len(name) > 100:
        _fail("A token's name has 1 to 100 characters.")
    with _store() as store:
        try:
            secret = store.create_api_token(name, wanted)
        except TokenNameTaken:
            _fail(f"A token {name!r} is in use. Revoke it with “koshin token revoke {name}”, or choose another name.")
    typer.echo(secret)


@token_app.command("list")
def list_tokens() -> None:
    """Show the tokens, without their secrets."""
    with _store() as store:
        tokens = store.api_tokens()
    for token in tokens:
        state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "in use"
        typer.echo(f"{token.name}\t{','.join(token.scopes)}\tcreated {token.created_at:%Y-%m-%d}\t{state}")


@token_app.command("revoke")
def revoke_token(name: Annotated[str, typer.Argument(help="The token's name.")]) -> None:
    """Make a token useless at once."""
    with _store() as store:
        if not store.revoke_api_token(name):
            _fail(f"No token {name!r} is in use. “koshin token list” shows them.")
    typer.echo(f"The token {name} no longer works.")


@db_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema; on an empty one, create it."""
    with _store() as store:
        store.upgrade()


@line_app.command("install-menu")
def install_line_menu() -> None:
    """Put the rich menu, in both languages, under every customer's chat on LINE."""
    from bot.channels.line import install_rich_menu
    from bot.channels.line.rich_menu import RichMenuError

    try:
        settings = load_settings()
    except SettingsError as error:
        _fail(str(error))
    if not settings.line_channel_access_token.get_secret_value():
        _fail("LINE is not configured: set KOSHIN_LINE_CHANNEL_SECRET and KOSHIN_LINE_CHANNEL_ACCESS_TOKEN first.")
    try:
        install_rich_menu(settings)
    except RichMenuError as error:
        _fail(str(error))
    typer.echo("The rich menu is installed.")


@app.command("fake-line")
def fake_line(
    port: Annotated[int, typer.Option(help="Loopback port of the platform and its page with the phones.")] = 8090,
    webhook: Annotated[str, typer.Option(help="Where the desk listens.")] = "http://127.0.0.1:8080/webhooks/line",
) -> None:
    """Run a LINE platform on this machine, to try the desk without an account."""
    from bot.fakes.line.running import SECRET, TOKEN, serve

    typer.echo(
        f"The phones: http://127.0.0.1:{port}/\nStart the desk with KOSHIN_LINE_CHANNEL_SECRET={SECRET} "
        f"KOSHIN_LINE_CHANNEL_ACCESS_TOKEN={TOKEN} KOSHIN_LINE_API_URL=http://127.0.0.1:{port}"
    )
    serve(port=port, webhook=webhook)


@app.command("fake-slack")
def fake_slack(
    port: Annotated[int, typer.Option(help="Loopback port of the platform and its page.")] = 8099,
    desk: Annotated[str, typer.Option(help="Where the desk listens.")] = "http://127.0.0.1:8080",
) -> None:
    """Run a Slack platform on this machine, to try the desk without a workspace."""
    import asyncio
    from contextlib import suppress

    from bot.fakes.slack.serve import serve

    with suppress(KeyboardInterrupt):
        asyncio.run(serve(port=port, desk=desk))


@contextmanager
def _store() -> Iterator[Store]:
    try:
        store = Store(load_settings().database)
    except SettingsError as error:
        _fail(str(error))
    try:
        yield store
    except StoreUnavailable:
        _fail(
            "The database can't be used. Check KOSHIN_DATABASE_URL and that the database runs; "
            "“koshin db upgrade” creates what is missing in it."
        )
    finally:
        store.close()


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"koshin: {sentence}", err=True)
    raise typer.Exit(1)
