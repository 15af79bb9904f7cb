"""Right answers in other styles: loops, written out."""

import numpy as np


def loops_relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, (x,)


def loops_relu_backward(dout, cache):
    (x,) = cache
    dx = dout.copy()
    dx[x < 0] = 0
    return dx


def written_out_relu_forward(x):
    return (x + np.abs(x)) / 2, np.sign(x)


def written_out_relu_backward(dout, cache):
    return dout * np.clip(cache, 0, 1)


STYLES = {
    "loops": {
        "relu_forward": loops_relu_forward,
        "relu_backward": loops_relu_backward,
    },
    "written out": {
        "relu_forward": written_out_relu_forward,
        "relu_backward": written_out_relu_backward,
    },
}
