"""A copy of the course's code in which one reference is wrong, to be mended in mid-term."""

import shutil
from pathlib import Path

REFERENCE = Path("solutions/normalization/batchnorm.py")
FUNCTION = "batchnorm_forward"
RIGHT = "momentum * running_mean + rest * mean, momentum * running_var + rest * var"
WRONG = "rest * running_mean + momentum * mean, rest * running_var + momentum * var"  # the momentum of PyTorch
NEEDED = ("autograder", "solutions", "exercises", "book", "nbgrader_config.py", "requirements.txt")
UNNEEDED = shutil.ignore_patterns("page", "mathjax", "vega", "fonts")  # of the book


def copy_code(root: Path, place: Path) -> None:
    """Copy what grading needs, with compiled files, and make the reference wrong.

    Parameters
    ----------
    root : Path
        The checkout.
    place : Path
        Made anew.
    """
    place.mkdir(parents=True)
    for name in NEEDED:
        if (root / name).is_dir():
            shutil.copytree(root / name, place / name, ignore=UNNEEDED)
        else:
            shutil.copy2(root / name, place / name)
    text = (root / REFERENCE).read_text(encoding="utf-8")
    if text.count(RIGHT) != 1:
        raise ValueError(f"expected once in {REFERENCE}: {RIGHT}")
    (place / REFERENCE).write_text(text.replace(RIGHT, WRONG), encoding="utf-8")


def mend(root: Path, place: Path) -> None:
    """Put the right reference into the copy."""
    shutil.copy2(root / REFERENCE, place / REFERENCE)
