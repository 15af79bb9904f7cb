"""How people get networks for truth tables wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _words(table):
    n = len(table).bit_length() - 1
    return (np.arange(2**n) >> np.arange(n)[::-1, None] & 1).astype(float)


@misconception(
    "boolean_net",
    "Your hidden units do not mind inputs that should be 0: they also fire for words with more ones. A negative weight "
    "where the word has a 0 forbids that.",
    desk="invalid",
)
def boolean_net_zeros_ignored(table):
    words = _words(table)
    return words, -words.sum(0), table.astype(float), -1.0


@misconception(
    "boolean_net",
    "Your units would need a potential above 0 to fire. Here the step gives 1 at 0 too, so with these biases a word "
    "that differs in one place switches the unit on as well.",
    desk="invalid",
)
def boolean_net_strict_step(table):
    words = _words(table)
    return 2 * words - 1, 1 - words.sum(0), table.astype(float), 0.0


@misconception(
    "boolean_net",
    "You read the inputs in the wrong order: the first input is the leading bit of the row's number, and changes "
    "slowest.",
    desk="invalid",
)
def boolean_net_bits_reversed(table):
    words = _words(table)[::-1]
    return 2 * words - 1, -words.sum(0), table.astype(float), -1.0


@misconception(
    "boolean_net",
    "The output unit fires always: with bias 0 its potential is at least 0. An OR needs bias -1.",
    desk="invalid",
)
def boolean_net_output_without_bias(table):
    words = _words(table)
    return 2 * words - 1, -words.sum(0), table.astype(float), 0.0


@misconception(
    "boolean_net",
    "You gave thresholds where biases are asked for. The bias is added: it is minus the threshold.",
    desk="invalid",
)
def boolean_net_thresholds_for_biases(table):
    words = _words(table)
    return 2 * words - 1, words.sum(0), table.astype(float), 1.0
