"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.affine import affine_backward, affine_forward
from solutions.batchnorm import (
    batchnorm_backward,
    batchnorm_forward,
    spatial_batchnorm_backward,
    spatial_batchnorm_forward,
)
from solutions.conv import conv_backward, conv_forward
from solutions.elu import elu_backward, elu_forward, selu_backward, selu_forward
from solutions.leaky import leaky_relu_backward, leaky_relu_forward, prelu_backward, prelu_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.maxout import maxout_backward, maxout_forward
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.regression import l1_loss, mse_loss
from solutions.relu import relu_backward, relu_forward
from solutions.softmax import softmax_loss
from solutions.softplus import softplus_backward, softplus_forward
from solutions.tanh import scaled_tanh_backward, scaled_tanh_forward, tanh_backward, tanh_forward

__all__ = [
    "affine_backward",
    "affine_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "conv_backward",
    "conv_forward",
    "elu_backward",
    "elu_forward",
    "l1_loss",
    "leaky_relu_backward",
    "leaky_relu_forward",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "max_pool_backward",
    "max_pool_forward",
    "maxout_backward",
    "maxout_forward",
    "mse_loss",
    "prelu_backward",
    "prelu_forward",
    "relu_backward",
    "relu_forward",
    "scaled_tanh_backward",
    "scaled_tanh_forward",
    "selu_backward",
    "selu_forward",
    "softmax_loss",
    "softplus_backward",
    "softplus_forward",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "tanh_backward",
    "tanh_forward",
]
