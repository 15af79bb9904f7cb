"""How people get the linear probe wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _with_ones(features):
    return np.hstack([features, np.ones((len(features), 1))])


def _solve(f, targets, penalty):
    return np.linalg.solve(f.T @ f + penalty, f.T @ targets)


def _penalty(features, reg):
    return np.diag([*[reg] * features.shape[1], 0.0])


@misconception(
    "linear_probe",
    "There are no biases. Features need not be centred, and without a bias every plane between classes goes through 0.",
    desk="shape",
)
def probe_without_bias(features, y, reg):
    return _solve(features, np.eye(y.max() + 1)[y], reg * np.eye(features.shape[1]))


@misconception(
    "linear_probe",
    "You penalised the biases too. They only say how frequent a class is; "
    "with a penalty on them the result depends on where the features have their zero.",
    desk="value",
)
def probe_bias_penalised(features, y, reg):
    f = _with_ones(features)
    return _solve(f, np.eye(y.max() + 1)[y], reg * np.eye(f.shape[1]))


@misconception(
    "linear_probe",
    "You do not use the penalty. With more features than samples the system has many solutions then, "
    "and the one that comes out is luck.",
    desk="ignores_argument",
)
def probe_without_penalty(features, y, reg):
    return np.linalg.pinv(_with_ones(features)) @ np.eye(y.max() + 1)[y]


@misconception(
    "linear_probe",
    "You added the penalty to every entry of the matrix of the system. The square of each weight puts it on the "
    "diagonal only.",
    desk="value",
)
def probe_penalty_everywhere(features, y, reg):
    f = _with_ones(features)
    penalty = np.full((f.shape[1], f.shape[1]), float(reg))
    penalty[-1] = penalty[:, -1] = 0
    return _solve(f, np.eye(y.max() + 1)[y], penalty)


@misconception(
    "linear_probe",
    "Your penalty grows with the number of samples. Here the errors are summed, not averaged, and reg stands as it is.",
    desk="factor",
)
def probe_penalty_times_samples(features, y, reg):
    return _solve(_with_ones(features), np.eye(y.max() + 1)[y], len(y) * _penalty(features, reg))


@misconception(
    "linear_probe",
    "Your targets are 1 and -1. Here a sample's target is 1 for its own class and 0 for the others.",
    desk="value",
)
def probe_targets_of_both_signs(features, y, reg):
    return _solve(_with_ones(features), 2 * np.eye(y.max() + 1)[y] - 1, _penalty(features, reg))


@misconception(
    "linear_probe",
    "You fitted the numbers of the classes themselves. Class 2 is not twice class 1: every class needs a column "
    "of its own.",
    desk="shape",
)
def probe_class_numbers_as_targets(features, y, reg):
    return _solve(_with_ones(features), y.astype(float), _penalty(features, reg))


@misconception(
    "linear_probe",
    "Your biases are the first row. They are asked for as the last one.",
    desk="permuted",
)
def probe_bias_first(features, y, reg):
    return np.roll(_solve(_with_ones(features), np.eye(y.max() + 1)[y], _penalty(features, reg)), 1, axis=0)


@misconception(
    "linear_probe",
    "Your weights are transposed: rows belong to the features, columns to the classes.",
    desk="transposed",
)
def probe_transposed(features, y, reg):
    return _solve(_with_ones(features), np.eye(y.max() + 1)[y], _penalty(features, reg)).T.copy()
