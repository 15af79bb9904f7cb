"""How people get the multiclass hinge loss wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _costs(scores, y, margin=1.0):
    rows = np.arange(len(y))
    costs = np.maximum(0, scores - scores[rows, y][:, None] + margin)
    costs[rows, y] = 0
    return costs


def _slopes(costs, y):
    slopes = (costs > 0).astype(float)
    slopes[np.arange(len(y)), y] -= slopes.sum(axis=1)
    return slopes / len(y)


@misconception(
    "svm_loss",
    "You counted the right class among its own rivals. It always costs exactly the margin there, so the loss is 1 too "
    "large for every sample; the sum runs over the wrong classes only.",
    desk="offset",
)
def svm_right_class_counted(scores, y):
    costs = _costs(scores, y)
    return (costs.sum() + len(y)) / len(y), _slopes(costs, y)


@misconception(
    "svm_loss",
    "You left out the margin. A right class that wins by a hair then costs nothing, and so do scores that are all "
    "equal; the hinge loss asks for a lead of 1.",
    desk="value",
)
def svm_without_margin(scores, y):
    costs = _costs(scores, y, margin=0.0)
    return costs.sum() / len(y), _slopes(costs, y)


@misconception(
    "svm_loss",
    "You did not cut off at 0: classes that are beaten by far count as a reward, and make up for real mistakes. "
    "A class outside the margin costs nothing, no less.",
    desk="value",
)
def svm_without_maximum(scores, y):
    rows = np.arange(len(y))
    costs = scores - scores[rows, y][:, None] + 1
    costs[rows, y] = 0
    slopes = np.ones_like(scores)
    slopes[rows, y] = 1 - scores.shape[1]
    return costs.sum() / len(y), slopes / len(y)


@misconception(
    "svm_loss",
    "You took the worst rival only. That is a hinge loss too, by Crammer and Singer; here the costs of all classes "
    "within the margin are added.",
    desk="value",
)
def svm_worst_rival_only(scores, y):
    rows, costs = np.arange(len(y)), _costs(scores, y)
    worst = np.zeros_like(costs)
    worst[rows, costs.argmax(axis=1)] = costs.max(axis=1)
    return worst.sum() / len(y), _slopes(worst, y)


@misconception(
    "svm_loss",
    "The right class gets -1 in your gradient, whatever happens. Its score stands in the cost of every class within "
    "the margin, so it gets -1 for each of them, and 0 if there is none.",
    desk="some_entries",
)
def svm_right_class_once(scores, y):
    costs = _costs(scores, y)
    slopes = (costs > 0).astype(float)
    slopes[np.arange(len(y)), y] = -1
    return costs.sum() / len(y), slopes / len(y)


@misconception(
    "svm_loss",
    "In your gradient the score of the right class plays no part. Raising it lowers the cost of every class within the "
    "margin.",
    desk="mask",
)
def svm_right_class_without_gradient(scores, y):
    costs = _costs(scores, y)
    return costs.sum() / len(y), (costs > 0) / len(y)


@misconception(
    "svm_loss",
    "You summed the loss over the batch. Here it is the mean over the samples, so that it does not depend on the size "
    "of the batch.",
    desk="factor",
)
def svm_loss_summed(scores, y):
    costs = _costs(scores, y)
    return costs.sum(), _slopes(costs, y)


@misconception(
    "svm_loss",
    "The loss is a mean over the batch, but its gradient is that of the sum: the division by the number of samples "
    "is missing there.",
    desk="factor",
)
def svm_gradient_not_averaged(scores, y):
    costs = _costs(scores, y)
    return costs.sum() / len(y), _slopes(costs, y) * len(y)


@misconception(
    "svm_loss",
    "You averaged the costs over the classes as well. They are added within a sample; only the samples are averaged.",
    desk="factor",
)
def svm_averaged_over_classes(scores, y):
    costs = _costs(scores, y)
    return costs.mean(), _slopes(costs, y) / scores.shape[1]


@misconception(
    "svm_loss",
    "You squared the costs. The squared hinge loss exists, but this one grows in a straight line, "
    "and its slope within the margin is 1 everywhere.",
    desk="value",
)
def svm_squared(scores, y):
    costs = _costs(scores, y)
    slopes = 2 * costs
    slopes[np.arange(len(y)), y] -= slopes.sum(axis=1)
    return (costs**2).sum() / len(y), slopes / len(y)
