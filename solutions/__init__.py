"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.affine import affine_backward, affine_forward
from solutions.autoencoder import autoencoder_backward, autoencoder_forward
from solutions.batchnorm import (
    batchnorm_backward,
    batchnorm_forward,
    spatial_batchnorm_backward,
    spatial_batchnorm_forward,
)
from solutions.clipping import clip_gradients
from solutions.conv import conv_backward, conv_forward
from solutions.deviance import binomial_deviance_loss
from solutions.embedding import word_embedding_backward, word_embedding_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.probe import linear_probe
from solutions.relu import relu_backward, relu_forward
from solutions.rnn import rnn_backward, rnn_forward, rnn_step_backward, rnn_step_forward
from solutions.softmax import softmax_loss
from solutions.temperature import temperature_softmax
from solutions.temporal import temporal_affine_backward, temporal_affine_forward, temporal_softmax_loss
from solutions.triplet import triplet_loss

__all__ = [
    "affine_backward",
    "affine_forward",
    "autoencoder_backward",
    "autoencoder_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "binomial_deviance_loss",
    "clip_gradients",
    "conv_backward",
    "conv_forward",
    "linear_probe",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "max_pool_backward",
    "max_pool_forward",
    "relu_backward",
    "relu_forward",
    "rnn_backward",
    "rnn_forward",
    "rnn_step_backward",
    "rnn_step_forward",
    "softmax_loss",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "temperature_softmax",
    "temporal_affine_backward",
    "temporal_affine_forward",
    "temporal_softmax_loss",
    "triplet_loss",
    "word_embedding_backward",
    "word_embedding_forward",
]
