"""The files of a new layer: a working example, `out = x * w` with one weight a feature, to be changed into the layer.

In each text `$layer` stands for the layer, `$chapter` for its chapter and `$title` for the layer as a heading.
"""

from string import Template

SPEC = Template('''"""$title: every feature times a weight of its own. Say here what the layer computes."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of

X = Argument("x", "float array of shape (N, D)", "a batch, one sample a row")
W = Argument("w", "float array of shape (D,)", "one weight for each feature")


def _case(rng, n, d):
    return Case(f"{n} samples, {d} features", {"x": rng.normal(size=(n, d)), "w": rng.normal(size=d)})


def cases(rng):
    """Fresh random cases, small enough for loops in Python; sizes differ, so that no two axes can be mixed up.

    Where the function has a kink, keep random numbers away from it, and give `ties` a case exactly on it.
    """
    return [_case(rng, 4, 3), _case(rng, 1, 5), _case(rng, 5, 2)]


def large(rng):
    """A case in which measuring the gradient entry by entry takes far longer than any loop, and its multiply-adds."""
    return _case(rng, 20, 200), 8_000


NUMBERS = {"x": np.array([[1.0, 2], [3, 4], [5, 6]]), "w": np.array([2.0, -1])}
OTHERS = {"x": np.array([[0.5, -1, 2, 0], [3, 1, -2, 4]]), "w": np.array([1.0, 0.5, -2, 3])}
FORWARD = Spec(
    name="${layer}_forward",
    kind="forward",
    summary="Multiply each feature by its weight.",
    arguments=(X, W),
    outputs=(Argument("out", "float array of shape (N, D)", "the features, each times its weight"),),
    points=1,
    section="${chapter}/${layer}#the-idea",
    cases=cases,
    examples=(
        Example(Case("3 samples, 2 features", NUMBERS), {"out": np.array([[2.0, -2], [6, -4], [10, -6]])}, "by hand"),
        Example(
            Case("2 samples, 4 features", OTHERS), {"out": np.array([[0.5, -0.5, -4, 0], [3, 0.5, 4, 12]])}, "by hand"
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through the weighted features.",
        points=2,
        section="${chapter}/${layer}#the-idea",
        steps={"dx": "A feature reaches one output.", "dw": "Every sample uses a weight: each contributes."},
        large=large,
        examples=(
            Example(
                Case("3 samples, 2 features", NUMBERS, {"dout": np.array([[1.0, 1], [0, 2], [-1, 0.5]])}),
                {"dx": np.array([[2.0, -1], [0, -2], [-2, -0.5]]), "dw": np.array([-4.0, 13])},
                "by hand",
            ),
        ),
    ),
)
''')

REFERENCE = Template('''"""$title: every feature times a weight of its own."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _forward(x, w):
    out = np.empty_like(x)
    for n in range(x.shape[0]):
        for d in range(x.shape[1]):
            out[n, d] = x[n, d] * w[d]
    return out


@njit(cache=True)
def _backward(dout, x, w):
    dx, dw = np.empty_like(x), np.zeros_like(w)
    for n in range(x.shape[0]):
        for d in range(x.shape[1]):
            dx[n, d] = dout[n, d] * w[d]
            dw[d] += dout[n, d] * x[n, d]
    return dx, dw


def ${layer}_forward(x, w):
    r"""Compute :math:`y_{nd} = x_{nd} w_d`.

    Parameters
    ----------
    x : float array of shape (N, D)
    w : float array of shape (D,)

    Returns
    -------
    out : float array of shape (N, D)
    cache : tuple
        For `${layer}_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.
    """
    x = float_array("x", x, ("N", "D"))
    w = float_array("w", w, x.shape[1:])
    same_dtype(x=x, w=w)
    return _forward(x, w), (x, w)


def ${layer}_backward(dout, cache):
    r"""Compute :math:`dx_{nd} = dy_{nd} w_d` and :math:`dw_d = \\sum_n dy_{nd} x_{nd}`.

    Parameters
    ----------
    dout : float array of shape (N, D)
    cache : tuple
        From `${layer}_forward`.

    Returns
    -------
    dx, dw : float arrays in the shapes of the inputs
    """
    x, w = cache
    return _backward(float_array("dout", dout, x.shape), x, w)
''')

