"""How people get the likelihood of tosses wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _right(p, tosses):
    heads, tails = np.sum(tosses == 1), np.sum(tosses == 0)
    return -heads * np.log(p) - tails * np.log(1 - p), tails / (1 - p) - heads / p


@misconception(
    "coin_nll",
    "The minus sign is missing: this is the log-likelihood, which is largest for the best coin. "
    "A loss is smallest there.",
    desk="sign",
)
def coin_without_minus(p, tosses):
    nll, dp = _right(p, tosses)
    return -nll, -dp


@misconception(
    "coin_nll",
    "You returned the likelihood itself, the product of the probabilities. What is asked for is minus its logarithm; "
    "with a thousand tosses the product would be 0 in the computer.",
    desk="function",
)
def coin_likelihood(p, tosses):
    nll, dp = _right(p, tosses)
    return np.exp(-nll), -np.exp(-nll) * dp


@misconception(
    "coin_nll",
    "You averaged over the tosses. The logarithm turns the product into a sum, and nothing divides it by the number of "
    "tosses.",
    desk="factor",
)
def coin_averaged(p, tosses):
    nll, dp = _right(p, tosses)
    return nll / len(tosses), dp / len(tosses)


@misconception(
    "coin_nll",
    "Only heads count in your sum. Every tail has a probability too, 1 - p; without it the best coin would always be "
    "p = 1.",
    desk="value",
)
def coin_heads_only(p, tosses):
    heads = np.sum(tosses == 1)
    return -heads * np.log(p), -heads / p


@misconception(
    "coin_nll",
    "Your derivative lost the inner one: the derivative of log(1 - p) is negative, because 1 - p falls as p grows.",
    desk="value",
)
def coin_inner_derivative_lost(p, tosses):
    heads, tails = np.sum(tosses == 1), np.sum(tosses == 0)
    return _right(p, tosses)[0], -heads / p - tails / (1 - p)


@misconception(
    "coin_nll",
    "Heads and tails have changed places: p is the probability of a 1.",
    desk="sign",
)
def coin_sides_exchanged(p, tosses):
    return _right(p, 1 - tosses)
