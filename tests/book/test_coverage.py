"""Has every topic, worked number and erratum of the five lectures a home in the book?

`book/coverage.tsv` lists them: 000 is METU's CENG 501, 001 the slides on neural networks, 002 I2DL, 003 Neychev's
lecture, 004 PV021. Pages name what they treat in comments: `% topic: 004.19`, `% example: K25`, `% erratum: EK1`;
`% skipped: K40 why` is the home of a number that teaches nothing.
"""

import csv
import re

import pytest

from tests.book.chapters import BOOK, PAGES, parts

with (BOOK / "coverage.tsv").open(newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


SKIPPED = re.compile(r"(?:[A-Z]+[\w.-]*\d\w*[ ,]+)*")  # the ids before the reason


def labelled(kind):
    """Return the ids that the pages name under a kind, each with its pages."""
    found = {}
    for path in PAGES:
        for part, line in parts(path):
            name, _, rest = line.partition(": ")
            if part == "label" and name == "skipped" and kind == "example":
                rest = SKIPPED.match(rest)[0].replace(",", " ")
            elif part != "label" or name != kind:
                continue
            for each in rest.split():
                found.setdefault(each, []).append(path.name)
    return found


@pytest.mark.parametrize("kind", ["topic", "example", "erratum"])
def test_everything_in_the_lectures_has_a_home(kind):
    homes = labelled(kind)
    missing = [f"{row['id']} {row['what']}" for row in ROWS if row["kind"] == kind and row["id"] not in homes]
    assert not missing, f"{len(missing)} without a home: {missing}"


@pytest.mark.parametrize("kind", ["topic", "example", "erratum"])
def test_labels_name_what_exists(kind):
    known = {row["id"] for row in ROWS}
    unknown = {each: pages for each, pages in labelled(kind).items() if each not in known}
    assert not unknown
