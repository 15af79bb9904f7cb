"""How people get the ReLU wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "relu_forward",
    "You let a small part of the negative inputs through. That is the leaky ReLU; "
    "the plain one is exactly 0 for every negative input.",
    desk="mask",
)
def relu_leaky(x):
    out = np.where(x > 0, x, 0.01 * x)
    return out, (x,)


@misconception(
    "relu_forward",
    "You took the absolute value: negative inputs come back positive. A ReLU switches them off, "
    "so nothing may come out for them.",
    desk="mask",
)
def relu_absolute_value(x):
    out = np.abs(x)
    return out, (x,)


@misconception(
    "relu_forward",
    "You set the negative entries of x itself to 0. x belongs to the caller: the layer before may keep it in its "
    "cache, and would find other numbers in its backward pass.",
    desk="input_changed",
)
def relu_input_overwritten(x):
    x[x < 0] = 0
    return x, (x,)


@misconception(
    "relu_backward",
    "You overwrote dout. An assignment such as dx = dout makes a second name and no second array, "
    "so the caller's upstream gradient is changed as well.",
    desk="input_changed",
)
def relu_upstream_overwritten(dout, cache):
    (x,) = cache
    dx = dout
    dx[x <= 0] = 0
    return dx


@misconception(
    "relu_backward",
    "You masked by the sign of dout. Whether a unit was on depends on its input in the forward pass; "
    "a negative upstream gradient must pass through a unit that was on.",
    desk="mask",
)
def relu_masked_by_upstream(dout, cache):
    (x,) = cache
    return dout * (dout > 0)


@misconception(
    "relu_backward",
    "You returned the slope alone. The chain rule multiplies the slope, 0 or 1, with the upstream gradient.",
    desk="ignores_upstream",
)
def relu_slope_only(dout, cache):
    (x,) = cache
    return (x > 0).astype(float)


@misconception(
    "relu_backward",
    "Your mask is the wrong way round: the gradient passes where the input was positive, because only there "
    "a change of the input changes the output.",
    desk="mask",
)
def relu_mask_inverted(dout, cache):
    (x,) = cache
    return dout * (x < 0)


@misconception(
    "relu_backward",
    "You multiplied dout with the output of the ReLU. The derivative is its slope, which is 1 where the unit is on, "
    "whatever the size of the input.",
    desk="factor",
)
def relu_times_output(dout, cache):
    (x,) = cache
    return dout * np.maximum(0, x)


@misconception(
    "relu_backward",
    "You passed dout on unchanged. Units that were off did not influence the output, so nothing may flow through them.",
    desk="mask",
)
def relu_upstream_unmasked(dout, cache):
    (x,) = cache
    return dout.copy()


@misconception(
    "relu_backward",
    "You turned the cached x into the mask, in place. The cache belongs to the forward pass: "
    "whoever uses it again finds zeros and ones in it.",
    desk="cache_changed",
)
def relu_cache_overwritten(dout, cache):
    (x,) = cache
    x[x <= 0] = 0
    x[x > 0] = 1
    return dout * x
