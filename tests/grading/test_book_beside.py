"""Does the demo hear of the book that is built beside it?"""

import sys

from autograder.grading.demo.book_beside import BookBeside


def python(code):
    return [sys.executable, "-c", code]


def test_a_book_that_fails_is_reported_in_its_own_words(tmp_path):
    with BookBeside(tmp_path, python("print('Running'); raise SystemExit('no such page')")) as book:
        assert "no such page" in book.wait()


def test_a_book_that_is_built_says_what_it_does_and_has_no_problem(tmp_path):
    with BookBeside(tmp_path, python("print('Running: 3 of 9'); print()")) as book:
        assert book.wait() == "" and book.state() == "the book: Running: 3 of 9"


def test_pages_that_were_not_run_are_told_of(tmp_path):
    said = "65 of 76 pages do not show yet what their cells give; `make book` runs them."
    with BookBeside(tmp_path, python(f"print('Running'); print({said!r}); print('The book: x')")) as book:
        assert (book.wait(), book.left()) == ("", said)


def test_a_book_does_not_outlive_the_demo(tmp_path):
    with BookBeside(tmp_path, python("import time; time.sleep(600)")) as book:
        pass
    assert book.process.returncode
