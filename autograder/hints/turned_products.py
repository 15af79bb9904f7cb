"""Several matrix products have an array the wrong way round: each alone would not make the function right, nor run."""

import numpy as np

from autograder.hints.code_places import source_of
from autograder.hints.evidence import Evidence, Hint, StudentCode, explains
from autograder.hints.repairs import run
from autograder.hints.second_calls import calls_at_desk, ordinary
from autograder.hints.step_kinds import ORDERS
from autograder.hints.tracing import Recorder
from autograder.registry import find
from autograder.verdict.comparison import differences
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer, call_forward
from autograder.verdict.wording import listed

MOST_RUNS = 150
MOST = 4  # products that are turned
ENOUGH = 6  # unequal numbers that are no chance


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.ERROR,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def right_with_products_turned(evidence: Evidence) -> Hint | None:
    """In all calls known all is right if arrays in several matrix products are transposed, or in another order."""
    return evidence.student.found_by(_turned) if evidence.student else None


def _turned(student):
    return Turning(student).found()


class Everywhere:
    """All places of a function's code."""

    def __contains__(self, place):
        return True


class Turning:
    """Turns one product after the other, as long as the function gets further with that."""

    def __init__(self, student: StudentCode):
        self.student, self.runs = student, 0
        calls = [call for call in ordinary(calls_at_desk(student, also_failed=True)) if call.expected]
        self.calls = sorted(calls, key=lambda call: -_sizes(call))

    def found(self) -> Hint | None:
        """What all of it takes, if that is more than one product; of one `repairs` speaks."""
        wrong = [call for call in self.calls if call.got.error or call.all_wrong(self.student.spec)]
        if len(self.calls) < 2 or not wrong or not _is_no_chance(wrong[0]) or "rng" in wrong[0].case.inputs:
            return None
        orders = self._turned(wrong[0], {}, self._played(wrong[0], {}))
        return _hint(orders) if orders and len(orders) > 1 else None

    def _turned(self, call, orders, played):
        """The orders of products with which all calls are right, or None."""
        progress, places = played
        if progress == (True, 0):
            others = (each for each in self.calls if each is not call)
            return orders if all(self._played(each, orders)[0] == (True, 0) for each in others) else None
        for place in reversed(places) if len(orders) < MOST else ():
            for words in filter(None, ORDERS if place not in orders else ()):
                if self.runs >= MOST_RUNS:
                    return None
                more = orders | {place: words}
                further = self._played(call, more)
                found = self._turned(call, more, further) if further[0] > progress else None
                if found:
                    return found
        return None

    def _played(self, call, orders):
        """How far a call gets, and the products on its way: whether it ends, and minus how many results are wrong."""
        self.runs += 1
        spec, places = self.student.spec, {}

        def do(function, operands, options, recorder):
            if function not in (np.matmul, np.dot):
                return function(*operands, **options)
            places[recorder.at] = None
            words = orders.get(recorder.at)
            return ORDERS[words](*operands[:2]) if words else function(*operands, **options)

        recorder = Recorder(Everywhere(), do)
        try:
            cache = None
            if spec.kind == "backward":
                cache = call_forward(find(spec.forward), call.case.inputs, self.student.functions)[1]
            with np.errstate(all="ignore"):
                outputs = run(spec, self.student.functions, call.case, recorder, cache)
        except Exception:  # a product does not fit, or what comes after it
            return (False, recorder.done), list(places)
        got = Answer(outputs=outputs, forward=call.got.forward)
        return (True, -len(differences(spec, call.case, got, call.expected, call.tolerance))), list(places)


def _sizes(call):
    """How many different sizes the arguments have: the more, the less fits by chance."""
    return len({size for value in call.case.inputs.values() if isinstance(value, np.ndarray) for size in value.shape})


def _is_no_chance(call):
    right = [np.ravel(value) for value in call.expected.values() if isinstance(value, np.ndarray)]
    return sum(np.unique(np.round(value, 9)).size for value in right if value.dtype.kind == "f") >= ENOUGH


def _hint(orders):
    lines = sorted({_line(place) for place in orders})
    where = f"line{'s' if len(lines) > 1 else ''} {listed(lines)}"
    other = ", or the order another one" if any("order" in words for words in orders.values()) else ""
    text = (
        f"It would be right if in each of the {len(orders)} matrix products in {where} an array were transposed{other}."
    )
    said = [
        f"{f'`{source_of(place)}`' if source_of(place) else f'Line {_line(place)}'}: {words[0].lower()}{words[1:]}"
        for place, words in sorted(orders.items(), key=lambda each: (_line(each[0]), each[0].instruction))
    ]
    return Hint(Finding.TRANSPOSED, text, " ".join(said))


def _line(place):
    return list(place.code.co_positions())[place.instruction // 2][0]
