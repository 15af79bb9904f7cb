"""First-order mutants of all model answers: `python -m benchmarks.mutants [FUNCTION ...]` prints who refuses them.

A mutant counts if it raises, changes its arguments, or gives other results than the model answer on a wide random domain
by more than the tolerance of grading; another valid answer (the slope at a kink, the split of a tie) is none. It is
refused in grading if it is for every seed, explained if the desk says more than that numbers are off or that it raised.
With --fast nothing is explained.
"""

import argparse
import ast
import contextlib
import io
import os
import resource
import signal
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
MEMORY = 4 << 30


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


def fates_of(name: str, explain: bool) -> list[Fate]:
    """What became of the mutants of one function."""
    spec, answers = find(name), Answers(_exercise_of(name))
    with _limited(), quietly(), contextlib.redirect_stdout(io.StringIO()):
        model = answers.functions()
        domain = wide_cases(spec, model, np.random.default_rng(1))
        challenges = [untimed(spec, seed) for seed in SEEDS]
        mutants = [mutant for part in answers.parts(name) for mutant in mutants_of(part)]
        found = [_fate(spec, mutant, answers, model, domain, challenges, explain) for mutant in mutants]
    return [fate for fate in found if fate]


def _fate(spec, mutant, answers, model, domain, challenges, explain):
    fate = Fate(spec.name, mutant)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        functions = model | {spec.name: answers.functions(mutant.source)[spec.name]}
        if not any(_differs(spec, case, right, functions) for case, right in domain):
            return None
        fate.grading = all(refused_in_grading(spec, each, functions) for each in challenges)
        fate.desk, fate.explained = refused_at_desk(spec, functions, explain)
    except TooLong:
        pass
    except SyntaxError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return fate


def _differs(spec, case, right, functions):
    got = answer(spec, case, functions)
    return bool(got.error or got.changed or differences(spec, case, got, right, EXACT))


def _exercise_of(name):
    texts = (text for text in EXERCISES.glob("*/*.md") if f"def {name}(" in text.read_text(encoding="utf-8"))
    return next(texts).parent


@contextlib.contextmanager
def _limited():
    """Endless loops end, and arrays that fill the memory are errors of the mutant."""

    def stop(*_):
        raise TooLong

    kept = signal.signal(signal.SIGVTALRM, stop)
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGVTALRM, kept)


def main():
    """Print survivors with their line, one row a kind of mutant, and the sums."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("functions", nargs="*", help="only these, else all")
    parser.add_argument("--fast", action="store_true", help="explain nothing")
    options = parser.parse_args()
    names = options.functions or [name for name, spec in load().items() if spec.kind != "task"]
    fates = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(fates_of, names, [not options.fast] * len(names)):
            fates += found
    for fate in fates:
        if not (fate.desk and fate.grading):
            who = " and ".join(["the desk"] * (not fate.desk) + ["grading"] * (not fate.grading))
            print(f"{fate.function}: {fate.mutant.before}  ->  {fate.mutant.after}  [{fate.mutant.kind}; passes {who}]")
    _print_sums(fates)
    sys.exit(not all(fate.desk and fate.grading for fate in fates))


def _print_sums(fates):
    print(
        f"{'kind':28}"
        + "".join(f"{column:>20}" for column in ("mutants", "refused at desk", "in grading", "explained"))
    )
    kinds = Counter(fate.mutant.kind for fate in fates)
    for kind in [*(kind for kind, _ in kinds.most_common()), "all"]:
        chosen = [fate for fate in fates if kind in ("all", fate.mutant.kind)]
        sums = (sum(values) for values in zip(*((1, f.desk, f.grading, f.explained) for f in chosen), strict=True))
        print(f"{kind:28}" + "".join(f"{number:20d}" for number in sums))


if __name__ == "__main__":
    main()
