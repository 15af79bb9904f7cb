"""The misconceptions, each played by a student: `python -m benchmarks.misconceptions` prints who catches and names it.

At the desk an entry is named if the finding has the code that the entry asks for, or a reason where the entry asks for
a place only. It is explained if something is said beyond bare numbers. In grading it is named if the report holds its
own sentence and no other, for every seed.
"""

import warnings

import numpy as np

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.misconception_match import functions_with
from autograder.registry import find, load
from autograder.verdict.findings import Finding
from solutions.misconceptions import entries

SEEDS = range(3)
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
        bool(codes - {Finding.VALUE}),
        all(not report.passed for report in graded),
        all(report.explanations == [entry.says] for report in graded),
    )


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
