"""How people get the residual block wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _windows(x):
    """Shape (N, C, H, W, 3, 3)."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), axis=(2, 3))


def _conv(x, w, b):
    return np.einsum("nchwij,fcij->nfhw", _windows(x), w) + b[:, None, None]


def _conv_gradients(dout, x, w):
    dx = np.einsum("nfhwij,fcij->nchw", _windows(dout), w[:, :, ::-1, ::-1])
    return dx, np.einsum("nfhw,nchwij->fcij", dout, _windows(x)), dout.sum(axis=(0, 2, 3))


def _gradients(dout, cache, *, last=True, inner=True, shortcut=1.0, through=1.0):
    """The backward pass; `last` and `inner` mask by the two ReLUs, the numbers weigh the two ways to x."""
    x, w1, b1, w2, b2 = cache
    first = _conv(x, w1, b1)
    hidden = np.maximum(0, first)
    dsum = dout * (x + _conv(hidden, w2, b2) > 0) if last else dout
    dhidden, dw2, db2 = _conv_gradients(dsum, hidden, w2)
    dx, dw1, db1 = _conv_gradients(dhidden * (first > 0) if inner else dhidden, x, w1)
    return through * dx + shortcut * dsum, dw1, db1, dw2, db2


@misconception(
    "residual_block_forward",
    "You left the shortcut out. The input is added to what the convolutions find, before the last ReLU; "
    "with filters of zeros it must come through.",
    desk="mask",
)
def residual_block_shortcut_forgotten(x, w1, b1, w2, b2):
    out = np.maximum(0, _conv(np.maximum(0, _conv(x, w1, b1)), w2, b2))
    return out, (x, w1, b1, w2, b2)


@misconception(
    "residual_block_forward",
    "You added the input after the last ReLU. The sum comes first, so that the ReLU sees both ways; "
    "here negative inputs come out at the end.",
    desk="mask",
)
def residual_block_added_after_relu(x, w1, b1, w2, b2):
    out = x + np.maximum(0, _conv(np.maximum(0, _conv(x, w1, b1)), w2, b2))
    return out, (x, w1, b1, w2, b2)


@misconception(
    "residual_block_forward",
    "You left the ReLU between the convolutions out. Without it the two are one linear map.",
    desk="some_entries",
)
def residual_block_inner_relu_forgotten(x, w1, b1, w2, b2):
    out = np.maximum(0, x + _conv(_conv(x, w1, b1), w2, b2))
    return out, (x, w1, b1, w2, b2)


@misconception(
    "residual_block_forward",
    "You added the branch into x itself. x belongs to the caller: the layer before keeps it in its cache, "
    "and your own backward pass needs it as it was.",
    desk="input_changed",
)
def residual_block_input_overwritten(x, w1, b1, w2, b2):
    kept = x.copy()
    x += _conv(np.maximum(0, _conv(x, w1, b1)), w2, b2)
    out = np.maximum(0, x)
    return out, (kept, w1, b1, w2, b2)


@misconception(
    "residual_block_backward",
    "You forgot the gradient of the shortcut. x reaches the output in two ways, through the convolutions and directly; "
    "the direct way is what keeps the gradient alive in deep networks.",
    desk="missing_way",
)
def residual_block_shortcut_gradient_forgotten(dout, cache):
    return _gradients(dout, cache, shortcut=0.0)


@misconception(
    "residual_block_backward",
    "You sent the gradient over the shortcut only. x also went through the convolutions, "
    "and both ways add up in its gradient.",
    desk="missing_way",
)
def residual_block_branch_gradient_forgotten(dout, cache):
    return _gradients(dout, cache, through=0.0)


@misconception(
    "residual_block_backward",
    "You did not pass through the last ReLU. It comes after the sum, so its mask belongs to both ways, "
    "before the gradient splits.",
    desk="value",
)
def residual_block_last_relu_not_differentiated(dout, cache):
    return _gradients(dout, cache, last=False)


@misconception(
    "residual_block_backward",
    "You masked the branch and let the shortcut pass unmasked. The last ReLU comes after the sum: "
    "where it was off, nothing goes back on either way.",
    desk="value",
)
def residual_block_shortcut_past_the_last_relu(dout, cache):
    branch = _gradients(dout, cache, shortcut=0.0)
    return branch[0] + dout, *branch[1:]


@misconception(
    "residual_block_backward",
    "You left the ReLU between the convolutions out of the backward pass. Hidden units that were off "
    "pass no gradient to the first convolution.",
    desk="value",
)
def residual_block_inner_relu_not_differentiated(dout, cache):
    return _gradients(dout, cache, inner=False)
