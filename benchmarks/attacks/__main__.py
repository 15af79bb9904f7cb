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
from benchmarks.grading import BIN, ROOT, STOCK, run_command, solved

PATIENCE = 180  # seconds for one submission with stock nbgrader


def main():
    """Grade every attack both ways and print the table."""
    console = Console(width=120)
    table = Table("attack", "deserves", "stock nbgrader", "before", "ours", title="points")
    with tempfile.TemporaryDirectory() as folder:
        released = Path(folder) / "released"
        run_command(
            [BIN / "python", "-m", "autograder.grading.assignments.student_bundle", released / "student"],
            released / "course",
        )
        sources = released / "course" / "source"
        names = sorted({attack.assignment for attack in ATTACKS})
        right = {name: solved(sources / name / f"{name}.ipynb") for name in names}
        ours = _grade_all(Path(folder) / "ours", released / "course", right)
        for number, attack in enumerate(ATTACKS):
            stock = _stock(Path(folder) / f"stock-{number}", released / "course", attack, right)
            deserved, got = sum(attack.points.values()), _earned(attack, ours[_student(number)])
            table.add_row(attack.name, f"{deserved:g}", stock, attack.before or "not measured", f"{got:g}")
    console.print(table)


def _student(number):
    return ATTACKS[number].student or f"attack-{number}"


def _grade_all(root, released, right):
    shutil.copytree(released, root)
    for number, attack in enumerate(ATTACKS):
        _submit(root, _student(number), attack.assignment, attack.make(right[attack.assignment]))
    for number, attack in enumerate(ATTACKS):  # when all have handed in: some refer to others
        if attack.arrange:
            attack.arrange(root / "submitted" / _student(number) / attack.assignment)
    command = [BIN / "autograder", "grade", *right]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"COURSE_ROOT": str(root)}, capture_output=True)
    return _points(root)


def _stock(root, released, attack, right):
    if not attack.harmless or attack.arrange:
        return "not tried: nothing keeps it from this machine"
    shutil.copytree(released, root)
    (root / "nbgrader_config.py").write_text(STOCK.format(root=str(root)).replace("120", "20"))
    model = right[attack.assignment]
    attacker = attack.student or "attacker"
    _submit(root, attacker, attack.assignment, attack.make(model))
    _submit(root, "honest", attack.assignment, model)
    start = time.monotonic()
    try:
        command = [BIN / "nbgrader", "autograde", attack.assignment]
        path = {"PATH": f"{BIN}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, timeout=PATIENCE, env=os.environ | path
        )
    except subprocess.TimeoutExpired:
        return f"still grading after {PATIENCE} s"
    points, lines = _points(root), []
    lines.append(f"{_earned(attack, points[attacker]):g}" if attacker in points else "no score")
    if not _is_graded(points.get("honest", {})):
        lines.append("the class is not graded on")
    if done.returncode:
        lines.append(f"the command fails after {time.monotonic() - start:.0f} s")
    return ", ".join(lines)


def _submit(root, student, assignment, content):
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / f"{assignment}.ipynb").write_bytes(content)


def _earned(attack, scores):
    """Points of the checks that an attack is about."""
    return sum(score for name, (score, _) in scores.items() if name in attack.points)


def _is_graded(scores):
    """Whether every check of an honest submission has its points."""
    return bool(scores) and all(score == worth for score, worth in scores.values())


def _points(root):
    """For each student the points of the checks and what they are worth, where the graded notebook is there."""
    found = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for folder in (root / "autograded").glob("*/*"):
            student, assignment = folder.parts[-2:]
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                continue
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            found[student] = {
                grade.name: (grade.auto_score or 0, grade.max_score)
                for grade in grades
                if grade.name.startswith("check-")
            }
    return found


if __name__ == "__main__":
    main()
