"""How people get the L2 penalty wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "l2_penalty",
    "Your value lacks the factor 1/2, your gradient does not. The two must belong to the same function.",
    desk="factor",
)
def penalty_value_without_half(w, reg):
    return reg * np.sum(w**2), reg * w


@misconception(
    "l2_penalty",
    "The 2 from the derivative of the square is still in your gradient. It cancels with the factor 1/2 of the value.",
    desk="factor",
)
def penalty_gradient_doubled(w, reg):
    return 0.5 * reg * np.sum(w**2), 2 * reg * w


@misconception(
    "l2_penalty",
    "You left out the factor 1/2 in the value, and so the gradient is doubled as well. That is another convention: "
    "the same reg would shrink the weights twice as fast.",
    desk="factor",
)
def penalty_without_half(w, reg):
    return reg * np.sum(w**2), 2 * reg * w


@misconception(
    "l2_penalty",
    "You took the mean of the squares. The penalty adds up all weights: its pull on one weight does not depend on how "
    "many others there are.",
    desk="factor",
    in_variants=True,
)
def penalty_averaged(w, reg):
    return 0.5 * reg * np.mean(w**2), reg * w / w.size


@misconception(
    "l2_penalty",
    "You took the length of the weight vector, with the root. The L2 penalty is its square, without a root: "
    "that is why its slope is so simple.",
    desk="value",
    in_variants=True,
)
def penalty_length(w, reg):
    length = np.sqrt(np.sum(w**2))
    return 0.5 * reg * length, 0.5 * reg * w / length


@misconception(
    "l2_penalty",
    "You added up the sizes of the weights instead of their squares. That is the L1 penalty, which pulls on small "
    "weights as hard as on large ones.",
    desk="factor",
    in_variants=True,
)
def penalty_of_sizes(w, reg):
    return reg * np.sum(np.abs(w)), reg * np.sign(w)


@misconception(
    "l2_penalty",
    "Your gradient does not contain reg. The strength of the penalty multiplies the value, so it multiplies the slope.",
    desk="factor",
    in_variants=True,
)
def penalty_gradient_without_strength(w, reg):
    return 0.5 * reg * np.sum(w**2), w.copy()


@misconception(
    "l2_penalty",
    "Your gradient has the sign of a step: it makes weights smaller when it is added. Gradients are subtracted, "
    "so this one would make them grow.",
    desk="sign",
    in_variants=True,
)
def penalty_gradient_downhill(w, reg):
    return 0.5 * reg * np.sum(w**2), -reg * w
