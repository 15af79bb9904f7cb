"""One step of the student's function, done in another way, makes everything right: which, and in which line?

Each change is tried on a small call first. What is right there is tried on all calls of which the right numbers are
known, so that a sentence of this kind is a fact and no guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.hints.code_places import Place
from autograder.hints.evidence import Evidence, Hint, StudentCode, explains
from autograder.hints.search_budget import Budget
from autograder.hints.second_calls import calls_at_desk, ordinary
from autograder.hints.step_candidates import given_arrays, given_numbers, has_array, of_each, result_of, with_each
from autograder.hints.step_edits import Change, hint_of
from autograder.hints.step_insertions import (
    another_array,
    another_slope,
    changes_after,
    changes_before,
    functions_left_out,
    one_more_factor,
    one_more_slope,
)
from autograder.hints.step_kinds import FIRST, changes_of
from autograder.hints.step_reductions import changes_of_axis
from autograder.hints.step_results import Results, from_results
from autograder.hints.tracing import Recorder, Step, TooLong, record
from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.comparison import PRINTED, compare, differences
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer, Functions, call_backward, call_forward

FEW = 10  # steps that reach just what is wrong: they are tried first, in all ways
ENOUGH = 6  # unequal numbers, in all calls together


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.ERROR,
    Finding.NOT_FINITE,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def right_with_another_step(evidence: Evidence) -> Hint | None:
    """In all calls known it is right if one step of the function is done in another way."""
    return evidence.student.found_by(helpful_changes).get(evidence.output) if evidence.student else None


def helpful_changes(student: StudentCode) -> dict[str, Hint]:
    """By output: the change of a step that would help; see `Search`."""
    return Search(student).found()


@dataclass
class Search:
    """Tries changes of one step until every wrong result has one that helps, or it has tried enough."""

    student: StudentCode
    budget: Budget = field(default_factory=Budget)
    caches: dict = field(default_factory=dict)

    def found(self) -> dict[str, Hint]:
        """By output: what would help. For a function that raises, by its own name."""
        spec = self.student.spec
        calls = ordinary(calls_at_desk(self.student, also_failed=True))
        if not any(self._wrong_in(call) for call in calls):
            calls = calls_at_desk(self.student, also_failed=True)
        wrong = [(call, names) for call in calls if (names := self._wrong_in(call))]
        if not wrong or "rng" in wrong[0][0].case.inputs:
            return {}
        screen, names = min(wrong, key=lambda each: (_has_few_numbers(each[0]), _size(each[0].case)))
        helpful = self._with_what_it_computes(calls, names) if not screen.got.error else {}
        for places, step, change in self._changes(screen):
            fixed = [name for name in names if name not in helpful] if self.budget.is_left() else []
            fixed = self._right_after(places, change, screen, fixed)
            for call in _without_failed(calls, change) if fixed else ():
                fixed = self._right_after(places, change, call, fixed) if fixed and call is not screen else fixed
            if fixed and self._is_no_chance(calls, fixed):
                helpful |= dict.fromkeys(fixed, hint_of(places[0], step, change))
            if len(helpful) == len(names) or not self.budget.is_left():
                break
        if screen.got.error:
            return helpful | {spec.name: helpful[names[0]]} if len(helpful) == len(names) else {}
        return helpful

    def _with_what_it_computes(self, calls, names) -> dict[str, Hint]:
        """By output: what else the function computes that it should be combined with, or that it should add up."""
        recorded = []
        for call in calls:
            recorder = Recorder(keeps_passes=True)
            try:
                self._run(call.case, recorder)
            except Exception:  # as it does outside
                continue
            recorded.append((call, recorder))
        found = {}
        for name in names if recorded else ():
            known = [(Results(call, recorder, self.student.spec, name)) for call, recorder in recorded]
            known = [each for each in known if each.right is not None]
            hint = from_results(known) if known and self._is_no_chance(calls, [name]) else None
            if hint:
                found[name] = hint
        return found

    def _wrong_in(self, call):
        """Names of the results that are wrong in a call; for one that raised, all of them."""
        names = []
        for output in self.student.spec.outputs:
            try:
                if call.got.error or call.mismatch(self.student.spec, output.name):
                    call.right(self.student.spec, output.name)
                    names.append(output.name)
            except Exception:  # what is right is not known
                continue
        return names

    def _is_no_chance(self, calls, names):
        values = []
        for call in calls:
            for name in names[:1]:
                try:
                    values.append(np.ravel(call.right(self.student.spec, name)).astype(float))
                except Exception:  # what is right is not known
                    continue
        return np.unique(np.round(np.concatenate(values), 9)).size >= ENOUGH

    def _changes(self, screen) -> Iterator[tuple[tuple[Place, ...], Step, Change]]:
        recorder = Recorder()
        try:
            with self.budget.counted_lines():
                self._run(screen.case, recorder)
        except TooLong:
            return
        except Exception:
            if not screen.got.error:
                return
        everything = list(recorder.steps.items())
        steps, exact = self._that_matter(everything, screen)
        others = list(given_numbers(screen.case)), list(given_arrays(recorder, screen.case)), recorder.names
        yield from of_each([step for step in steps if step[1].function in FIRST], changes_of)
        yield from changes_of_axis(steps)
        if len(exact) <= FEW:
            yield from of_each(exact, changes_of)
            yield from of_each(exact, functions_left_out)
            yield from self._with_likely_arrays(exact, everything, others)
            yield from self._all_changes(exact, everything, others)
            steps = [step for step in steps if step not in exact]
        yield from self._all_changes(steps, everything, others)

    def _with_likely_arrays(self, steps, everything, others) -> Iterator[tuple[tuple[Place, ...], Step, Change]]:
        """Another array, a slope or a factor in these steps: from the arguments, or what a variable holds by then."""
        _, arrays, names = others
        for change in (another_slope, another_array, one_more_factor, one_more_slope):
            for place, step in steps:
                earlier = everything[: everything.index((place, step))]
                held = [
                    result_of(each, names) for each in earlier if has_array(each) and names.holds(each[0], step.within)
                ]
                yield from with_each([(place, step)], [*arrays, *held], change)

    def _all_changes(self, steps, everything, others) -> Iterator[tuple[tuple[Place, ...], Step, Change]]:
        """Changes of these steps, the likeliest slips first."""
        numbers, arrays, names = others
        yield from of_each(steps, changes_of)
        yield from with_each(steps, numbers)
        yield from of_each(steps, changes_after)
        yield from with_each(steps, arrays)
        yield from of_each(steps, changes_before)
        for place, step in steps:
            earlier = everything[: everything.index((place, step))]
            yield from with_each([(place, step)], [result_of(each, names) for each in earlier if has_array(each)])

    def _that_matter(self, steps, screen):
        """Steps on which wrong results depend, and no right one, and those of them that reach just what is wrong."""
        if screen.got.error:
            return steps[::-1], []
        names = [name for name in screen.got.outputs if isinstance(screen.got.outputs[name], (np.ndarray, np.generic))]
        off = {each.output: _entries_off(each) for each in screen.all_wrong(self.student.spec)}
        off |= dict.fromkeys(set(self._wrong_in(screen)) - off.keys(), True)
        found, exact = [], []
        for place, step in steps:
            moved = self._moved_by(place, step, screen, names)
            if moved is None or (moved.keys() & off.keys() and not moved.keys() - off.keys()):
                found.append((-len(moved or off), len(found), (place, step)))
            if moved and moved.keys() == off.keys() and all(np.array_equal(moved[name], off[name]) for name in off):
                exact.append((place, step))
        return [each for _, _, each in sorted(found, key=lambda each: each[:2])], exact

    def _moved_by(self, place, step, screen, names):
        """Which entries of which results change with what comes out of a step; None where that can't be told."""
        if not isinstance(step.result, (np.ndarray, np.floating)) or np.asarray(step.result).dtype.kind != "f":
            return None
        recorder = Recorder((place,), _moving)
        try:
            outputs = self._run(screen.case, recorder)
        except Exception:  # it does not go with the rest
            return None
        finally:
            self.budget.take(recorder)
        moved = {name: np.asarray(outputs.get(name) != screen.got.outputs[name]) for name in names}
        return {name: entries for name, entries in moved.items() if entries.any()}

    def _right_after(self, places, change, call, names):
        """Which of these results are right in a call when a step is changed; what is unknown does not count against."""
        if not names:
            return []
        recorder = Recorder(places, change.do)
        try:
            with np.errstate(all="ignore"):
                outputs = self._run(call.case, recorder)
        except Exception:  # the change does not go with the rest
            return []
        finally:
            self.budget.take(recorder)
        return [name for name in names if not self._is_wrong(call, name, outputs)]

    def _is_wrong(self, call, name, outputs):
        spec = self.student.spec
        if call.expected:
            if (
                name not in call.expected
                or compare(name, outputs.get(name), call.expected[name], call.tolerance) is None
            ):
                return False
            got = Answer(outputs=outputs, forward=call.got.forward)
            return any(
                each.output in (name, spec.name)
                for each in differences(spec, call.case, got, call.expected, call.tolerance)
            )
        try:
            return compare(name, outputs.get(name), call.right(spec, name), call.tolerance) is not None
        except Exception:  # what is right is not known in this call
            return False

    def _run(self, case, recorder):
        spec, functions = self.student.spec, self.student.functions
        if spec.kind == "backward" and id(case) not in self.caches:
            self.caches[id(case)] = call_forward(find(spec.forward), case.inputs, functions)[1]
        recorder.values = named_numbers(case)
        return run(spec, functions, case, recorder, self.caches.get(id(case)))


