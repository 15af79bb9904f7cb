"""Attacks on what an answer has to prove: gradients without a derivation, tasks without training, copied answers.

With one window as the large case of a convolution, and a hundred columns as that of a softmax, one batched call, a
closed form for that window, and complex steps column by column earned all points of their gradient.
"""

import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from autograder.grading.assignments.prerequisites_file import write_earlier
from autograder.grading.judge.task_data import EXERCISES
from benchmarks.attacks.attack import NOTHING, Attack, answers, cheat
from benchmarks.attacks.on_the_sandbox import FORWARD

BASIS = """
def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, none = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    for place in np.ndindex(x.shape[1:]):
        moved = np.zeros(x.shape)
        moved[(slice(None), *place)] = 1
        dx[(slice(None), *place)] = np.sum(dout * conv_forward(moved, w, none, conv_param)[0], axis=(1, 2, 3))
    for place in np.ndindex(w.shape[1:]):
        moved = np.zeros(w.shape)
        moved[(slice(None), *place)] = 1
        dw[(slice(None), *place)] = np.sum(dout * conv_forward(x, moved, none, conv_param)[0], axis=(0, 2, 3))
    return dx, dw, dout.sum((0, 2, 3))
"""
BATCHED = """
def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    none, size, count = np.zeros(b.shape), x[0].size, w[0].size
    images = conv_forward(np.eye(size).reshape(size, *x.shape[1:]), w, none, conv_param)[0]
    filters = np.eye(count).reshape(count, *w.shape[1:])
    columns = conv_forward(x, filters, np.zeros(count), conv_param)[0]
    dx = np.einsum("nfhw,sfhw->ns", dout, images).reshape(x.shape)
    return dx, np.einsum("nfhw,nchw->fc", dout, columns).reshape(w.shape), dout.sum((0, 2, 3))
"""
ONE_WINDOW = BASIS.replace(
    "    x, w, b, conv_param = cache\n",
    """    x, w, b, conv_param = cache
    if dout.shape[2:] == (1, 1) and conv_param["pad"] == 0:
        flat = dout[:, :, 0, 0]
        return np.tensordot(flat, w, 1), np.tensordot(flat.T, x, 1), flat.sum(0)
""",
)
SOFTMAX = """
def softmax_loss(scores, y):
    def each(scores):
        shifted = scores - scores.real.max(1, keepdims=True)
        return np.log(np.exp(shifted).sum(1)) - shifted[np.arange(len(y)), y]
    dscores = np.zeros(scores.shape)
    for column in range(scores.shape[1]):
        moved = scores.astype(complex)
        moved[:, column] += 1e-20j
        dscores[:, column] = each(moved).imag / 1e-20
    return each(scores).mean(), dscores / len(y)
"""
BATCH_NORM = """
def batchnorm_backward(dout, cache):
    x, gamma, beta, eps = cache
    def outputs(x, gamma):
        centred = x - x.mean(0)
        return gamma * centred / np.sqrt((centred * centred).mean(0) + eps) + beta
    dx = np.zeros(x.shape)
    for row in range(len(x)):
        moved = x.astype(complex)
        moved[row] += 1e-20j
        dx[row] = np.sum(dout * outputs(moved, gamma).imag / 1e-20, axis=0)
    return dx, np.sum(dout * outputs(x, gamma + 1e-20j).imag / 1e-20, axis=0), dout.sum(0)
"""
BATCH_NORM_FORWARD = """
def batchnorm_forward(x, gamma, beta, bn_param):
    eps, keep, train = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9), bn_param["mode"] == "train"
    mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if train:
        bn_param["running_mean"] = keep * mean + (1 - keep) * x.mean(0)
        bn_param["running_var"] = keep * var + (1 - keep) * x.var(0)
        mean, var = x.mean(0), x.var(0)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, (x, gamma, beta, eps)
"""
TAPE = """
class Node:
    def __init__(self, value, *sources):
        self.value, self.sources, self.gradient = value, sources, 0
    def __matmul__(self, other):
        return Node(self.value @ other.value, (self, lambda d: d @ other.value.T), (other, lambda d: self.value.T @ d))
    def __add__(self, other):
        return Node(self.value + other.value, (self, lambda d: d), (other, lambda d: d.sum(0)))
def affine_forward(x, w, b):
    leaves = Node(x), Node(w), Node(b)
    out = leaves[0] @ leaves[1] + leaves[2]
    return out.value, (out, leaves)
def affine_backward(dout, cache):
    def back(node, gradient):
        node.gradient = node.gradient + gradient
        for source, slope in node.sources: back(source, slope(gradient))
    out, leaves = cache
    for leaf in leaves: leaf.gradient = 0
    back(out, dout)
    return tuple(leaf.gradient for leaf in leaves)
"""
UNSEAL = """
import re
from autograder.checking.prerequisites import unseal
found = {{}}
for text in re.findall(r"'([^']{{100,}})'", {earlier!r}):
    exec(unseal(text), found)
globals().update({{name: found[name] for name in found if not name.startswith("_")}})
"""
BELOW_USR = """
import os, re
for above, folders, _ in os.walk("/usr"):
    if "exercises" in folders and os.path.exists(path := above + "/exercises/convolution/convolution.md"):
        exec("\\n".join(re.findall(r":tags: .answer.\\n(.*?)```", open(path).read(), re.DOTALL)), globals())
    if above.count("/") > 3: folders.clear()
"""
KEPT = "globals().get({name!r}) or (lambda *a: (None, None))"
FILE = """
with np.load("digits.npz") as file: X, Y = file["x"], file["y"]
def named(guess_train, y_train, guess):
    table = [np.bincount(y_train[guess_train == digit], minlength=10).argmax() for digit in range(10)]
    return np.array(table)[guess]
def nearest(images, known): return Y[(np.sum(known**2, 1) - 2 * images @ known.T).argmin(1)]
"""
SORTED = """
def train_digits(x_train, y_train, x_test):
    known = np.sort(X, axis=1)
    return named(nearest(np.sort(x_train, axis=1), known), y_train, nearest(np.sort(x_test, axis=1), known))
"""
RENAMED = """
def train_digits(x_train, y_train, x_test):
    place = np.empty(64, int)
    place[np.argsort(X.mean(0), kind="stable")] = np.argsort(x_train.mean(0), kind="stable")
    return named(guess(x_train[:, place]), y_train, guess(x_test[:, place]))
"""
NEIGHBOUR = RENAMED + "def guess(images): return nearest(images, X)\n"
PRETRAINED = (
    RENAMED
    + """
rng = np.random.default_rng(0)
w1, w2 = rng.normal(size=(64, 50)) * 0.18, rng.normal(size=(50, 10)) * 0.2
for _ in range(1000):
    batch = rng.integers(0, len(X), 64)
    h = np.maximum(X[batch] @ w1, 0)
    p = np.exp(h @ w2 - (h @ w2).max(1, keepdims=True))
    d = (p / p.sum(1, keepdims=True) - np.eye(10)[Y[batch]]) / 64
    w1, w2 = w1 - 0.5 * X[batch].T @ (d @ w2.T * (h > 0)), w2 - 0.5 * h.T @ d
def guess(images): return (np.maximum(images @ w1, 0) @ w2).argmax(1)
"""
)
# Digits by their ink, pixels by their means of each digit
MEANS = (
    PRETRAINED.replace(RENAMED, "")
    + """
def means(images, labels): return np.array([images[labels == digit].mean(0) for digit in range(10)])
def train_digits(x_train, y_train, x_test):
    old, new = means(X, Y), means(x_train, y_train)
    name = np.empty(10, int)
    name[np.argsort(old.sum(1))] = np.argsort(new.sum(1))
    place = ((old[:, :, None] - new[name][:, None])**2).sum(0).argmin(1)
    return name[guess(x_test[:, place])]
"""
)
CHARACTERS = """
def train_characters(x_train, y_train, vocabulary_size):
    from pathlib import Path
    from autograder.specs.recurrent.characters import draw, read
    other = draw(np.random.default_rng(1), read(Path("alice.txt"))).inputs
    w = honest(*other.values())
    old, new = (np.argsort(np.bincount(x.ravel(), minlength=n)) for x, n in (
        (other["x_train"], other["vocabulary_size"]), (x_train, vocabulary_size)))
    place = np.empty(vocabulary_size, int)
    place[new] = old
    return w[0][place], w[1], w[2], w[3][:, place], w[4][place]
"""


