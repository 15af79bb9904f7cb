"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.affine import affine_backward, affine_forward
from solutions.attention import attention_backward, attention_forward
from solutions.batchnorm import batchnorm_backward, batchnorm_forward
from solutions.conv import conv_backward, conv_forward
from solutions.gan import discriminator_loss, generator_loss
from solutions.graph import graph_layer_backward, graph_layer_forward
from solutions.latent import kl_loss, reparameterise_backward, reparameterise_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.multihead import multi_head_backward, multi_head_forward
from solutions.neuron import gate_weights, neuron_predict, step, xor_net
from solutions.perceptron import perceptron_fit, perceptron_update
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.position import positional_encoding, warmup_lr
from solutions.qlearning import q_learning_update
from solutions.relu import relu_backward, relu_forward
from solutions.softmax import softmax_loss
from solutions.spatial_batchnorm import spatial_batchnorm_backward, spatial_batchnorm_forward

__all__ = [
    "affine_backward",
    "affine_forward",
    "attention_backward",
    "attention_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "conv_backward",
    "conv_forward",
    "discriminator_loss",
    "gate_weights",
    "generator_loss",
    "graph_layer_backward",
    "graph_layer_forward",
    "kl_loss",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "max_pool_backward",
    "max_pool_forward",
    "multi_head_backward",
    "multi_head_forward",
    "neuron_predict",
    "perceptron_fit",
    "perceptron_update",
    "positional_encoding",
    "q_learning_update",
    "relu_backward",
    "relu_forward",
    "reparameterise_backward",
    "reparameterise_forward",
    "softmax_loss",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "step",
    "warmup_lr",
    "xor_net",
]
