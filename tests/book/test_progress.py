"""Is it said what is done, how much is left, and how it ended?"""

import pytest

from book.tools.progress import Progress


def test_steps_that_are_done_and_left_are_counted(capsys):
    with Progress("Grading", 4) as progress:
        progress.step()
        assert progress.state.startswith("1 of 4, ") and "left" in progress.state
    first, last = capsys.readouterr().out.splitlines()
    assert first == "Grading: ..." and last.startswith("Grading: done after")


def test_what_goes_on_beside_it_is_said():
    assert Progress("Grading", 24, lambda: 30, lambda: "the book: 3 of 9").state.endswith("left; the book: 3 of 9")
    assert "24 of 24" in Progress("Grading", 24, lambda: 30).state


def test_what_fails_is_not_called_done(capsys):
    with pytest.raises(KeyError), Progress("Grading"):
        raise KeyError
    assert "stopped after" in capsys.readouterr().out
