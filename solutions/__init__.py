"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.adaptive import adagrad, adam, adamw, rmsprop
from solutions.affine import affine_backward, affine_forward
from solutions.attention import attention_backward, attention_forward
from solutions.batchnorm import batchnorm_backward, batchnorm_forward
from solutions.clipping import clip_gradients
from solutions.conv import conv_backward, conv_forward
from solutions.curvature import levenberg_marquardt_step, newton_step
from solutions.elu import elu_backward, elu_forward, selu_backward, selu_forward
from solutions.embedding import word_embedding_backward, word_embedding_forward
from solutions.gan import discriminator_loss, generator_loss
from solutions.graph import graph_layer_backward, graph_layer_forward
from solutions.groupnorm import (
    instancenorm_backward,
    instancenorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)
from solutions.initialization import forward_statistics, init_weights
from solutions.latent import kl_loss, reparameterise_backward, reparameterise_forward
from solutions.layernorm import layernorm_backward, layernorm_forward
from solutions.leaky import leaky_relu_backward, leaky_relu_forward, prelu_backward, prelu_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.maxout import maxout_backward, maxout_forward
from solutions.momentum import sgd, sgd_momentum, sgd_nesterov
from solutions.multihead import multi_head_backward, multi_head_forward
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.position import positional_encoding, warmup_lr
from solutions.qlearning import q_learning_update
from solutions.regression import l1_loss, mse_loss
from solutions.relu import relu_backward, relu_forward
from solutions.rnn import rnn_backward, rnn_forward, rnn_step_backward, rnn_step_forward
from solutions.schedule import cosine_decay, exponential_decay, one_cycle, power_decay, step_decay
from solutions.softmax import softmax_loss
from solutions.softplus import softplus_backward, softplus_forward
from solutions.spatial_batchnorm import spatial_batchnorm_backward, spatial_batchnorm_forward
from solutions.tanh import scaled_tanh_backward, scaled_tanh_forward, tanh_backward, tanh_forward
from solutions.temperature import temperature_softmax
from solutions.temporal import temporal_affine_backward, temporal_affine_forward, temporal_softmax_loss

__all__ = [
    "adagrad",
    "adam",
    "adamw",
    "affine_backward",
    "affine_forward",
    "attention_backward",
    "attention_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "clip_gradients",
    "conv_backward",
    "conv_forward",
    "cosine_decay",
    "discriminator_loss",
    "elu_backward",
    "elu_forward",
    "exponential_decay",
    "forward_statistics",
    "generator_loss",
    "graph_layer_backward",
    "graph_layer_forward",
    "init_weights",
    "instancenorm_backward",
    "instancenorm_forward",
    "kl_loss",
    "l1_loss",
    "layernorm_backward",
    "layernorm_forward",
    "leaky_relu_backward",
    "leaky_relu_forward",
    "levenberg_marquardt_step",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "max_pool_backward",
    "max_pool_forward",
    "maxout_backward",
    "maxout_forward",
    "mse_loss",
    "multi_head_backward",
    "multi_head_forward",
    "newton_step",
    "one_cycle",
    "positional_encoding",
    "power_decay",
    "prelu_backward",
    "prelu_forward",
    "q_learning_update",
    "relu_backward",
    "relu_forward",
    "reparameterise_backward",
    "reparameterise_forward",
    "rmsprop",
    "rnn_backward",
    "rnn_forward",
    "rnn_step_backward",
    "rnn_step_forward",
    "scaled_tanh_backward",
    "scaled_tanh_forward",
    "selu_backward",
    "selu_forward",
    "sgd",
    "sgd_momentum",
    "sgd_nesterov",
    "softmax_loss",
    "softplus_backward",
    "softplus_forward",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "spatial_groupnorm_backward",
    "spatial_groupnorm_forward",
    "step_decay",
    "tanh_backward",
    "tanh_forward",
    "temperature_softmax",
    "temporal_affine_backward",
    "temporal_affine_forward",
    "temporal_softmax_loss",
    "warmup_lr",
    "word_embedding_backward",
    "word_embedding_forward",
]
