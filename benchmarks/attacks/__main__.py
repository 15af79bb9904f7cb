"""The table of attacks: what each scores with stock nbgrader and with ours. `python -m benchmarks.attacks`.

Stock nbgrader runs the same notebooks with the same check in an open kernel.
What would harm this machine is not tried there.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from rich.console import Console
from rich.table import Table

from benchmarks.attacks import ATTACKS
from benchmarks.attacks.attack import ASSIGNMENT, WORTH
from benchmarks.grading import BIN, ROOT, STOCK, run_command, solved

PATIENCE = 180  # seconds for one submission with stock nbgrader


def main():
    """Grade every attack both ways and print the table."""
    console = Console(width=120)
    table = Table("attack", "deserves", "stock nbgrader", "before", "ours", title=f"points of {sum(WORTH.values())}")
    with tempfile.TemporaryDirectory() as folder:
        released = Path(folder) / "released"
        run_command(
            [BIN / "python", "-m", "autograder.grading.assignments.student_bundle", released / "student"],
            released / "course",
        )
        right = solved(released / "course" / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
        ours = _grade_all(Path(folder) / "ours", released / "course", right)
        for number, attack in enumerate(ATTACKS):
            stock = _stock(Path(folder) / f"stock-{number}", released / "course", attack, right)
            deserved, got = sum(attack.points.values()), ours[f"attack-{number}"]
            table.add_row(attack.name, f"{deserved:g}", stock, attack.before, f"{got:g}")
    console.print(table)


def _grade_all(root, released, right):
    shutil.copytree(released, root)
    for number, attack in enumerate(ATTACKS):
        _submit(root, f"attack-{number}", attack.make(right))
    for number, attack in enumerate(ATTACKS):  # when all have handed in: some refer to others
        if attack.arrange:
            attack.arrange(root / "submitted" / f"attack-{number}" / ASSIGNMENT)
    command = [BIN / "autograder", "grade", ASSIGNMENT]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"COURSE_ROOT": str(root)}, capture_output=True)
    return _points(root)


def _stock(root, released, attack, right):
    if not attack.harmless or attack.arrange:
        return "not tried: nothing keeps it from this machine"
    shutil.copytree(released, root)
    (root / "nbgrader_config.py").write_text(STOCK.format(root=str(root)).replace("120", "20"))
    _submit(root, "attacker", attack.make(right))
    _submit(root, "honest", right)
    start = time.monotonic()
    try:
        command = [BIN / "nbgrader", "autograde", ASSIGNMENT]
        path = {"PATH": f"{BIN}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, timeout=PATIENCE, env=os.environ | path
        )
    except subprocess.TimeoutExpired:
        return f"still grading after {PATIENCE} s"
    points, lines = _points(root), []
    lines.append(f"{points['attacker']:g}" if "attacker" in points else "no score")
    if points.get("honest") != sum(WORTH.values()):
        lines.append("the class is not graded on")
    if done.returncode:
        lines.append(f"the command fails after {time.monotonic() - start:.0f} s")
    return ", ".join(lines)


def _submit(root, student, content):
    folder = root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / f"{ASSIGNMENT}.ipynb").write_bytes(content)


def _points(root):
    """Points of the four checks by student, for those whose graded notebook is there."""
    found = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for folder in (root / "autograded").glob(f"*/{ASSIGNMENT}"):
            student = folder.parent.name
            try:
                submission = gradebook.find_submission(ASSIGNMENT, student)
            except MissingEntry:
                continue
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades if grade.name in WORTH]
            found[student] = sum(grade.auto_score or 0 for grade in grades)
    return found


if __name__ == "__main__":
    main()
