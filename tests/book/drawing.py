"""Runs the cells of assignments with the model answers in the page's notebook; prints what draws, a JSON object a line.

`python -m tests.book.drawing MODEL [assignments]`, with the page's own modules on the path before Matplotlib's.
"""

import json
import os
import re
import sys
import types
from pathlib import Path

from tests.book.in_page import run_model_answers

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
BUNDLE = EXERCISES.parent / "_build" / "student"  # with the data that cells read
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?::[^\n]*\n)*(.*?)^```", re.S | re.M)


def run(shell, cell):
    """Run a cell that waits for nothing; whether it came to its end."""
    try:
        shell.run(cell).send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("the cell waits for something")


def play(assignment):
    """Yield, for each cell that draws, its place and what it shows; also each cell that fails."""
    import page_shell

    shown = []
    page_shell.SHELL = shell = page_shell.Shell(lambda kind, content: shown.append((kind, content)))
    main = types.ModuleType("__main__")
    shell.user_ns = vars(main)
    os.chdir(BUNDLE / assignment)
    for number, cell in enumerate(CELL.findall((EXERCISES / assignment / f"{assignment}.md").read_text())):
        shown.clear()
        ok = run(shell, cell) if not cell.lstrip().startswith("check(") else True
        displays = [content["data"].get("text/html", "") for kind, content in shown if kind == "display"]
        figures = [text for text in displays if "page-figure" in text]
        said = [content["text"] for kind, content in shown if kind == "error"]
        if figures or not ok or re.search(r"\bplt\.\w+\(", cell):
            yield {"assignment": assignment, "cell": number, "figures": figures, "said": said, "code": cell}


def main():
    """Print what `play` gives for some assignments, or all."""
    answers = types.ModuleType("earlier")
    vars(answers).update(run_model_answers(sys.argv[1]))
    sys.modules["earlier"] = answers
    for assignment in sys.argv[2:] or sorted(path.name for path in EXERCISES.iterdir() if path.is_dir()):
        for each in play(assignment):
            print(json.dumps(each), flush=True)


if __name__ == "__main__":
    main()
