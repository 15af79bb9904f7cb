"""In which calls is it wrong? Exactly those with a mask, or a stride, or ties: what they have in common is said."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.hints.argument_places import named_values
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.second_calls import calls_at_desk
from autograder.verdict.findings import Finding

FEWEST = 2  # calls that are right, and as many that are wrong
ENOUGH = 3  # beside an exception; and that are wrong, for a condition that is met in calls that are right as well
MANY = 4  # of each, where arguments have entries of a kind, as they may have by chance
ZERO = ("pad']", "pad", "reg", "momentum']", "decay", "margin")  # arguments that change nothing at 0, the rest at 1
CONTENTS = re.compile("entries (of|beyond)|negative")  # only said where there are some, for there may be none by chance
TELLING = re.compile(r"is not (0|1|'train')$|is given$|is True|is False|width\S* differ$")  # slips hide behind it
BY_CHANCE = re.compile("entries of|along axis|square|equal$")  # says nothing beside the shapes that did not fit
NAMED = re.compile(r"stopped with (?!ValueError|IndexError)|That line reads `[^`]*\b(raise|assert)\b")  # it says all
LARGE = 12  # exp of it is more than any sum of others
EXACTLY = "Of the calls tried, exactly those are wrong in which {}."
ONLY = "Of the calls tried, only such are wrong in which {}."
MOST = 2  # conditions that fit: more of them say nothing


@explains(Finding.VALUE, Finding.SHAPE, Finding.ERROR, Finding.NOT_FINITE, needs=Evidence.has_student, general=True)
def wrong_in_calls_alike(evidence: Evidence) -> Hint | None:
    """Exactly the calls are wrong in which an argument has some property; beside an exception only if it tells more."""
    has_raised = evidence.mismatch.code == Finding.ERROR
    if has_raised and NAMED.search(evidence.mismatch.text):
        return None
    wrong, right = _sorted_calls(evidence)
    if min(len(wrong), len(right)) < (ENOUGH if has_raised else FEWEST):  # sizes that do not fit may do so by chance
        return None
    optional = dict.fromkeys(name for inputs in wrong + right for name in inputs)  # None where it is left out
    conditions = [dict(_conditions(optional | inputs)) for inputs in wrong + right]
    shared = [words for words in conditions[0] if all(words in each for each in conditions)]
    held = {words: words[0] if conditions[0][words] else words[1] for words in shared}
    met = {words: [each[words] for each in conditions] for words in shared}
    shared = [words for words in shared if conditions[0][words] or not CONTENTS.search(words[0])]
    exact = [words for words in shared if _separates(met[words], len(wrong))]
    exact = [words for words in exact if not (has_raised and BY_CHANCE.search(held[words]))]
    is_chance = min(len(wrong), len(right)) < MANY and any(CONTENTS.search(words[0]) for words in exact)
    if 0 < len(exact) <= MOST and not is_chance:
        return Hint(Finding.CONDITION, EXACTLY.format(" and ".join(held[words] for words in exact)))
    needed = [words for words in shared if _is_needed(met[words], len(wrong)) and not BY_CHANCE.search(held[words])]
    if has_raised or exact or len(needed) != 1 or len(wrong) < ENOUGH or not TELLING.search(held[needed[0]]):
        return None
    return Hint(Finding.CONDITION, ONLY.format(held[needed[0]]))


def _separates(met, count):
    """Whether a condition is met in all calls that are wrong and in no other, or the other way round."""
    return len(set(met[:count])) == 1 == len(set(met[count:])) and met[0] != met[-1]


def _is_needed(met, count):
    """Whether all calls that are wrong are alike, and enough of those that are right differ from them."""
    return len(set(met[:count])) == 1 and met[count:].count(not met[0]) >= FEWEST


def _sorted_calls(evidence):
    """The arguments of the calls in which this result is wrong, and of those in which it is right."""
    wrong, right = [], []
    for call in calls_at_desk(evidence.student, also_failed=True):
        try:
            if evidence.output == evidence.spec.name:
                is_wrong = bool(call.got.error or call.all_wrong(evidence.spec))
            else:
                is_wrong = bool(call.got.error or call.mismatch(evidence.spec, evidence.output))
        except Exception:  # what is right is not known
            continue
        (wrong if is_wrong else right).append(call.case.inputs)
    return wrong, right


def _conditions(inputs) -> Iterator[tuple[tuple[str, str], bool]]:
    """What may be said of a call, with what is said if it is not so; whether it is so."""
    values = named_values(inputs)
    for name, value in inputs.items():
        yield (f"{name} is given", f"{name} is None"), value is not None
    for name, value in values.items():
        yield from _of_value(name, value)
    for name, value in values.items():
        if "height" in name and name.replace("height", "width") in values:
            other = name.replace("height", "width")
            yield (f"{name} and {other} are equal", f"{name} and {other} differ"), value == values[other]
    images = [value for value in values.values() if isinstance(value, np.ndarray) and value.ndim == 4]
    if len(images) > 1:
        words = ("all images and windows are as high as wide", "images or windows are not as high as wide")
        yield words, all(value.shape[2] == value.shape[3] for value in images)


def _of_value(name: str, value: Any) -> Iterator[tuple[tuple[str, str], bool]]:
    if isinstance(value, bool):
        yield (f"{name} is True", f"{name} is False"), value
    elif isinstance(value, (int, float)):
        number = 0 if name.endswith(ZERO) else 1
        yield (f"{name} is {number}", f"{name} is not {number}"), value == number
    elif isinstance(value, str):
        yield (f"{name} is 'train'", f"{name} is not 'train'"), value == "train"
    elif isinstance(value, list):
        yield from _of_list(name, value)
    elif isinstance(value, np.ndarray):
        yield from _of_array(name, value)


def _of_list(name, values):
    yield (f"{name} holds one entry", f"{name} holds several entries"), len(values) == 1
    alike = values and all(isinstance(each, dict) and each.keys() == values[0].keys() for each in values)
    if alike:  # else what stands beside an entry of some kind may be taken for the cause
        for key in values[0]:
            found = [each[key] for each in values]
            if all(isinstance(each, (int, float)) for each in found):
                yield (f"every {key!r} in {name} is 1", f"some {key!r} in {name} is not 1"), set(found) == {1}


def _of_array(name, value):
    for axis in range(value.ndim):
        words = f"{name} has one entry along axis {axis}", f"{name} has several entries along axis {axis}"
        yield words, value.shape[axis] == 1
    if value.ndim == 4:
        words = f"{name} is as high as wide", f"{name} is not as high as wide"
        yield words, value.shape[2] == value.shape[3]
    if value.ndim == 2:
        words = f"{name} is square", f"{name} is not square"
        yield words, value.shape[0] == value.shape[1]
    if value.dtype.kind == "b":
        yield (f"{name} is True everywhere", f"{name} is False somewhere"), bool(value.all())
    elif value.dtype.kind in "if" and value.size:
        yield (f"{name} has negative entries", f"no entry of {name} is negative"), bool(np.any(value < 0))
        yield (f"{name} has entries of 0", f"no entry of {name} is 0"), bool(np.any(value == 0))
        yield (
            (f"{name} has entries beyond {LARGE}", f"no entry of {name} is large"),
            bool(np.max(np.abs(value)) > LARGE),
        )
        words = f"some entries of {name} are equal", f"all entries of {name} differ"
        yield words, np.unique(value).size < value.size
