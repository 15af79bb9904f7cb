"""How people get the losses of a generative adversarial network wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


@misconception(
    "discriminator_loss",
    "You exchanged real and generated samples: the discriminator is to give real ones a large logit.",
    desk="sign",
)
def gan_labels_swapped(real, fake):
    loss = np.mean(_softplus(real)) + np.mean(_softplus(-fake))
    return loss, _sigmoid(real) / len(real), -_sigmoid(-fake) / len(fake)


@misconception(
    "discriminator_loss",
    "Your probabilities underflow, and the logarithm of 0 is infinite. Compute log(1 + exp) from the logit itself.",
    desk="not_finite",
)
def gan_logarithm_of_zero(real, fake):
    loss = -np.mean(np.log(_sigmoid(real))) - np.mean(np.log(1 - _sigmoid(fake)))
    return loss, -_sigmoid(-real) / len(real), _sigmoid(fake) / len(fake)


@misconception(
    "discriminator_loss",
    "You took one mean over all samples. Real and generated ones have a mean each, however many there are of them.",
    desk="factor",
)
def gan_one_mean_for_both(real, fake):
    count = len(real) + len(fake)
    loss = (np.sum(_softplus(-real)) + np.sum(_softplus(fake))) / count
    return loss, -_sigmoid(-real) / count, _sigmoid(fake) / count


@misconception(
    "discriminator_loss",
    "Your gradients are those of the sums: they lack the division by the number of samples.",
    desk="factor",
)
def gan_gradients_not_averaged(real, fake):
    loss = np.mean(_softplus(-real)) + np.mean(_softplus(fake))
    return loss, -_sigmoid(-real), _sigmoid(fake)


@misconception(
    "generator_loss",
    "This is the form that saturates: while the discriminator wins, its gradient is nearly 0. "
    "Maximise the logarithm of p instead.",
    desk="value",
)
def gan_generator_saturates(fake):
    return -np.mean(_softplus(fake)), -_sigmoid(fake) / len(fake)


@misconception(
    "generator_loss",
    "You gave the generator the loss of the discriminator. It wants the opposite: to be taken for real.",
    desk="sign",
)
def gan_generator_helps_the_discriminator(fake):
    return np.mean(_softplus(fake)), _sigmoid(fake) / len(fake)


@misconception(
    "generator_loss",
    "The gradient has the wrong sign: a larger logit makes the generator's loss smaller.",
    desk="sign",
)
def gan_generator_sign(fake):
    return np.mean(_softplus(-fake)), _sigmoid(-fake) / len(fake)