WRONG = Template('''"""How people get the layer $title wrong."""

from solutions.misconceptions import misconception


@misconception(
    "${layer}_forward",
    "You returned the features as they came: each has a weight, and the layer multiplies by it.",
    desk="ignores_argument",
)
def ${layer}_weights_forgotten(x, w):
    return x.copy(), (x, w)


@misconception(
    "${layer}_backward",
    "You left the weight out of dx. The slope of a product with respect to one factor is the other factor.",
    desk="factor",
)
def ${layer}_input_gradient_without_weights(dout, cache):
    x, w = cache
    return dout.copy(), (dout * x).sum(axis=0)


@misconception(
    "${layer}_backward",
    "You did not add up dw over the samples. One weight serves the whole batch, so its gradient is a sum, "
    "and it has the shape of w.",
    desk="missing_sum",
)
def ${layer}_weight_gradient_unsummed(dout, cache):
    x, w = cache
    return dout * w, dout * x


@misconception(
    "${layer}_backward",
    "You averaged dw over the samples. The mean is taken once, in the loss, and dout carries it already.",
    desk="factor",
)
def ${layer}_weight_gradient_averaged(dout, cache):
    x, w = cache
    return dout * w, (dout * x).mean(axis=0)
''')

RIGHT = Template('''"""The layer $title sample by sample, and with sums that name their axes."""

import numpy as np


def loops_${layer}_forward(x, w):
    out = np.zeros_like(x)
    for n, d in np.ndindex(x.shape):
        out[n, d] = x[n, d] * w[d]
    return out, (x, w)


def loops_${layer}_backward(dout, cache):
    x, w = cache
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for n, d in np.ndindex(x.shape):
        dx[n, d] = dout[n, d] * w[d]
        dw[d] += dout[n, d] * x[n, d]
    return dx, dw


def einsum_${layer}_forward(x, w):
    return np.einsum("nd,d->nd", x, w), (x, w)


def einsum_${layer}_backward(dout, cache):
    x, w = cache
    return np.einsum("nd,d->nd", dout, w), np.einsum("nd,nd->d", dout, x)


STYLES = {
    "loops": {"${layer}_forward": loops_${layer}_forward, "${layer}_backward": loops_${layer}_backward},
    "einsum": {"${layer}_forward": einsum_${layer}_forward, "${layer}_backward": einsum_${layer}_backward},
}
''')

BENCH = Template('''"""$title."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.normal(size=(256, 1024)), "w": rng.normal(size=1024)}


ROWS = (Row("${layer}_forward", _real, lambda torch, x, w: x * w),)
''')

EXERCISE = Template("""## $title

Say what the student is to find out, and ask a question whose answer leads to the code. How often does one weight enter
the loss of a batch?

```{code-cell} ipython3
:tags: [answer]

def ${layer}_forward(x, w):
    return x * w, (x, w)
```

```{code-cell} ipython3
:tags: [answer]

def ${layer}_backward(dout, cache):
    x, w = cache
    return dout * w, (dout * x).sum(axis=0)
```

""")

PAGE = Template("""---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  name: python3
---

# $title

After this section you can derive the backward pass of this layer and say why the gradient of a weight is a sum.

## The idea

Begin with a question or a failure that one can see, then derive:

$$$$
y_{nd} = x_{nd} w_d, \\qquad
\\frac{\\partial L}{\\partial w_d} = \\sum_n \\frac{\\partial L}{\\partial y_{nd}}\\, x_{nd}.
$$$$ (eq-$layer)

```{code-cell} ipython3
import numpy as np

from solutions import ${layer}_backward, ${layer}_forward

x, w = np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([2.0, -1])
out, cache = ${layer}_forward(x, w)
dx, dw = ${layer}_backward(np.ones_like(out), cache)
print(out, dw, sep="\\n")
```

With an upstream gradient of ones, the weights' gradients are the sums of the columns, 9 and 12.

% claim: dw.tolist() == [9, 12]

## The exercise

Write `${layer}_forward` and `${layer}_backward` in the [assignment](../exercises/$chapter.ipynb), or take the
{download}`notebook <../exercises/files/$chapter/$chapter.ipynb>` home.
""")
