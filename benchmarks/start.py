"""How soon the reference is ready: `python -m benchmarks.start` times it in fresh processes, with a warm cache on disk.

Printed for each assignment: the import of Numba, what `import solutions` adds, and the first call of every function
that the assignment asks for, forward and backward.
"""

import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.registry import load

ROOT = Path(__file__).parents[1]
SCRIPT = """
import sys, time
start = time.perf_counter()
import numba
numba_in = time.perf_counter()
import solutions
solutions_in = time.perf_counter()
import numpy as np
from autograder.verdict.invocation import answer, upstream_of
from autograder.registry import find
seconds = 0.0
for name in sys.argv[1:]:
    spec, rng = find(name), np.random.default_rng(0)
    functions = {other: getattr(solutions, other) for other in spec.functions}
    case = spec.cases(rng)[0]
    begin = time.perf_counter()
    case = upstream_of(spec, case, functions, rng) if spec.kind == "backward" else case
    answer(spec, case, functions)
    seconds += time.perf_counter() - begin
print(numba_in - start, solutions_in - numba_in, seconds)
"""


def main():
    """Print one row an assignment."""
    table = Table("assignment", "functions", "import numba, s", "import solutions adds, s", "first calls, s")
    for text in sorted((ROOT / "exercises").glob("*/*.md")):
        source = text.read_text(encoding="utf-8")
        names = [name for name, spec in load().items() if spec.kind != "task" and f"def {name}(" in source]
        _seconds(names)  # fills the cache
        times = sorted(_seconds(names) for _ in range(3))[1]
        table.add_row(text.stem, str(len(names)), *(f"{value:.2f}" for value in times))
    Console(width=110).print(table)


def _seconds(names):
    done = subprocess.run([sys.executable, "-c", SCRIPT, *names], cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(value) for value in done.stdout.split()]


if __name__ == "__main__":
    main()
