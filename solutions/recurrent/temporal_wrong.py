"""How people get the output layer of a sequence model wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "temporal_affine_forward",
    "You left the bias out. Its job here is to say how frequent a word is at any step, whatever the state.",
    desk="ignores_argument",
)
def temporal_affine_bias_forgotten(x, w, b):
    return x @ w, (x, w, b)


@misconception(
    "temporal_affine_forward",
    "You lined up all steps for the product and left them so. The output keeps the axes of x: "
    "samples, steps, features.",
    desk="shape",
)
def temporal_affine_left_flat(x, w, b):
    return x.reshape(-1, x.shape[2]) @ w + b, (x, w, b)


@misconception(
    "temporal_affine_forward",
    "You lined up the steps with the time first and took them apart with the samples first, so the sequences are "
    "mixed up. Reshaping does not move numbers; the order of the axes must be the same both times.",
    desk="permuted",
)
def temporal_affine_sequences_mixed(x, w, b):
    rows = x.transpose(1, 0, 2).reshape(-1, x.shape[2])
    return (rows @ w + b).reshape(*x.shape[:2], -1), (x, w, b)


@misconception(
    "temporal_affine_backward",
    "You averaged the gradients of weights and bias over the steps. The same weights are used at every step, "
    "so the parts add up; a mean, if it is wanted, belongs to the loss.",
    desk="factor",
)
def temporal_affine_averaged_over_time(dout, cache):
    x, w, b = cache
    steps = x.shape[1]
    return dout @ w.T, np.einsum("ntd,ntm->dm", x, dout) / steps, dout.sum(axis=(0, 1)) / steps


@misconception(
    "temporal_affine_backward",
    "You summed db over the samples only. The bias is shared by the steps as well; one bias for each output remains.",
    desk="missing_sum",
)
def temporal_affine_bias_gradient_by_step(dout, cache):
    x, w, b = cache
    return dout @ w.T, np.einsum("ntd,ntm->dm", x, dout), dout.sum(axis=0)


@misconception(
    "temporal_affine_backward",
    "Only the last step reaches the weights. They were used at every step, so all steps send something back.",
    desk="missing_sum",
)
def temporal_affine_last_step_only(dout, cache):
    x, w, b = cache
    return dout @ w.T, x[:, -1].T @ dout[:, -1], dout[:, -1].sum(axis=0)


@misconception(
    "temporal_affine_backward",
    "Your dw is transposed: its rows belong to the inputs of the layer and its columns to the outputs, as in w.",
    desk="transposed",
)
def temporal_affine_weight_gradient_transposed(dout, cache):
    x, w, b = cache
    return dout @ w.T, np.einsum("ntd,ntm->md", x, dout), dout.sum(axis=(0, 1))


def _right(x, y, mask):
    shifted = x - x.max(axis=2, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    one_hot = np.eye(x.shape[2])[y]
    return -np.sum(logs * one_hot * mask[..., None]) / len(x), (np.exp(logs) - one_hot) * mask[..., None] / len(x)


@misconception(
    "temporal_softmax_loss",
    "You do not use the mask. Short sequences are filled up to T steps, and without the mask "
    "the model is trained to predict the filling.",
    desk="ignores_argument",
    in_variants=True,
)
def temporal_softmax_mask_ignored(x, y, mask):
    return _right(x, y, np.ones_like(mask))


@misconception(
    "temporal_softmax_loss",
    "The loss knows the mask, its gradient does not. A step that does not count must not send anything back.",
    desk="mask",
    in_variants=True,
)
def temporal_softmax_gradient_unmasked(x, y, mask):
    return _right(x, y, mask)[0], _right(x, y, np.ones_like(mask))[1]


@misconception(
    "temporal_softmax_loss",
    "You set the scores of the steps that do not count to 0. Then they still cost log V each: "
    "take their share out of the sum, not their scores out of x.",
    desk="value",
    in_variants=True,
)
def temporal_softmax_scores_masked(x, y, mask):
    return _right(x * mask[..., None], y, np.ones_like(mask))[0], _right(x, y, mask)[1]


@misconception(
    "temporal_softmax_loss",
    "You divided by the number of samples times steps. In this course the sum over time stays a sum, "
    "and only the number of sequences is divided by.",
    desk="factor",
)
def temporal_softmax_averaged_over_all_steps(x, y, mask):
    loss, dx = _right(x, y, mask)
    return loss / x.shape[1], dx / x.shape[1]


@misconception(
    "temporal_softmax_loss",
    "You divided by the number of steps that count. That is a mean over words; "
    "here the sum over time is divided by the number of sequences N.",
    desk="factor",
)
def temporal_softmax_averaged_over_counting_steps(x, y, mask):
    loss, dx = _right(x, y, mask)
    factor = len(x) / max(mask.sum(), 1)
    return loss * factor, dx * factor


@misconception(
    "temporal_softmax_loss",
    "You summed over the samples as well. The sum over time is divided by the number of sequences N, "
    "in the loss and in the gradient.",
    desk="factor",
)
def temporal_softmax_summed_over_samples(x, y, mask):
    loss, dx = _right(x, y, mask)
    return loss * len(x), dx * len(x)


@misconception(
    "temporal_softmax_loss",
    "The loss is divided by N, its gradient is not. Whatever is done to the loss, the gradient must follow.",
    desk="factor",
)
def temporal_softmax_gradient_not_averaged(x, y, mask):
    loss, dx = _right(x, y, mask)
    return loss, dx * len(x)


@misconception(
    "temporal_softmax_loss",
    "Your gradient is target minus probability, which points downhill. The gradient points uphill; "
    "the optimiser subtracts it.",
    desk="sign",
    in_variants=True,
)
def temporal_softmax_gradient_downhill(x, y, mask):
    loss, dx = _right(x, y, mask)
    return loss, -dx


@misconception(
    "temporal_softmax_loss",
    "You normalised over the steps. At every step the probabilities of the words add up to 1; "
    "the steps have nothing to share.",
    desk="value",
    in_variants=True,
)
def temporal_softmax_over_time(x, y, mask):
    shifted = x - x.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    one_hot = np.eye(x.shape[2])[y]
    return -np.sum(logs * one_hot * mask[..., None]) / len(x), (np.exp(logs) - one_hot) * mask[..., None] / len(x)


@misconception(
    "temporal_softmax_loss",
    "You take the logarithm of a probability that has underflowed to 0. Simplify the logarithm of the softmax "
    "before you write it down; then nothing has to be rounded to 0.",
    desk="not_finite",
    in_variants=True,
)
def temporal_softmax_logarithm_of_zero(x, y, mask):
    p = np.exp(x - x.max(axis=2, keepdims=True))
    p /= p.sum(axis=2, keepdims=True)
    own = np.take_along_axis(p, y[..., None], axis=2)[..., 0]
    return -np.sum(np.log(own) * mask) / len(x), _right(x, y, mask)[1]


@misconception(
    "temporal_softmax_loss",
    "You exponentiate the scores as they are, and large ones overflow. A softmax does not change when the same number "
    "is taken from all scores of a step.",
    desk="not_finite",
    in_variants=True,
)
def temporal_softmax_overflows(x, y, mask):
    p = np.exp(x) / np.exp(x).sum(axis=2, keepdims=True)
    one_hot = np.eye(x.shape[2])[y]
    loss = -np.sum(np.log(p)[one_hot == 1] * mask.ravel()) / len(x)
    return loss, (p - one_hot) * mask[..., None] / len(x)


@misconception(
    "temporal_softmax_loss",
    "You subtracted the maximum from the caller's scores, in place. They are still needed, for instance to draw the "
    "next word.",
    desk="input_changed",
    in_variants=True,
)
def temporal_softmax_scores_overwritten(x, y, mask):
    x -= x.max(axis=2, keepdims=True)
    return _right(x, y, mask)
