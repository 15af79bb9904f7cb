"""How people get the autoencoder wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _gradients(dout, dcode, cache, slope=lambda code: 1 - code**2):
    """The right gradients for a right slope, and the gradient of the potentials."""
    x, w1, b1, w2, b2 = cache
    code = np.tanh(x @ w1 + b1)
    da = (dcode + dout @ w2.T) * slope(code)
    return da @ w1.T, x.T @ da, da.sum(axis=0), code.T @ dout, dout.sum(axis=0)


@misconception(
    "autoencoder_forward",
    "The tangent is missing behind the encoder. Two affine layers without anything between them are one affine layer: "
    "such a network can only learn what principal components can.",
    desk="function",
)
def autoencoder_without_tanh(x, w1, b1, w2, b2):
    code = x @ w1 + b1
    return code @ w2 + b2, code, (x, w1, b1, w2, b2)


@misconception(
    "autoencoder_forward",
    "You sent the reconstruction through the tangent as well. It must be able to take any value of a sample, "
    "also beyond 1.",
    desk="function",
)
def autoencoder_tanh_on_output(x, w1, b1, w2, b2):
    code = np.tanh(x @ w1 + b1)
    return np.tanh(code @ w2 + b2), code, (x, w1, b1, w2, b2)


@misconception(
    "autoencoder_forward",
    "You returned the potentials as the code. The code is what the decoder reads: the values after the tangent.",
    desk="function",
)
def autoencoder_code_before_tanh(x, w1, b1, w2, b2):
    a = x @ w1 + b1
    return np.tanh(a) @ w2 + b2, a, (x, w1, b1, w2, b2)


@misconception(
    "autoencoder_forward",
    "Your decoder has no bias. Without it a code of zeros always gives a sample of zeros; "
    "the bias lets the decoder start from the mean of the data.",
    desk="ignores_argument",
)
def autoencoder_decoder_bias_forgotten(x, w1, b1, w2, b2):
    code = np.tanh(x @ w1 + b1)
    return code @ w2, code, (x, w1, b1, w2, b2)


@misconception(
    "autoencoder_forward",
    "Your decoder uses the weights of the encoder, turned round. Autoencoders with tied weights exist, "
    "but this one has weights of its own in w2.",
    desk="ignores_argument",
)
def autoencoder_weights_tied(x, w1, b1, w2, b2):
    code = np.tanh(x @ w1 + b1)
    return code @ w1.T + b2, code, (x, w1, b1, w2, b2)


@misconception(
    "autoencoder_backward",
    "You do not use dcode. A loss may look at the code itself, so two gradients meet there and add up.",
    desk="ignores_upstream",
)
def autoencoder_code_gradient_ignored(dout, dcode, cache):
    return _gradients(dout, 0 * dcode, cache)


@misconception(
    "autoencoder_backward",
    "Only dcode reaches the encoder. What comes back through the decoder belongs to the code as well; the two add up.",
    desk="ignores_upstream",
)
def autoencoder_decoder_way_ignored(dout, dcode, cache):
    x, w1, b1, w2, b2 = cache
    return *_gradients(0 * dout, dcode, cache)[:3], np.tanh(x @ w1 + b1).T @ dout, dout.sum(axis=0)


@misconception(
    "autoencoder_backward",
    "You added dcode behind the tangent. It is the gradient of the code, so it has to pass the tangent on its way "
    "back, as the decoder's part does.",
    desk="value",
)
def autoencoder_code_gradient_beside_the_slope(dout, dcode, cache):
    x, w1, b1, w2, b2 = cache
    code = np.tanh(x @ w1 + b1)
    da = dout @ w2.T * (1 - code**2) + dcode
    return da @ w1.T, x.T @ da, da.sum(axis=0), code.T @ dout, dout.sum(axis=0)


@misconception(
    "autoencoder_backward",
    "The slope of the tangent is missing between decoder and encoder.",
    desk="value",
)
def autoencoder_slope_forgotten(dout, dcode, cache):
    return _gradients(dout, dcode, cache, slope=lambda code: 1.0)


@misconception(
    "autoencoder_backward",
    "You used the slope of the sigmoid, z times one minus z. The code comes from a hyperbolic tangent: "
    "one minus z squared.",
    desk="value",
)
def autoencoder_slope_of_sigmoid(dout, dcode, cache):
    return _gradients(dout, dcode, cache, slope=lambda code: code * (1 - code))


@misconception(
    "autoencoder_backward",
    "Your dw2 is made with the potentials. The decoder has multiplied the code, after the tangent, so its weights' "
    "gradient does too.",
    desk="value",
)
def autoencoder_decoder_gradient_with_potentials(dout, dcode, cache):
    x, w1, b1, w2, b2 = cache
    right = _gradients(dout, dcode, cache)
    return *right[:3], (x @ w1 + b1).T @ dout, right[4]


@misconception(
    "autoencoder_backward",
    "You returned dout as the gradient of x. The input reaches the output only through the code; "
    "that the two should be equal is a matter of the loss.",
    desk="ignores_upstream",
)
def autoencoder_input_gradient_past_the_code(dout, dcode, cache):
    return dout.copy(), *_gradients(dout, dcode, cache)[1:]


@misconception(
    "autoencoder_backward",
    "You averaged the biases' gradients over the samples. Their parts add up; the mean is taken in the loss.",
    desk="factor",
)
def autoencoder_bias_gradients_averaged(dout, dcode, cache):
    dx, dw1, db1, dw2, db2 = _gradients(dout, dcode, cache)
    return dx, dw1, db1 / len(dout), dw2, db2 / len(dout)


@misconception(
    "autoencoder_backward",
    "You added the decoder's part to dcode in place. dcode belongs to the caller, who finds other numbers in it then.",
    desk="input_changed",
)
def autoencoder_code_gradient_overwritten(dout, dcode, cache):
    right = _gradients(dout, dcode, cache)
    dcode += dout @ cache[3].T
    return right
