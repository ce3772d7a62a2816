"""What the list behind a number is called."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk.figures.speaking import Speech

_PLAIN = ("all", "lost", "message", "case", "waiting", "use", "response", "at_work", "resolution")


def name_of_figure(figure: str, say: Speech) -> str:
    """The figure's name in words; an unknown one is called by its machine name."""
    kind, _, rest = figure.partition(":")
    name = _NAMED.get(kind)
    if name is not None and rest:
        return name(rest, say) or figure
    return say.t(f"figures.list_{figure}") if figure in _PLAIN else figure


def _verdict(rest: str, say: Speech) -> str | None:
    said, _, about = rest.partition(":")
    if said not in ("yes", "no"):
        return None
    answer = say.t(f"figures.list_verdict_{said}")
    guide, _, step = about.partition(":")
    if not guide:
        return answer
    return (
        say.t("figures.list_of_step", name=say.guide(guide), step=step, what=answer)
        if step
        else f"{say.guide(guide)}: {answer}"
    )


def _step(key: str) -> Callable[[str, Speech], str | None]:
    def name(rest: str, say: Speech) -> str:
        guide, _, step = rest.partition(":")
        return say.t("figures.list_of_step", name=say.guide(guide), step=step, what=say.t(f"figures.list_step_{key}"))

    return name


def _time(key: str) -> Callable[[str, Speech], str | None]:
    def name(rest: str, say: Speech) -> str | None:
        if rest == "none":
            return say.t(f"figures.list_{key}_none")
        bins = say.bins()
        return (
            f"{say.t(f'figures.list_{key}')}: {bins[int(rest)]}" if rest.isdecimal() and int(rest) < len(bins) else None
        )

    return name


def _use(rest: str, say: Speech) -> str | None:
    outcome, _, subject = rest.partition(":")
    if outcome not in ("accepted", "edited", "rejected", "used"):
        return None
    kind, _, name = subject.partition(":")
    said = say.t("figures.list_use_what", what=say.t(f"figures.use_{outcome}"))
    return f"{said}: {say.guide(name) if kind == 'suggestion' else name}" if name else said


def _outcome(rest: str, say: Speech) -> str | None:
    return say.t(f"figures.outcome_{rest}") if rest in ("solved", "human", "unsolved", "open") else None


_NAMED: dict[str, Callable[[str, Speech], str | None]] = {
    "outcome": _outcome,
    "channel": lambda rest, say: say.channel(rest),
    "language": lambda rest, say: say.tongue(rest) if rest in ("ja", "en") else None,
    "provider": lambda rest, say: say.provider(rest),
    "intent": lambda rest, say: say.intent(rest),
    "guide": lambda rest, say: say.guide(rest),
    "message": lambda rest, say: say.t("figures.messages_lost") if rest == "lost" else None,
    "step": _step("reached"),
    "left": _step("left"),
    "past": _step("past"),
    "verdict": _verdict,
    "response": _time("response"),
    "at_work": _time("at_work"),
    "resolution": _time("resolution"),
    "use": _use,
}
