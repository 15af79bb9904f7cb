"""Play a whole term: a class of 300, three assignments, rules that change, and grades at the end.

`python -m autograder.grading.term [--students N]`. All of it lies below
`_build/term`; each command that an instructor would type is printed.
"""

import argparse
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import autograder
from autograder.grading.term import desk
from autograder.grading.term.events import Term
from autograder.grading.term.outcome import mistakes
from autograder.grading.term.people import MOST

ROOT = Path(autograder.__file__).parents[1]
PLACE = ROOT / "_build" / "term"
PARTS = {"code", "course", "inbox"}  # of a term


def main(arguments: list[str] | None = None) -> int:
    """Play the term; the exit code is 1 if a mark at its end is not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=300, help="how many are on the roster (300)")
    parser.add_argument("--to", type=Path, default=PLACE, help="the folder, made anew")
    options = parser.parse_args(arguments)
    if not 8 <= options.students <= MOST:
        parser.error(f"expected 8 to {MOST} students, got {options.students}")
    place = options.to.resolve()
    if place.exists() and not (place.is_dir() and {each.name for each in place.iterdir()} <= PARTS):
        parser.error(f"expected an empty folder, or one with a term in it, to be made anew, got {place}")
    shutil.rmtree(place, ignore_errors=True)
    began = time.monotonic()
    term = Term(ROOT, place, options.students, datetime.now(UTC).replace(microsecond=0) - timedelta(weeks=10))
    try:
        term.play()
        wrong = list(mistakes(term))
    except desk.CommandFailed as error:
        wrong = [str(error)]
    print(f"\nThe term took {time.monotonic() - began:.0f} s; its largest process had {desk.most_memory():.0f} MB.")
    for sentence in wrong:
        print(f"not as it should be: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
