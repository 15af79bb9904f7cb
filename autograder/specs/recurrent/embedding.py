"""Word embedding: every word is a row of a table."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, n, t, v, d):
    x = rng.integers(0, v, size=(n, t))
    x.flat[-1] = x.flat[0]  # at least one word comes twice
    return Case(f"{n} sequences of {t} words, {v} words known, {d} features", {"x": x, "W": rng.normal(size=(v, d))})


def cases(rng):
    """Short and long sequences; some words come several times, others never."""
    return [_case(rng, 2, 4, 7, 3), _case(rng, 3, 5, 4, 2), _case(rng, 1, 3, 9, 5)]


def large(rng):
    """Many words, few of which occur; one-hot rows of them fit the budget."""
    v, d = int(rng.integers(1400, 1600)), 20
    return _case(rng, 4, 9, v, d), v * d // 2


LECTURE = {"x": np.array([[0, 2], [1, 0]]), "W": np.array([[1.0, -1, 0.5], [0, 2, 3], [4, 5, -6], [7, 8, 9]])}
REPEATED = {"x": np.array([[1, 1, 0, 1]]), "W": np.array([[0.5, 1], [2, -3]])}
FORWARD = Spec(
    name="word_embedding_forward",
    kind="forward",
    summary="Replace every word of a batch of sequences by its vector.",
    arguments=(
        Argument("x", "int array of shape (N, T)", "N sequences of T words: a code from 0 to V - 1 for a word"),
        Argument("W", "float array of shape (V, D)", "the table: row v is the vector of word v"),
    ),
    outputs=(Argument("out", "float array of shape (N, T, D)", "the vectors of the words"),),
    points=1,
    section="recurrent/text#vectors-for-words",
    cases=cases,
    examples=(
        Example(
            Case("two sequences of two words, four words known", LECTURE),
            {"out": np.array([[[1.0, -1, 0.5], [4, 5, -6]], [[0, 2, 3], [1, -1, 0.5]]])},
            "by hand: rows 0, 2, 1 and 0 of the table",
        ),
        Example(
            Case("the same word three times", REPEATED),
            {"out": np.array([[[2.0, -3], [2, -3], [0.5, 1], [2, -3]]])},
            "by hand",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the table of a word embedding.",
        points=2,
        section="recurrent/text#vectors-for-words",
        steps={
            "dW": "A word that occurs twice gets both contributions.",
        },
        large=large,
        note="A word that occurs several times gets the sum of the gradients of its places, a word that does not occur "
        "gets zeros. x holds whole numbers and has no gradient.",
        examples=(
            Example(
                Case(
                    "the same word three times", REPEATED, {"dout": np.array([[[1.0, 2], [3, 5], [-4, 0], [10, -1]]])}
                ),
                {"dW": np.array([[-4.0, 0], [14, 6]])},
                "by hand: 1 + 3 + 10 and 2 + 5 - 1",
            ),
        ),
    ),
)
