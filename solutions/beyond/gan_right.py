"""The losses of a generative adversarial network, sample by sample and with logaddexp."""

import math

import numpy as np


def _softplus(x):
    return x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))


def _probability(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def loops_discriminator(real, fake):
    loss = sum(_softplus(-x) for x in real) / len(real) + sum(_softplus(x) for x in fake) / len(fake)
    dreal = np.array([_probability(x) - 1 for x in real]) / len(real)
    return loss, dreal, np.array([_probability(x) for x in fake]) / len(fake)


def loops_generator(fake):
    loss = sum(_softplus(-x) for x in fake) / len(fake)
    return loss, np.array([_probability(x) - 1 for x in fake]) / len(fake)


def _mean(x):
    return np.logaddexp(0, x).mean(), (1 + np.tanh(x / 2)) / (2 * x.size)


def logaddexp_discriminator(real, fake):
    (first, dreal), (second, dfake) = _mean(-real), _mean(fake)
    return first + second, -dreal, dfake


def logaddexp_generator(fake):
    loss, slope = _mean(-fake)
    return loss, -slope


STYLES = {
    "loops": {"discriminator_loss": loops_discriminator, "generator_loss": loops_generator},
    "logaddexp": {"discriminator_loss": logaddexp_discriminator, "generator_loss": logaddexp_generator},
}
