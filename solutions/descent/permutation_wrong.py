"""How people get the renumbering of hidden units wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "permute_hidden",
    "You moved what goes into the hidden units and left what comes out. Each unit now speaks through the weights of "
    "another one, and the network computes something else.",
    desk="unchanged",
)
def permute_hidden_outgoing_left(w1, b1, w2, perm):
    return w1[:, perm], b1[perm], w2.copy()


@misconception(
    "permute_hidden",
    "You left the biases where they were. A bias belongs to its unit and must move with it.",
    desk="unchanged",
)
def permute_hidden_biases_left(w1, b1, w2, perm):
    return w1[:, perm], b1.copy(), w2[perm]


@misconception(
    "permute_hidden",
    "You used the permutation the other way round: new unit j shall be old unit perm[j], and you sent old unit j to "
    "place perm[j]. The function is the same, the numbering is not the one that was asked for.",
    desk="permuted",
)
def permute_hidden_inverse(w1, b1, w2, perm):
    back = np.argsort(perm)
    return w1[:, back], b1[back], w2[back]


@misconception(
    "permute_hidden",
    "You undid the permutation on the way out. The hidden units themselves are renumbered, so their outgoing weights "
    "follow in the same order; nothing is to be undone.",
    desk="permuted",
)
def permute_hidden_outgoing_undone(w1, b1, w2, perm):
    return w1[:, perm], b1[perm], w2[np.argsort(perm)]


@misconception(
    "permute_hidden",
    "You permuted the rows of the first weights. Its rows belong to the inputs; a hidden unit is a column there, "
    "and a row only in the second weights.",
    desk="other_axis",
)
def permute_hidden_inputs(w1, b1, w2, perm):
    return w1[perm], b1[perm], w2[perm]


@misconception(
    "permute_hidden",
    "You wrote the new order into the old arrays. The old network still belongs to the caller, who wants to compare "
    "the two.",
    desk="input_changed",
)
def permute_hidden_overwritten(w1, b1, w2, perm):
    w1[:], b1[:], w2[:] = w1[:, perm], b1[perm], w2[perm]
    return w1, b1, w2