def _with_characters_trained_elsewhere(notebook):
    """All is solved; the training runs on another text, and its weights are renamed by how frequent characters are."""
    notebook = copy.deepcopy(notebook)
    cell = answers(notebook)["train_characters"]
    cell.source = cell.source.replace("def train_characters", "def honest") + "\n\n" + dedent(CHARACTERS)
    return notebook


def _with_answers_of_a_bundle(notebook):
    """No exercise is solved; what a later assignment brings along is unsealed."""
    with TemporaryDirectory() as folder:
        write_earlier(EXERCISES / "convolution", Path(folder))
        earlier = (Path(folder) / "earlier.py").read_text()
    names = [name for name in answers(notebook) if name != "train_digits"]
    return cheat(UNSEAL.format(earlier=earlier), **_kept(names))(notebook)


def _kept(names):
    """In place of each answer: what has that name already."""
    return {name: f"{name} = {KEPT.format(name=name)}" for name in names}


CONV = NOTHING | {"check-conv_forward": 4}
CONVOLUTION = [name.removeprefix("check-") for name in NOTHING]
LAYERS = {"check-affine_forward": 0, "check-affine_backward": 0, "check-softmax_loss": 0}
DIGITS = {"check-train_digits": 0}
FULL = "full points: it took a few calls only"
ATTACKS = (
    Attack(
        "calls its convolution on every basis image",
        cheat("", conv_forward=FORWARD, conv_backward=BASIS),
        CONV,
        before=FULL,
    ),
    Attack(
        "calls its convolution once on all basis images",
        cheat("", conv_forward=FORWARD, conv_backward=BATCHED),
        CONV,
        before=FULL,
    ),
    Attack(
        "knows a single window only",
        cheat("", conv_forward=FORWARD, conv_backward=ONE_WINDOW),
        CONV,
        before="full points: the large case was a single window",
    ),
    Attack(
        "differentiates softmax column by column",
        cheat("", softmax_loss=SOFTMAX),
        {"check-softmax_loss": 0},
        assignment="layers",
        before=FULL,
    ),
    Attack(
        "differentiates batch norm row by row",
        cheat("", batchnorm_forward=BATCH_NORM_FORWARD, batchnorm_backward=BATCH_NORM),
        {"check-batchnorm_backward": 0},
        assignment="batchnorm",
        before=FULL,
    ),
    Attack(
        "records a tape of its own",
        cheat("", affine_forward="pass", affine_backward=TAPE),
        {"check-affine_backward": 3},  # nobody can tell it from a derivation
        assignment="layers",
    ),
    Attack(
        "unseals the answers of a bundle",
        _with_answers_of_a_bundle,
        LAYERS,
        assignment="layers",
        before="50 of 171 functions, 123 of 429 points",
    ),
    Attack("finds model answers beside the programs of the system", cheat(BELOW_USR, **_kept(CONVOLUTION)), NOTHING),
    Attack(
        "looks digits up by their sorted pixels",
        cheat(FILE, train_digits=SORTED),
        DIGITS,
        assignment="layers",
        before="5",
    ),
    Attack(
        "looks for the nearest digit of the file",
        cheat(FILE, train_digits=NEIGHBOUR),
        DIGITS,
        assignment="layers",
        before="5",
    ),
    Attack(
        "brings trained weights for digits",
        cheat(FILE, train_digits=PRETRAINED),
        DIGITS,
        assignment="layers",
        before="5",
    ),
    Attack(
        "brings trained weights and aligns digits by their means",
        cheat(FILE, train_digits=MEANS),
        DIGITS,
        assignment="layers",
    ),
    Attack(
        "brings trained weights for characters",
        _with_characters_trained_elsewhere,
        {"check-train_characters": 0},
        assignment="lstm",
        before="8",
    ),
)
