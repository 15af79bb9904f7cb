"""The misconceptions, each played by a student: `python -m benchmarks.misconceptions` prints who catches and names it.

At the desk an entry is named if the finding has the code that the entry asks for, or a reason where the entry asks for
a place only. In grading it is named if the report holds its own sentence and no other, for every seed.

At the desk an entry is explained if the first message holds a reason, and not only what the numbers or the shape are:
a hint's sentence, what an exception means and in which line, a convention, that the forward function comes first, what
was changed in place or costs too much, what must hold of entries that are free at a tie or a kink, or for a choice
among many right answers the sentence that says why this is none. NaN alone, numbers alone and a shape alone explain
nothing.
"""

import warnings

import numpy as np

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.misconception_match import functions_with
from autograder.registry import find, load
from autograder.verdict.findings import FORWARD_FIRST, Finding
from autograder.verdict.messages import messages
from solutions.misconceptions import entries

SEEDS = range(3)
TELLING = FORWARD_FIRST | {  # codes whose sentence is a reason without any hint
    Finding.TYPE,
    Finding.DTYPE,
    Finding.INVALID,
    Finding.ERROR,
    Finding.INPUT_CHANGED,
    Finding.CACHE_CHANGED,
    Finding.IGNORES_ARGUMENT,
    Finding.TIES,
    Finding.TOO_COSTLY,
}
COLUMNS = ("entries", "desk: refused", "desk: named", "desk: explained", "grading: refused", "grading: named")


def play(entry):
    """Whether an entry is refused, named and explained at the desk, and refused and named in grading: five booleans."""
    functions = functions_with(entry, solutions)
    at_desk = check_function(find(entry.function), functions)
    codes = {mismatch.code for mismatch in at_desk.mismatches}
    graded = [_graded(entry, functions, seed) for seed in SEEDS]
    return (
        not at_desk.passed,
        entry.is_named_by(codes),
        is_explained(at_desk),
        all(not report.passed for report in graded),
        all(report.explanations == [entry.says] for report in graded),
    )


def is_explained(report):
    """Whether the first message at the desk holds a reason."""
    said = messages(report.mismatches)
    return bool(said) and any(each.reason or each.code in TELLING for each in said[0].mismatches)


def _graded(entry, functions, seed):
    examination = Examination(entry.function, solutions, np.random.default_rng(seed))
    answer_challenges(entry.function, functions, examination.reply)
    return examination.report()


def main():
    """Print one row a function, the sum, and the entries that are not named."""
    print(f"{'function':28}" + "".join(f"{column:>18}" for column in COLUMNS))
    total, unnamed = np.zeros(len(COLUMNS), int), []
    for name in load():
        row = np.zeros_like(total)
        for entry in entries(name):
            refused, named, explained, *graded = play(entry)
            row += (1, refused, named, explained, *graded)
            if not all([refused, named, *graded]):
                unnamed.append(f"{entry.name} (desk expected: {entry.desk})")
        total += row
        if row.any():
            print(_line(name, row))
    print(_line("all", total))
    print("not refused and named by both:", ", ".join(unnamed) or "none")


def _line(name, numbers):
    return f"{name:28}" + "".join(f"{number:18d}" for number in numbers)


if __name__ == "__main__":
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        main()
