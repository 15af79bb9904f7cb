"""From the marks of a student to one number: weights, groups, and what is dropped."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autograder.grading.course.policy_rules import Group, Policy


@dataclass(frozen=True)
class Part:
    """The mark for an assignment that counts: percent of what can be had."""

    assignment: str
    percent: float


def dropped(policy: Policy, parts: Collection[Part]) -> set[str]:
    """The assignments that a student's total leaves out: the lowest of each group, of equal ones the first.

    One of each group stays.
    """
    out: set[str] = set()
    for name, members in _groups(policy, parts).items():
        lowest = sorted(members, key=lambda part: part.percent)  # keeps the order of equal ones
        out |= {part.assignment for part in lowest[: min(_group(policy, name).drop, len(members) - 1)]}
    return out


def total(policy: Policy, parts: Collection[Part]) -> float | None:
    """The weighted mean of what counts, in percent; None if nothing does.

    Parameters
    ----------
    policy : Policy
    parts : collection of Part
        Without the dropped ones.
    """
    means = []
    for name, members in _groups(policy, parts).items():
        mean = _mean([(policy.rules(part.assignment).weight, part.percent) for part in members])
        weight = _group(policy, name).weight if name[0] else policy.rules(name[1]).weight
        means += [(weight, mean)] if mean is not None else []
    return _mean(means)


def _groups(policy, parts) -> Mapping[tuple[str, str], list[Part]]:
    """By group; an assignment that is in none is alone under its own name."""
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        group = policy.rules(part.assignment).group
        groups.setdefault((group, "") if group else ("", part.assignment), []).append(part)
    return groups


def _group(policy, name) -> Group:
    return policy.groups.get(name[0], Group())


def _mean(weighted) -> float | None:
    weight = sum(each for each, _ in weighted)
    return sum(each * value for each, value in weighted) / weight if weight else None
