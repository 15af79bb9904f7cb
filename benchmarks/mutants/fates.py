"""What becomes of the mutants of a model answer: who refuses them, and whether they are mutants at all."""

import ast
import contextlib
import io
import resource
import signal
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import psutil

from autograder.grading.assignments.prerequisites_file import model_answers
from autograder.registry import find, load
from autograder.verdict.comparison import EXACT, differences
from autograder.verdict.invocation import answer
from benchmarks.mutants.judging import quietly, refused_at_desk, refused_in_grading, untimed
from benchmarks.mutants.mutation import Mutant, mutants_of
from benchmarks.mutants.wide_domain import wide_cases

EXERCISES = Path(__file__).parents[2] / "exercises"
SEEDS = range(3)
SECONDS = 5  # of the processor, for all calls of a mutant; model answers take less than a tenth of one
MEMORY = 4 << 30  # beyond what the process has


@dataclass
class Fate:
    """What became of a mutant that counts."""

    function: str
    mutant: Mutant
    desk: bool = True
    grading: bool = True
    explained: bool = False


class TooLong(BaseException):
    """A mutant that does not end; no `except Exception` of a judge takes it for an error."""


class Answers:
    """The model answers of an exercise, and copies of them with one function changed."""

    def __init__(self, exercise: Path):
        self.source = model_answers(exercise)
        self.code = compile(self.source, exercise.name, "exec")
        self.definitions = {
            node.name: node for node in ast.parse(self.source).body if isinstance(node, ast.FunctionDef)
        }

    def functions(self, changed: str = "") -> dict:
        """A fresh namespace, with one definition replaced."""
        namespace: dict = {}
        exec(self.code, namespace)
        exec(changed, namespace)
        return namespace

    def parts(self, name: str) -> list[ast.FunctionDef]:
        """The definition of a function, and of what it calls that no exercise asks for."""
        found, left = [], [name]
        while left:
            definition = self.definitions[left.pop()]
            found.append(definition)
            used = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
            known = {each.name for each in found} | load().keys() | set(left)
            left += sorted((used & self.definitions.keys()) - known)
        return found


def fates_of(name: str, explain: bool = False) -> list[Fate]:
    """What became of the mutants of one function, without those that are no mutants.

    Parameters
    ----------
    explain : bool
        Whether the desk is asked for hints.
    """
    with _limited():
        trial = Trial(name)
        return [fate for mutant in trial.mutants() if trial.counts(mutant) and (fate := trial.judged(mutant, explain))]


def survivors(name: str, kinds: Collection[str]) -> list[Fate]:
    """The mutants of some kinds that the desk or grading accepts; the wide domain is asked for those only."""
    with _limited():
        trial = Trial(name)
        fates = [trial.judged(mutant) for mutant in trial.mutants() if mutant.kind in kinds]
        return [fate for fate in fates if not (fate.desk and fate.grading) and trial.counts(fate.mutant)]


class Trial:
    """A function's model answer, its mutants, and the questions that they are asked."""

    def __init__(self, name: str):
        self.spec, self.answers = find(name), Answers(_exercise_of(name))
        self.model = self.answers.functions()
        self.challenges = [untimed(self.spec, seed) for seed in SEEDS]

    @cached_property
    def domain(self) -> list:
        """Cases of the wide domain with the right outputs."""
        with quietly():
            return wide_cases(self.spec, self.model, np.random.default_rng(1))

    def mutants(self) -> list[Mutant]:
        """All mutants of the function and of what it calls."""
        return [mutant for part in self.answers.parts(self.spec.name) for mutant in mutants_of(part)]

    def functions(self, mutant: Mutant) -> dict:
        """The model answers, with the mutant in the place of the function."""
        changed = self.answers.functions(mutant.source)
        return self.model | {self.spec.name: changed[self.spec.name]}

    def counts(self, mutant: Mutant) -> bool:
        """Whether it differs from the model answer anywhere on the wide domain; one that does not end does."""
        domain = self.domain
        with _timed() as ended:
            try:
                functions = self.functions(mutant)
            except SyntaxError:
                return False
            return any(_differs(self.spec, case, right, functions) for case, right in domain)
        return not ended

    def judged(self, mutant: Mutant, explain: bool = False) -> Fate:
        """Who refuses it; one that does not end is refused by the limits of both."""
        fate = Fate(self.spec.name, mutant)
        with _timed():
            try:
                functions = self.functions(mutant)
            except SyntaxError:
                return fate
            grading = all(refused_in_grading(self.spec, each, functions) for each in self.challenges)
            fate.desk, fate.explained = refused_at_desk(self.spec, functions, explain)
            fate.grading = grading
        return fate


def _differs(spec, case, right, functions):
    got = answer(spec, case, functions)
    return bool(got.error or got.changed or differences(spec, case, got, right, EXACT))


def _exercise_of(name):
    texts = (text for text in EXERCISES.glob("*/*.md") if f"def {name}(" in text.read_text(encoding="utf-8"))
    return next(texts).parent


@contextlib.contextmanager
def _timed() -> Iterator[list]:
    """End what does not end; then the list is empty, else it has an entry."""
    ended: list[bool] = []
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with quietly(), contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(TooLong):
            yield ended
            ended.append(True)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@contextlib.contextmanager
def _limited():
    """Endless loops end, and arrays that fill the memory are errors of the mutant."""

    def stop(*_):
        raise TooLong

    kept = signal.signal(signal.SIGVTALRM, stop)
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGVTALRM, kept)