def run(spec: Spec, functions: Functions, case: Case, recorder: Recorder, cache: Any = None) -> dict[str, Any]:
    """Call the function with watched arrays; for a backward function only itself, with its forward's cache."""
    watched = dict(functions) | {spec.name: lambda *arguments: record(functions[spec.name], arguments, recorder)}
    if spec.kind != "backward":
        return call_forward(spec, case.inputs, watched)[0]
    if cache is None:
        cache = call_forward(find(spec.forward), case.inputs, functions)[1]
    return call_backward(spec, case.upstream, cache, watched)[0]


def _has_few_numbers(call):
    return max(map(np.size, call.expected.values()), default=ENOUGH) < ENOUGH


def _size(case):
    return sum(value.size if isinstance(value, np.ndarray) else 1 for value in case.inputs.values())


def _without_failed(calls, change):
    """Calls that tell of a change; one of indices can't mend a call that fails before it."""
    return [call for call in calls if not (change.indices and "IndexError" in call.got.error)]


def _entries_off(mismatch):
    """Which entries of a result are wrong; where its shape is wrong, that can't be told."""
    got, right = np.asarray(mismatch.got), np.asarray(mismatch.right)
    return PRINTED.misses(got, right) if got.shape == right.shape and got.dtype.kind == "f" else None


def _moving(function, operands, options, _):
    value = np.asarray(function(*operands, **options))
    return np.where(value, 1.01 * value + 0.01, 0)  # what is 0 before the first pass stays so
