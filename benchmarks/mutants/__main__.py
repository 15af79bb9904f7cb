"""First-order mutants of all model answers: `python -m benchmarks.mutants [FUNCTION ...]` prints who refuses them.

A mutant counts if it raises, changes its arguments, or gives other results than the model answer on a wide random
domain by more than the tolerance of grading; another valid answer (the slope at a kink, the split of a tie) is none. It
is refused in grading if it is for every seed, explained if the desk says more than that numbers are off or that it
raised. With --fast nothing is explained.
"""

import argparse
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from autograder.registry import load
from benchmarks.mutants.fates import fates_of

COLUMNS = ("mutants", "refused at desk", "in grading", "explained")


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


def _print_sums(fates):
    print(f"{'kind':28}" + "".join(f"{column:>20}" for column in COLUMNS))
    kinds = Counter(fate.mutant.kind for fate in fates)
    for kind in [*(kind for kind, _ in kinds.most_common()), "all"]:
        chosen = [fate for fate in fates if kind in ("all", fate.mutant.kind)]
        sums = (sum(values) for values in zip(*((1, f.desk, f.grading, f.explained) for f in chosen), strict=True))
        print(f"{kind:28}" + "".join(f"{number:20d}" for number in sums))


if __name__ == "__main__":
    main()
