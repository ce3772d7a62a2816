"""The comparison of policies counts what differs and says what follows from it."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.policies import Policies, Walked, configured, differences, report

WALK = Walked("a story", ("utter_a", "action_listen"), ("utter_a", "action_listen"), (10.0,), (("x", "y"), ("x", "x")))
WITHOUT = Policies(training=2, megabytes=1, loading=3, peak=500, walks=(WALK,))
COSTLY = Policies(training=20, megabytes=3, loading=30, peak=900, walks=(replace(WALK, turns=(30.0,)),))


def test_the_desk_has_its_own_policies_and_one_more() -> None:
    names = [policy["name"] for policy in configured(None)["policies"]]
    assert "RulePolicy" in names
    assert "TEDPolicy" not in names
    assert [policy["name"] for policy in configured(7)["policies"]] == [*names, "TEDPolicy"]
    assert configured(7)["policies"][-1]["epochs"] == 7


def test_equal_decisions_are_no_reason_to_pay() -> None:
    found = differences(WITHOUT, COSTLY)
    assert (found.steps, found.different_steps, found.branches, found.different_branches) == (2, 0, 4, 0)
    told = report("", 100, WITHOUT, COSTLY)
    assert "| one turn p50, CPU ms | 10.00 | 30.00 | 3.0 |" in told
    assert "changes no decision and costs the time and memory above: it stays out" in told


def test_a_better_decision_is_told() -> None:
    wrong = replace(WITHOUT, walks=(replace(WALK, predicted=("utter_b", "action_listen")),))
    assert (wrong.off_the_story, wrong.stories_left) == (1, 1)
    assert differences(wrong, COSTLY).examples == (("a story", "utter_b", "utter_a"),)
    assert "follows 1 more actions of the stories" in report("", 100, wrong, COSTLY)
    assert "follows 1 fewer actions of the stories" in report("", 100, COSTLY, wrong)


def test_a_decision_beside_the_stories_is_told() -> None:
    other = replace(COSTLY, walks=(replace(WALK, elsewhere=(("x", "z"), ("x", "x"))),))
    assert differences(WITHOUT, other).different_branches == 1
    told = report("", 100, WITHOUT, other)
    assert "| a story (left) | `y` | `z` |" in told
    assert "no better and costs the time" in told
