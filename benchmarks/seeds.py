"""One verdict for every seed: `python -m benchmarks.seeds` grades all right answers and misconceptions with many seeds.

A verdict is the part of the points that an examination gives. The large, timed question is left out: it is the same
for every seed but for its numbers, and takes most of the time.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import solutions
from autograder.grading.assignments.prerequisites_file import run_model_answers
from autograder.grading.judge.misconception_match import functions_with
from autograder.registry import find, load
from autograder.verdict.invocation import Functions
from benchmarks.mutants.judging import credit, quietly, untimed
from solutions.misconceptions import entries
from solutions.right_answers import styles

SEEDS = range(20)
EXERCISES = Path(__file__).parents[1] / "exercises"


def players(name: str, model: Functions) -> Iterator[tuple[str, Functions, bool]]:
    """All that plays a function: its name, the functions, and whether they are right.

    Parameters
    ----------
    model : dict of str to callable
        The model answers, for what a style does not have.
    """
    yield "model answer", model, True
    for style, functions in styles():
        if name in functions:
            yield style, {**model, **functions}, True
    for entry in entries(name):
        yield entry.name, functions_with(entry, solutions), False


def credits(name: str, model: Functions, seeds: range = SEEDS) -> Mapping[tuple[str, bool], set[float]]:
    """The credits that the players of a function get, each by its name and whether it is right.

    All players answer the same challenges of a seed.
    """
    spec, found = find(name), {}
    with quietly():
        asked = [untimed(spec, seed) for seed in seeds]
        for player, functions, is_right in players(name, model):
            found[player, is_right] = {credit(spec, challenges, functions) for challenges in asked}
    return found


def main():
    """Print what has more than one verdict, what is right and not full, what is wrong and full, and the sums."""
    model = run_model_answers(EXERCISES)
    names = [name for name, spec in load().items() if spec.kind != "task"]
    count, several, unfair = 0, set(), 0
    for name in names:
        for (player, is_right), found in credits(name, model).items():
            count += 1
            several |= {name} if len(found) > 1 else set()
            wrong = found != {1.0} if is_right else 1.0 in found
            unfair += wrong
            if len(found) > 1 or wrong:
                print(f"{name}: {player} ({'right' if is_right else 'wrong'}) gets {sorted(found)}")
    print(f"functions {len(names)}, right and wrong answers {count}, seeds {len(SEEDS)}")
    print(f"functions with more than one verdict for one answer {len(several)}")
    print(f"answers that are right and not full, or wrong and full {unfair}")


if __name__ == "__main__":
    main()
