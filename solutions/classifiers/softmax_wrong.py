"""How people get the softmax and its loss wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _right(scores, y):
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), dscores / len(y)


@misconception(
    "softmax_loss",
    "You exponentiate the scores as they are, and exp(710) is already infinite. A softmax does not change when the "
    "same number is taken from all scores of a row, so there is a way to keep the exponents small.",
    desk="not_finite",
)
def softmax_overflows(scores, y):
    rows = np.arange(len(y))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / len(y)


@misconception(
    "softmax_loss",
    "You take the logarithm of a probability that has underflowed to 0, and the loss is infinite. "
    "The logarithm of the exponential need not be computed: simplify log p before you write it down.",
    desk="not_finite",
)
def softmax_logarithm_of_zero(scores, y):
    rows = np.arange(len(y))
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / len(y)


@misconception(
    "softmax_loss",
    "You added a small number inside the logarithm. That avoids the infinity, but caps the loss near 18 where it may "
    "be 1000, and then loss and gradient belong to different functions.",
    desk="value",
)
def softmax_small_number_in_logarithm(scores, y):
    rows = np.arange(len(y))
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y] + 1e-8).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / len(y)


@misconception(
    "softmax_loss",
    "You subtracted the largest score of the whole batch. Rows far below it underflow to 0 in every class, "
    "and 0 / 0 is not a number; each row needs its own maximum.",
    desk="not_finite",
)
def softmax_one_maximum_for_all(scores, y):
    rows = np.arange(len(y))
    e = np.exp(scores - scores.max())
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / len(y)


@misconception(
    "softmax_loss",
    "You summed the loss over the batch. Here it is the mean, so that it, and a good learning rate, "
    "do not depend on the size of the batch.",
    desk="factor",
)
def softmax_loss_summed(scores, y):
    loss, dscores = _right(scores, y)
    return loss * len(y), dscores


@misconception(
    "softmax_loss",
    "The loss is a mean over the batch, but its gradient is not divided by the number of samples. "
    "Whatever is done to the loss, the gradient must follow.",
    desk="factor",
)
def softmax_gradient_not_averaged(scores, y):
    loss, dscores = _right(scores, y)
    return loss, dscores * len(y)


@misconception(
    "softmax_loss",
    "You divided the loss by samples times classes. Only the right class of each sample contributes a term, "
    "so there are N terms to average, not N C.",
    desk="factor",
)
def softmax_loss_averaged_over_classes(scores, y):
    one_hot = np.eye(scores.shape[1])[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).mean(), (np.exp(log_p) - one_hot) / len(y)


@misconception(
    "softmax_loss",
    "Your dscores is target minus probability: the direction downhill. The gradient points uphill, "
    "and the optimiser subtracts it; with both signs turned the loss grows.",
    desk="sign",
)
def softmax_gradient_downhill(scores, y):
    loss, dscores = _right(scores, y)
    return loss, -dscores


@misconception(
    "softmax_loss",
    "The minus sign is missing: the mean of log p is negative, and the better the scores, the larger it is. "
    "A loss must fall as the scores get better.",
    desk="sign",
)
def softmax_loss_without_minus(scores, y):
    loss, dscores = _right(scores, y)
    return -loss, dscores


@misconception(
    "softmax_loss",
    "You used the logarithm to base 2, which measures the loss in bits. The course uses the natural logarithm, "
    "and the gradient p minus target belongs to that one.",
    desk="factor",
)
def softmax_loss_in_bits(scores, y):
    loss, dscores = _right(scores, y)
    return loss / np.log(2), dscores


@misconception(
    "softmax_loss",
    "You stopped one step early: this is the gradient with respect to the probabilities. dscores must go on through "
    "the softmax, where every score touches every probability of its row.",
    desk="value",
)
def softmax_gradient_of_probabilities(scores, y):
    rows = np.arange(len(y))
    loss, _ = _right(scores, y)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dscores = np.zeros_like(p)
    dscores[rows, y] = -1 / np.maximum(p[rows, y], 1e-12) / len(y)
    return loss, dscores


@misconception(
    "softmax_loss",
    "You normalised each column instead of each row. The probabilities of one sample, over its classes, "
    "must add up to 1; the samples of a batch have nothing to do with one another.",
    desk="value",
)
def softmax_over_the_batch(scores, y):
    shifted = scores - scores.max(axis=0)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
    dscores = np.exp(log_p)
    dscores[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean(), dscores / len(y)


@misconception(
    "softmax_loss",
    "You subtracted the maximum from the caller's scores, in place. "
    "The scores are still needed outside, for instance to find the predicted class or to print them.",
    desk="input_changed",
)
def softmax_scores_overwritten(scores, y):
    scores -= scores.max(axis=1, keepdims=True)
    return _right(scores, y)


@misconception(
    "softmax",
    "The exponential of 710 is already infinite, and infinity divided by infinity is not a number. "
    "The probabilities stay the same if you lower all scores of a row by the same amount first.",
    desk="not_finite",
)
def probabilities_overflow(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


@misconception(
    "softmax",
    "You lowered all rows by the same number, the largest score of the batch. A row far below it is left with nothing "
    "but zeros; lower each row by its own maximum.",
    desk="not_finite",
)
def probabilities_one_maximum(scores):
    e = np.exp(scores - scores.max())
    return e / e.sum(axis=1, keepdims=True)


@misconception(
    "softmax",
    "Your columns add up to 1 instead of your rows. The classes of one sample compete with each other, "
    "the samples of a batch do not.",
    desk="other_axis",
)
def probabilities_of_columns(scores):
    e = np.exp(scores - scores.max(axis=0))
    return e / e.sum(axis=0)


@misconception(
    "softmax",
    "You divided the scores by their sum. Scores may be negative, and then so would be your probabilities; "
    "it is their exponentials that are divided by their sum.",
    desk="value",
)
def probabilities_without_exponential(scores):
    return scores / scores.sum(axis=1, keepdims=True)
