"""The figures say what they claim to, on answers that can be counted by hand."""

from datetime import date

import pytest

from bot.evaluation.calibration import calibration
from bot.evaluation.entity_scores import entity_mistakes, entity_scores
from bot.evaluation.intent_scores import Answered, by_group, by_intent, confusions, group
from bot.evaluation.markdown import quoted, table
from bot.evaluation.samples import Expected, Sample
from bot.evaluation.scope_scores import scope_scores
from bot.evaluation.understanding import Reading
from bot.messages import Language
from bot.nlu.entities import Entity
from bot.nlu.intent_model import OUT_OF_SCOPE, IntentScore


def answered(
    meant: str,
    *ranking: tuple[str, float],
    outside: float = 0.0,
    language: Language = "ja",
    hard: bool = False,
    text: str = "x",
    expected: tuple[Expected, ...] = (),
    found: tuple[Entity, ...] = (),
) -> Answered:
    scores = tuple(IntentScore(name, confidence) for name, confidence in ranking)
    return Sample(text, language, meant, hard, expected), Reading(scores, outside, False, found)


def test_accuracy_counts_the_first_intent_and_the_first_three() -> None:
    answers = [
        answered("a", ("a", 0.9), ("b", 0.1)),
        answered("a", ("b", 0.6), ("c", 0.2), ("a", 0.1), ("d", 0.1)),
        answered("b", ("c", 0.6), ("d", 0.2), ("a", 0.1), ("b", 0.1), language="en", hard=True),
        answered("b", ("b", 0.6), ("a", 0.4), language="en"),
    ]
    found = {one.title: one for one in by_group(answers)}
    assert found["all"].accuracy == 0.5
    assert found["all"].among_first_three == 0.75
    assert found["English"].messages == 2
    assert found["hard"].accuracy == 0
    assert found["hard, Japanese"].messages == 0


def test_macro_f1_weighs_a_rare_intent_like_a_frequent_one() -> None:
    answers = [answered("often", ("often", 1.0))] * 98 + [answered("rare", ("often", 1.0))] * 2
    assert group("", answers).accuracy == 0.98
    assert group("", answers).macro_f1 < 0.5
    assert by_intent(answers)[0].intent == "rare"


def test_a_confusion_keeps_its_messages() -> None:
    answers = [answered("a", ("b", 1.0), text="one"), answered("a", ("b", 1.0), text="two"), answered("c", ("a", 1.0))]
    first, second = confusions(answers)
    assert (first.truth, first.taken_for, first.texts) == ("a", "b", ("one", "two"))
    assert (second.truth, second.taken_for) == ("c", "a")


def test_the_scope_is_judged_by_its_probability() -> None:
    answers = [answered("a", ("a", 1.0), outside=0.001 * place) for place in range(100)]
    answers += [answered(OUT_OF_SCOPE, ("a", 0.6), outside=outside) for outside in (0.05, 0.5, 0.6, 0.7)]
    found = scope_scores(answers)
    assert (found.inside, found.outside) == (100, 4)
    assert 0.8 < found.auroc < 1
    assert found.best.caught == 0.75
    assert found.best.refused <= 0.04
    assert next(point for point in found.points if point.title.endswith("≥ 0.5")).caught == 0.75
    assert found.points[0].caught == 0


def test_a_confidence_that_keeps_its_word_has_no_error() -> None:
    honest = [answered("a", ("a", 0.75))] * 75 + [answered("a", ("b", 0.75))] * 25
    assert calibration(honest).error == pytest.approx(0)
    boastful = [answered("a", ("b", 1.0))] * 4
    assert calibration(boastful).error == pytest.approx(1)
    assert calibration(boastful).mean_when_wrong == 1


def test_an_entity_needs_its_place_and_its_value() -> None:
    def entity(value: str, start: int) -> Entity:
        return Entity("device", value, start, start + 3, "mac")

    expected = (Expected("device", "mac", 0, 3),)
    answers = [
        answered("a", ("a", 1.0), text="mac pc", expected=expected, found=(entity("mac", 0),)),
        answered("a", ("a", 1.0), text="mac pc", expected=expected, found=(entity("windows", 0),)),
        answered("a", ("a", 1.0), text="pc mac", expected=expected, found=(entity("mac", 3),)),
        answered("a", ("a", 1.0), text="mac pc", expected=expected),
    ]
    device, everything = entity_scores(answers)
    assert (device.expected, device.found) == (4, 3)
    assert (device.span.precision, device.span.recall) == (pytest.approx(2 / 3), 0.5)
    assert (device.value.precision, device.value.recall) == (pytest.approx(1 / 3), 0.25)
    assert everything.value == device.value
    assert [mistake.text for mistake in entity_mistakes(answers)] == ["mac pc", "pc mac", "mac pc"]


def test_a_table_survives_what_customers_write() -> None:
    assert quoted("a|b\n`c`") == "`a¦b 'c'`"
    assert table(["x", "y"], [["a", 1]]).splitlines() == ["| x | y |", "| --- | ---: |", "| a | 1 |"]


def test_the_development_day_is_that_of_the_file() -> None:
    from bot.evaluation.samples import DEVELOPMENT_DAY, DEVELOPMENT_SET

    assert date(2026, 11, 22) == DEVELOPMENT_DAY
    assert DEVELOPMENT_DAY.isoformat() in "".join(DEVELOPMENT_SET.read_text(encoding="utf-8").splitlines()[:3])
