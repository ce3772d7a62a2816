"""Whether TEDPolicy earns its time and memory: the desk's policies without and with it, on the same rules and stories.

``python -m benchmarks.policies`` takes some ten minutes of CPU time; ``--epochs 2`` tries it out.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.workers import ask_worker
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from bot.settings import ROOT

_PAGE = Path(__file__).parent / "results" / "policies.md"
_STORIES = ROOT / "tests" / "test_conversations.yml"
_TED = "TEDPolicy"
_MODULE = "benchmarks.policy_worker"
_SHOWN = 12


@dataclass(frozen=True)
class Walked:
    """One story: the actions predicted and those written, the CPU milliseconds of each turn, and what any other intent
    of the customer's would have led to at each point where the customer speaks."""

    story: str
    predicted: tuple[str, ...]
    written: tuple[str, ...]
    turns: tuple[float, ...]
    elsewhere: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Policies:
    """One configuration: seconds and milliseconds are CPU time, ``peak`` is resident memory in MB with everything."""

    training: float
    megabytes: float
    loading: float
    peak: float
    walks: tuple[Walked, ...]

    @property
    def turns(self) -> list[float]:
        """CPU milliseconds of every turn of every story."""
        return [spent for walk in self.walks for spent in walk.turns]

    @property
    def off_the_story(self) -> int:
        """How many actions are not the ones that the stories have."""
        return sum(
            said != written for walk in self.walks for said, written in zip(walk.predicted, walk.written, strict=True)
        )

    @property
    def stories_left(self) -> int:
        """How many stories are not followed to their end."""
        return sum(walk.predicted != walk.written for walk in self.walks)


@dataclass(frozen=True)
class Differences:
    """Where two configurations decide otherwise: in the stories, and when another intent comes instead."""

    steps: int
    different_steps: int
    different_stories: int
    branches: int
    different_branches: int
    examples: tuple[tuple[str, str, str], ...]


def main() -> None:
    """Train both, ask both, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of TEDPolicy")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is loaded and asked, in turns")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koshin-policies-") as name:
        without, with_ted = _measure(Path(name), options.epochs, options.rounds)
    text = report(measured_here("rasa", "tensorflow-cpu"), options.epochs, without, with_ted)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def _measure(folder: Path, epochs: int, rounds: int) -> tuple[Policies, Policies]:
    data = folder / "data"
    data.mkdir()
    for name in ("rules.yml", "stories.yml"):
        shutil.copy(ROOT / "data" / name, data / name)
    trained = []
    for title, config in (("without", configured(None)), ("with", configured(epochs))):
        path = folder / f"{title}.yml"
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        trained.append(ask_worker(_MODULE, folder, "train", str(path), str(data), str(folder / title)))
        print(f"{title} {_TED}: trained in {trained[-1]['cpu_seconds']:.1f} CPU s", flush=True)
    asked: list[list[dict[str, Any]]] = [[], []]
    for _ in range(rounds):
        for answers, training in zip(asked, trained, strict=True):
            answers.append(ask_worker(_MODULE, folder, "predict", training["model"], str(_STORIES)))
    without, with_ted = (_policies(training, answers) for training, answers in zip(trained, asked, strict=True))
    return without, with_ted


def configured(epochs: int | None) -> dict[str, Any]:
    """The desk's configuration without TEDPolicy, or with it as `rasa init` sets it but for the epochs."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config["policies"] = [policy for policy in config["policies"] if policy["name"] != _TED]
    if epochs is not None:
        config["policies"].append({"name": _TED, "max_history": 5, "epochs": epochs, "constrain_similarities": True})
    return config


def _policies(training: dict[str, Any], answers: list[dict[str, Any]]) -> Policies:
    times = [np.concatenate([walk["turn_cpu_ms"] for walk in answer["told"]]) for answer in answers]
    middle = iter(np.median(times, axis=0))
    first = answers[0]
    walks = tuple(
        Walked(
            told["story"],
            tuple(step["predicted"] for step in told["steps"]),
            tuple(step["written"] for step in told["steps"]),
            tuple(float(next(middle)) for _ in told["turn_cpu_ms"]),
            tuple(map(tuple, other["predicted"])),
        )
        for told, other in zip(first["told"], first["elsewhere"], strict=True)
    )
    return Policies(
        training["cpu_seconds"],
        training["megabytes"],
        float(np.median([answer["load_cpu_seconds"] for answer in answers])),
        float(np.median([answer["peak_megabytes"] for answer in answers])),
        walks,
    )


