"""Plays students to the check, one JSON object a line: runs in the page's Python, and in that of the tests.

Kernels of the reference need Numba, which the page has not; here they are plain Python, for nothing calls them but
what misconceptions borrow.
"""

import json
import sys
import types
import warnings
from pathlib import Path

import numpy as np


def without_packages():
    """Let modules import Numba and Matplotlib where they are not; nothing draws."""
    numba = types.ModuleType("numba")
    numba.njit = lambda *given, **_: given[0] if given and callable(given[0]) else lambda function: function
    numba.prange = range
    matplotlib, pyplot = types.ModuleType("matplotlib"), types.ModuleType("matplotlib.pyplot")
    matplotlib.pyplot = pyplot
    exponential = types.ModuleType("solutions.exponential")  # which only Numba can compile
    exponential.exp_of_negative = np.exp
    made = (numba, matplotlib, pyplot, exponential)
    sys.modules |= {module.__name__: module for module in made}


def run_model_answers(path):
    """The functions that exercises ask for, by name; each exercise has a namespace of its own."""
    from autograder.registry import load

    found = {}
    for source in json.loads(Path(path).read_text()).values():
        namespace = {}
        exec(source, namespace)
        found |= {name: namespace[name] for name in load() if f"def {name}(" in source}
    return found


def play(model, names=None, searched=False):
    """The verdict and the sentences for every right answer and misconception, of some functions or of all.

    Parameters
    ----------
    model : dict of str to callable
        The model answers.
    names : collection of str, optional
    searched : bool
        Whether hints may try changes of single steps, which takes most of the time.
    """
    import solutions
    from autograder.checking.public_check import check_function
    from autograder.grading.judge.misconception_match import functions_with
    from autograder.hints import search_budget
    from autograder.registry import find, load
    from solutions.misconceptions import entries
    from solutions.right_answers import styles

    if not searched:
        search_budget.MOST_RUNS = 0
    for name, spec in load().items():
        if spec.kind == "task" or (names is not None and name not in names):
            continue
        players = [("model answer", model)]
        players += [(style, {**model, **functions}) for style, functions in styles() if name in functions]
        players += [(entry.name, functions_with(entry, solutions)) for entry in entries(name)]
        for player, functions in players:
            with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
                report = check_function(find(name), functions)
            yield {"function": name, "player": player, "passed": report.passed, "text": report.text()}


def main():
    """Print what `play` gives; arguments are the file of model answers and names of functions."""
    if sys.platform == "emscripten":
        without_packages()
    for each in play(run_model_answers(sys.argv[1]), set(sys.argv[2:]) or None):
        print(json.dumps(each), flush=True)


if __name__ == "__main__":
    main()
