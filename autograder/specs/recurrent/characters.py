"""Task: an LSTM that predicts the next character of a text."""

import re
from collections import Counter

import numpy as np

from autograder.specification import Argument, Case, Spec, Task
from autograder.verdict.tasks import array_problem

STEPS = 24
HELD_OUT = 0.2
MARGIN = 0.1  # nats; an LSTM that remembers one character reaches 0, the model answer 0.8, plain SGD about 0.6
WORDS = 40  # of an invented language: fewer than a text has, so that pieces that are held out have no unknown ones
LETTERS = 12
MOST_UNITS = 512


def read(path):
    """The text."""
    return path.read_text(encoding="utf-8")


def draw(rng, text):
    """The text in an invented language, cut into sequences, some of them held out: no weights know its spelling."""
    codes = np.unique(_respelled(rng, text), return_inverse=True)[1]
    codes = rng.permutation(codes.max() + 1)[codes]
    count = (len(codes) - 1) // STEPS
    x, y = (codes[start : start + count * STEPS].reshape(count, STEPS) for start in (0, 1))
    order = rng.permutation(count)
    held, kept = np.split(order, [int(HELD_OUT * count)])
    inputs = {"x_train": x[kept], "y_train": y[kept], "vocabulary_size": int(codes.max()) + 1}
    return Case(f"{len(kept)} sequences to learn from", inputs, hidden={"x": x[held], "y": y[held]})


def _respelled(rng, text):
    """Every word spelled anew, with letters from 1 on and a 0 after it; rare words stand for frequent ones."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    frequent = [word for word, _ in Counter(words).most_common()]
    invented = [rng.integers(1, LETTERS + 1, size=len(word)).tolist() for word in frequent[:WORDS]]
    others = rng.integers(0, len(invented), size=len(frequent)).tolist()
    spelling = {word: invented[rank if rank < WORDS else others[rank]] for rank, word in enumerate(frequent)}
    return [letter for word in words for letter in (*spelling[word], 0)]


def judge(case, outputs, functions):
    """Run an LSTM with these weights over the held-out text and compare it with counts of pairs."""
    problem = _misfit(outputs, case.inputs["vocabulary_size"])
    if problem:
        return problem
    reached = _reached(case, outputs, functions)
    pairs = pair_entropy(case.inputs, case.hidden["x"], case.hidden["y"])
    if reached < pairs - MARGIN:
        return ""
    return (
        f"the cross-entropy on text that the model has not seen is {reached:.2f} nats a character. Counting which "
        f"character follows which reaches {pairs:.2f}; less than {pairs - MARGIN:.2f} is asked for."
    )


def figure(case, outputs, functions):
    """The cross-entropy on text that the model has not seen."""
    return f"{_reached(case, outputs, functions):.2f} nats"


def _reached(case, outputs, functions):
    weights = {name: np.asarray(value, np.float64) for name, value in outputs.items()}
    return cross_entropy(weights, case.hidden["x"], case.hidden["y"], functions["lstm_forward"])


def cross_entropy(weights, x, y, lstm_forward):
    """Mean of minus the logarithm of the probability of the right next character, in nats."""
    start = np.zeros((len(x), len(weights["Wh"])))
    one_hot = np.eye(len(weights["Wx"]))[x]  # (N, T, V)
    with np.errstate(all="ignore"):
        h, _ = lstm_forward(one_hot, start, weights["Wx"], weights["Wh"], weights["b"])
        scores = h @ weights["w_out"] + weights["b_out"]
        scores = scores - scores.max(2, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(2, keepdims=True))
        return float(-np.take_along_axis(logs, y[..., None], axis=2).mean())


def pair_entropy(inputs, x, y):
    """The same for counts of pairs in the training text, mixed with counts of single characters (Witten and Bell)."""
    size = inputs["vocabulary_size"]
    pairs = np.zeros((size, size))
    np.add.at(pairs, (inputs["x_train"], inputs["y_train"]), 1)
    single = (pairs.sum(0) + 1) / (pairs.sum() + size)
    kinds = (pairs > 0).sum(1, keepdims=True) + 1
    return float(-np.log((pairs + kinds * single) / (pairs.sum(1, keepdims=True) + kinds))[x, y].mean())


def _misfit(outputs, size):
    hidden = next(iter(getattr(outputs.get("w_out"), "shape", ())), 0) or None
    if hidden and hidden > MOST_UNITS:
        return f"w_out has {hidden} rows, one a hidden unit; at most {MOST_UNITS} are allowed."
    gates = hidden and 4 * hidden
    shapes = {"w_out": (hidden, size), "b_out": (size,), "Wx": (size, gates), "Wh": (hidden, gates), "b": (gates,)}
    found = (array_problem(name, outputs.get(name), shape) for name, shape in shapes.items())
    return next(filter(None, found), "")


SPECS = (
    Spec(
        name="train_characters",
        kind="task",
        summary="Train an LSTM and an affine layer on top of it to predict the next character of a text.",
        arguments=(
            Argument(
                "x_train", "int array of shape (N, T)", "N pieces of text: a code from 0 to V - 1 for a character"
            ),
            Argument("y_train", "int array of shape (N, T)", "for every character of `x_train` the one that follows"),
            Argument("vocabulary_size", "int", "V, the number of different characters"),
        ),
        outputs=(
            Argument("Wx", "float array of shape (V, 4H)", "input weights of the LSTM; a character is a one-hot row"),
            Argument("Wh", "float array of shape (H, 4H)", "its recurrent weights, for as many units H as you like"),
            Argument("b", "float array of shape (4H,)", "its biases"),
            Argument("w_out", "float array of shape (H, V)", "weights from the hidden state to the scores"),
            Argument("b_out", "float array of shape (V,)", "biases of the scores"),
        ),
        points=8,
        section="recurrent/text#the-whole-network",
        needs=("lstm_forward",),
        note="Every sequence starts from states of zeros. The check runs an LSTM with your weights over text that you "
        "have not seen; the mean cross-entropy must be 0.1 nats below what counting pairs of characters reaches. "
        "How you find the weights from x_train and y_train is up to you. The check spells the words of the text anew, "
        "so weights that were found elsewhere do not fit. A vectorised answer takes about two seconds; 60 seconds of "
        "computing are allowed.",
        task=Task("alice.txt", read, draw, judge, figure),
    ),
)