def differences(one: Policies, other: Policies) -> Differences:
    """Compare what two configurations predict on the same stories."""
    steps = stories = different = branches = elsewhere = 0
    examples: list[tuple[str, str, str]] = []
    for mine, theirs in zip(one.walks, other.walks, strict=True):
        apart = [pair for pair in zip(mine.predicted, theirs.predicted, strict=True) if pair[0] != pair[1]]
        steps += len(mine.predicted)
        different += len(apart)
        stories += bool(apart)
        examples += [(mine.story, first, second) for first, second in apart]
        for ours, others in zip(mine.elsewhere, theirs.elsewhere, strict=True):
            branches += len(ours)
            torn = [pair for pair in zip(ours, others, strict=True) if pair[0] != pair[1]]
            elsewhere += len(torn)
            examples += [(f"{mine.story} (left)", first, second) for first, second in torn]
    return Differences(steps, different, stories, branches, elsewhere, tuple(examples))


def report(head: str, epochs: int, without: Policies, with_ted: Policies) -> str:
    """The page."""
    found = differences(without, with_ted)
    pair = (without, with_ted)
    return page(
        "TEDPolicy beside RulePolicy and AugmentedMemoizationPolicy",
        head,
        f"Both configurations were trained on `data/rules.yml` and `data/stories.yml`, {_TED} as `rasa init` sets it with "
        f"{epochs} epochs, one thread each, and walked through the {len(without.walks)} stories of "
        "`tests/test_conversations.yml`, the understanding taken from the stories. Times are CPU time of the process; a "
        "turn is every prediction from the customer's message to the next `action_listen`, without running actions.",
        table(
            ["", "without", f"with {_TED}", "with / without"],
            [
                _row("training, CPU s", [one.training for one in pair]),
                _row("model, MB", [one.megabytes for one in pair]),
                _row("loading, CPU s", [one.loading for one in pair]),
                _row("resident memory at its peak, MB", [one.peak for one in pair]),
                _row("one turn p50, CPU ms", [float(np.percentile(one.turns, 50)) for one in pair]),
                _row("one turn p95, CPU ms", [float(np.percentile(one.turns, 95)) for one in pair]),
                ["actions that are not the story's", *(one.off_the_story for one in pair), ""],
                ["stories not followed to the end", *(one.stories_left for one in pair), ""],
            ],
        ),
        f"Decided otherwise: {found.different_steps} of {found.steps} actions in {found.different_stories} of "
        f"{len(without.walks)} stories. Where the customer speaks in a story, any intent may come instead of the one "
        f"written; of these {found.branches} other turns {found.different_branches} begin with another action.",
        _examples(found),
        f"**{_verdict(found, without, with_ted)}**",
        "What this doesn't show: what TEDPolicy would do with hundreds of stories. The desk's rules answer every intent, "
        "and forms ask for the rest, so that there are few; writing those hundreds would be a cost of their own.",
    )


def _row(title: str, values: list[float]) -> list[str | int]:
    first, second = values
    return [title, f"{first:.2f}", f"{second:.2f}", f"{second / first:.1f}"]


def _examples(found: Differences) -> str:
    if not found.examples:
        return "There is no difference to show."
    rows = [[story, f"`{first}`", f"`{second}`"] for story, first, second in found.examples[:_SHOWN]]
    return table(["story", "without", f"with {_TED}"], rows)


def _verdict(found: Differences, without: Policies, with_ted: Policies) -> str:
    better = without.off_the_story - with_ted.off_the_story
    if better > 0:
        return f"{_TED} follows {better} more actions of the stories; weigh that against its cost."
    if better < 0:
        return (
            f"{_TED} follows {-better} fewer actions of the stories and costs the time and memory above: it stays out."
        )
    if found.different_branches:
        return f"{_TED} follows the stories no better and costs the time and memory above: it stays out."
    return f"{_TED} changes no decision and costs the time and memory above: it stays out."


if __name__ == "__main__":
    main()
