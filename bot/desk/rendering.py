"""Pages: templates filled in the language of whoever reads them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from bot.channels.front import front_of
from bot.channels.speaking import accepted_language
from bot.desk import rendering_times as times
from bot.desk.access import page_csrf
from bot.desk.navigation import places_for
from bot.desk.strings import strings, text
from bot.messages import Language
from bot.settings import ROOT
from bot.store.people_records import DeskRole, Person

_NO_STORE = {"Cache-Control": "no-store"}


def page(request: Request, person: Person | None, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page, or a part of one for a script that puts it in."""
    language = language_of(request, person)
    body = render(request, person, template, **context)
    return HTMLResponse(body, status, {**_NO_STORE, "Content-Language": language})


def render(request: Request, person: Person | None, template: str, **context: Any) -> str:
    """A filled template as text."""
    front = front_of(request)
    said = request.query_params.get("said", "")
    return (
        templates()
        .get_template(template)
        .render(
            request=request,
            lang=language_of(request, person),
            person=person,
            csrf=page_csrf(request, front),
            nav=places_for(person, request.app.state.desk.paths),
            path=request.url.path,
            now=front.clock(),
            said=said if said in strings() else "",
            **context,
        )
    )


def go(path: str, *, said: str | None = None) -> RedirectResponse:
    """Lead on to a page after a form; ``said`` is the text to show there."""
    if said is not None:
        path += ("&" if "?" in path else "?") + urlencode({"said": said})
    return RedirectResponse(path, 303, _NO_STORE)


def language_of(request: Request, person: Person | None) -> Language:
    """The language of the page."""
    if person is not None:
        return person.language
    liked = accepted_language(request.headers.get("accept-language", ""))
    return liked or front_of(request).settings.default_language


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The desk's templates and what they can call."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "web" / "desk" / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for function in (t, when, day, ago, span, csrf_field, words, may):
        environment.globals[function.__name__] = function
    environment.globals["static"] = static
    environment.globals["icon"] = icon
    return environment


@pass_context
def t(context: Context, key: str, **values: str | int) -> str:
    """A text in the page's language."""
    return text(key, context["lang"], **values)


@pass_context
def when(context: Context, moment: datetime) -> Markup:
    """A moment."""
    return times.time_tag(moment, times.when(moment, context["now"], context["lang"]), context["lang"])


@pass_context
def day(context: Context, moment: date | datetime) -> str:
    """A date."""
    local = moment.astimezone(times.JAPAN).date() if isinstance(moment, datetime) else moment
    return times.day(local, context["now"].astimezone(times.JAPAN).date(), context["lang"])


@pass_context
def ago(context: Context, moment: datetime) -> Markup:
    """How long ago a moment was."""
    return times.time_tag(moment, times.ago(moment, context["now"], context["lang"]), context["lang"], runs=True)


@pass_context
def span(context: Context, seconds: float) -> str:
    """A span of time."""
    return times.span(seconds, context["lang"])


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden field that each form carries."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(context["csrf"])


@pass_context
def words(context: Context, *keys: str) -> Markup:
    """Texts for the page's scripts."""
    content = htmlsafe_json_dumps({key: text(key, context["lang"]) for key in keys})
    return Markup('<script type="application/json" class="words">{}</script>').format(content)


@pass_context
def may(context: Context, role: DeskRole) -> bool:
    """Whether the reader may do what a role may."""
    person = context["person"]
    return isinstance(person, Person) and person.may(role)


def static(name: str) -> str:
    """The address of a file in ``web/desk/static``."""
    return f"/desk/static/{name}"


def icon(name: str) -> Markup:
    """A picture that says nothing to a screen reader; the text beside it does."""
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        static("icons.svg"), name
    )
