"""One step of the student's function, done in another way, makes everything right: which, and in which line?

Each change is tried on a small call first. What is right there is tried on all calls of which the right numbers are
known, so that a sentence of this kind is a fact and no guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from autograder.hints.evidence import Evidence, Hint, StudentCode, explains
from autograder.hints.second_calls import Call, calls_at_desk, is_ordinary
from autograder.hints.step_changes import Change, changes_after, changes_of, changes_with
from autograder.hints.tracing import Place, Recorder, Step, TooLong, record
from autograder.registry import find
from autograder.specification import Case
from autograder.verdict.comparison import compare
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_backward, call_forward

MOST_RUNS = 1_500
MOST_STEPS = 40_000  # in all runs
ENOUGH = 6  # unequal numbers, in all calls together


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.ERROR,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def right_with_another_step(evidence: Evidence) -> Hint | None:
    """In all calls known it is right if one step of the function is done in another way."""
    if evidence.student is None:
        return None
    if "repairs" not in evidence.student.shown:
        evidence.student.shown["repairs"] = Search(evidence.student).found()
    return evidence.student.shown["repairs"].get(evidence.output)


STATS = []


@dataclass
class Search:
    """Tries changes of one step until every wrong result has one that helps, or it has tried enough."""

    student: StudentCode
    runs: int = 0
    steps: int = 0
    caches: dict = field(default_factory=dict)

    def found(self) -> dict[str, Hint]:
        """By output: what would help. For a function that raises, by its own name."""
        spec = self.student.spec
        calls = [call for call in calls_at_desk(self.student, also_failed=True) if is_ordinary(call.case)]
        wrong = [(call, names) for call in calls if (names := self._wrong_in(call))]
        if not wrong or "rng" in wrong[0][0].case.inputs:
            return {}
        screen, names = min(wrong, key=lambda each: (self._is_small(each[0]), self._size(each[0].case)))
        helpful: dict[str, Hint] = {}
        for place, step, change in self._changes(screen):
            fixed = [name for name in names if name not in helpful] if self._may_go_on() else []
            fixed = self._right_after(place, change, screen, fixed)
            for call in calls if fixed else ():
                fixed = self._right_after(place, change, call, fixed) if fixed and call is not screen else fixed
            if fixed and self._is_no_chance(calls, fixed):
                helpful |= dict.fromkeys(fixed, _hint(place, step, change))
            if len(helpful) == len(names) or not self._may_go_on():
                break
        if screen.got.error:
            return {spec.name: helpful[names[0]]} if len(helpful) == len(names) else {}
        STATS.append((spec.name, self.runs, self.steps, len(helpful), len(names)))
        return helpful

    def _may_go_on(self):
        return self.runs < MOST_RUNS and self.steps < MOST_STEPS

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

    def _is_small(self, call):
        """Whether a call has too few numbers to choose by."""
        sizes = [np.size(value) for value in call.expected.values()]
        return max(sizes, default=ENOUGH) < ENOUGH

    def _size(self, case):
        return sum(np.size(value) for value in case.inputs.values())

    def _is_no_chance(self, calls, names):
        values = []
        for call in calls:
            for name in names[:1]:
                try:
                    values.append(np.ravel(call.right(self.student.spec, name)).astype(float))
                except Exception:  # what is right is not known
                    continue
        return np.unique(np.round(np.concatenate(values), 9)).size >= ENOUGH

    def _changes(self, screen) -> Iterator[tuple[Place, Step, Change]]:
        recorder = Recorder()
        try:
            self._run(screen.case, recorder)
        except TooLong:
            return
        except Exception:
            if not screen.got.error:
                return
        steps = list(recorder.steps.items())
        for place, step in steps:
            for change in changes_of(step):
                yield place, step, change
        others = list(self._arrays(recorder, screen.case))
        for place, step in steps:
            for name, value, where in others:
                for change in changes_with(step, name, where, value):
                    yield place, step, change
            for change in changes_after(step):
                yield place, step, change
        earlier = list(steps)
        for i, (place, step) in enumerate(steps):
            for other, before in earlier[:i]:
                name = f"what line {before.line} gives"
                if isinstance(before.result, np.ndarray) and before.result.size > 1:
                    where = lambda recorder, other=other: recorder.latest[other]  # noqa: E731
                    for change in changes_with(step, name, where, before.result):
                        yield place, step, change

    def _arrays(self, recorder, case):
        """Arrays that the function is given: a name, the value, and a function that finds it in any call."""
        names = {id_of(value): name for name, value in (case.inputs | case.upstream).items()}
        for path, value in _leaves(recorder.arguments):
            name = names.get(id_of(value)) or f"an array of shape {value.shape} in the cache"
            yield name, value, lambda r, path=path: _at(r.arguments, path)
            if value.ndim > 1:
                yield f"{name}, transposed", value.T, lambda r, path=path: _at(r.arguments, path).T

    def _right_after(self, place, change, call, names):
        """Which of these results are right in a call when a step is changed; what is unknown does not count against."""
        if not names:
            return []
        self.runs += 1
        recorder = Recorder(place, change.do)
        try:
            with np.errstate(all="ignore"):
                outputs = self._run(call.case, recorder)
        except Exception:  # the change does not go with the rest
            return []
        finally:
            self.steps += recorder.done
        right = []
        for name in names:
            try:
                expected = call.right(self.student.spec, name)
            except Exception:  # what is right is not known in this call
                right.append(name)
                continue
            if compare(name, outputs.get(name), expected, call.tolerance) is None:
                right.append(name)
        return right

    def _run(self, case: Case, recorder: Recorder):
        """Call the function with watched arrays; for a backward function only itself, with its forward's cache."""
        spec, functions = self.student.spec, self.student.functions
        watched = {spec.name: lambda *arguments: record(functions[spec.name], arguments, recorder)}
        if spec.kind != "backward":
            return call_forward(spec, case.inputs, dict(functions) | watched)[0]
        if id(case) not in self.caches:
            self.caches[id(case)] = call_forward(find(spec.forward), case.inputs, functions)[1]
        return call_backward(spec, case.upstream, self.caches[id(case)], dict(functions) | watched)[0]


def id_of(value):
    """What tells an array apart by its numbers."""
    return (np.shape(value), np.asarray(value).tobytes()) if isinstance(value, np.ndarray) else None


def _leaves(value, path=()):
    """Arrays in nested containers, with the way to each."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, (tuple, list)):
        for i, each in enumerate(value):
            yield from _leaves(each, (*path, i))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))


def _at(value, path):
    for key in path:
        value = value[key]
    return value


def _hint(place, step, change):
    where = f"in line {step.line}"
    text = source_of(place)
    detail = " ".join(filter(None, [change.detail, f"The step is `{text}`." if text else ""]))
    return Hint(change.code, change.sentence.format(where=where), detail)


def source_of(place: Place) -> str:
    """The text of the expression that a step stands for, if it can be found and is short."""
    import linecache

    positions = list(place.code.co_positions())[place.instruction // 2]
    first, last, start, end = positions
    if None in positions or first != last:
        return ""
    text = linecache.getline(place.code.co_filename, first).encode()[start:end].decode(errors="ignore").strip()
    return text if len(text) <= 70 else ""
