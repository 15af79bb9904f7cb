"""How people get the triplet loss wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _right(anchor, positive, negative, margin):
    costs = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + margin
    slope = 2 * (costs > 0)[:, None] / len(anchor)
    gradients = slope * (negative - positive), slope * (positive - anchor), slope * (anchor - negative)
    return np.maximum(0, costs).mean(), *gradients


def _scaled(loss, gradients, factor):
    return loss * factor, *(gradient * factor for gradient in gradients)


@misconception(
    "triplet_loss",
    "You summed over the triplets. Here the loss is the mean, so that it does not depend on the number of triplets.",
    desk="factor",
)
def triplet_summed(anchor, positive, negative, margin):
    loss, *gradients = _right(anchor, positive, negative, margin)
    return _scaled(loss, gradients, len(anchor))


@misconception(
    "triplet_loss",
    "The loss is a mean, but its gradients are not divided by the number of triplets.",
    desk="factor",
)
def triplet_gradients_not_averaged(anchor, positive, negative, margin):
    loss, *gradients = _right(anchor, positive, negative, margin)
    return loss, *(gradient * len(anchor) for gradient in gradients)


@misconception(
    "triplet_loss",
    "You averaged over the triplets that still cost something. All N count: a triplet that is far enough apart "
    "contributes 0 to the sum and 1 to the number.",
    desk="factor",
)
def triplet_averaged_over_costly_ones(anchor, positive, negative, margin):
    loss, *gradients = _right(anchor, positive, negative, margin)
    costs = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + margin
    return _scaled(loss, gradients, len(anchor) / max(np.sum(costs > 0), 1))


@misconception(
    "triplet_loss",
    "You used the distances, not their squares. With squares there is no root to differentiate, "
    "and no trouble where two embeddings fall together.",
    desk="value",
)
def triplet_distances_not_squared(anchor, positive, negative, margin):
    near, far = anchor - positive, anchor - negative
    to_p, to_n = (np.sqrt((side**2).sum(axis=1, keepdims=True)) for side in (near, far))
    costs = (to_p - to_n + margin)[:, 0]
    slope = (costs > 0)[:, None] / len(anchor)
    near, far = slope * near / np.maximum(to_p, 1e-12), slope * far / np.maximum(to_n, 1e-12)
    return np.maximum(0, costs).mean(), near - far, -near, far


@misconception(
    "triplet_loss",
    "You averaged the squared differences over the features. A squared distance is their sum; "
    "with a mean the margin means something else in every dimension.",
    desk="factor",
)
def triplet_distances_averaged(anchor, positive, negative, margin):
    size = anchor.shape[1]
    loss, *gradients = _right(anchor, positive, negative, margin * size)
    return _scaled(loss, gradients, 1 / size)


@misconception(
    "triplet_loss",
    "Triplets that are far enough apart pull the loss below 0. Once the margin is kept, a triplet costs nothing; "
    "otherwise the network moves negatives away for ever and forgets the rest.",
    desk="mask",
)
def triplet_without_hinge(anchor, positive, negative, margin):
    costs = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + margin
    slope = 2 / len(anchor)
    return costs.mean(), slope * (negative - positive), slope * (positive - anchor), slope * (anchor - negative)


@misconception(
    "triplet_loss",
    "The loss stops at 0, its gradients do not. A triplet that costs nothing must not move anything.",
    desk="mask",
)
def triplet_gradients_without_hinge(anchor, positive, negative, margin):
    loss, *_ = _right(anchor, positive, negative, margin)
    slope = 2 / len(anchor)
    return loss, slope * (negative - positive), slope * (positive - anchor), slope * (anchor - negative)


@misconception(
    "triplet_loss",
    "You stopped each triplet at 0 before the margin was added. The margin then costs the same whatever the network "
    "does, and no negative is ever pushed beyond the positive.",
    desk="mask",
)
def triplet_margin_outside_the_hinge(anchor, positive, negative, margin):
    loss, *gradients = _right(anchor, positive, negative, 0.0)
    return loss + margin, *gradients


@misconception(
    "triplet_loss",
    "Your margin works the wrong way round: with the minus sign a negative may even be nearer than the positive, "
    "and costs nothing.",
    desk="sign",
)
def triplet_margin_subtracted(anchor, positive, negative, margin):
    return _right(anchor, positive, negative, -margin)


@misconception(
    "triplet_loss",
    "Positive and negative have changed places: your loss draws other classes near and drives the same class apart.",
    desk="exchanged",
)
def triplet_pair_exchanged(anchor, positive, negative, margin):
    loss, danchor, dnegative, dpositive = _right(anchor, negative, positive, margin)
    return loss, danchor, dpositive, dnegative


@misconception(
    "triplet_loss",
    "The anchor feels only the positive in your gradient. It stands in both distances, so the negative moves it "
    "as well.",
    desk="some_entries",
)
def triplet_anchor_moved_by_positive_only(anchor, positive, negative, margin):
    loss, _, dpositive, dnegative = _right(anchor, positive, negative, margin)
    return loss, -dpositive, dpositive, dnegative


@misconception(
    "triplet_loss",
    "The factor 2 is missing in the gradients: a square has the slope twice its base.",
    desk="factor",
)
def triplet_factor_two_forgotten(anchor, positive, negative, margin):
    loss, *gradients = _right(anchor, positive, negative, margin)
    return loss, *(gradient / 2 for gradient in gradients)


@misconception(
    "triplet_loss",
    "The sign of dnegative is turned round. Downhill must lead the negative away from the anchor; with yours it comes.",
    desk="sign",
)
def triplet_negative_attracted(anchor, positive, negative, margin):
    loss, danchor, dpositive, dnegative = _right(anchor, positive, negative, margin)
    return loss, danchor, dpositive, -dnegative
