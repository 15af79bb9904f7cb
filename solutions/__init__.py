"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.adaline import adaline_loss, gd_fit, max_stable_lr, online_fit
from solutions.adaptive import adagrad, adam, adamw, rmsprop
from solutions.affine import affine_backward, affine_forward
from solutions.alvinn import alvinn_decode, alvinn_targets
from solutions.attention import attention_backward, attention_forward
from solutions.augmentation import random_crop, random_flip, shift_image
from solutions.autoencoder import autoencoder_backward, autoencoder_forward
from solutions.avgpool import avg_pool_backward, avg_pool_forward
from solutions.bagging import bootstrap_indices, majority_vote
from solutions.batchnorm import batchnorm_backward, batchnorm_forward
from solutions.boolean import boolean_net
from solutions.budget import params_and_flops
from solutions.clipping import clip_gradients
from solutions.coin import coin_nll
from solutions.components import pca
from solutions.confusion import confusion_matrix
from solutions.conv import conv_backward, conv_forward
from solutions.crossentropy import softmax, softmax_loss
from solutions.curvature import levenberg_marquardt_step, newton_step
from solutions.decay import l2_equivalent, weight_decay_step
from solutions.depth import gradient_norms_by_depth
from solutions.deviance import binomial_deviance_loss
from solutions.differences import numeric_gradient
from solutions.digraph import run_digraph
from solutions.dropout import dropout_backward, dropout_forward
from solutions.elu import elu_backward, elu_forward, selu_backward, selu_forward
from solutions.embedding import word_embedding_backward, word_embedding_forward
from solutions.folds import kfold_indices
from solutions.gan import discriminator_loss, generator_loss
from solutions.geometry import count_conv_params, output_size, receptive_field
from solutions.graph import graph_layer_backward, graph_layer_forward
from solutions.grouped import grouped_conv_backward, grouped_conv_forward
from solutions.groupnorm import (
    instancenorm_backward,
    instancenorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)
from solutions.half import half_mse
from solutions.halfplane import half_plane_net
from solutions.hinge import svm_loss
from solutions.im2col import col2im, im2col
from solutions.initialization import forward_statistics, init_weights
from solutions.interpolation import relu_interpolant
from solutions.jacobian import numeric_jacobian, relative_error
from solutions.l2pool import l2_pool_backward, l2_pool_forward
from solutions.latent import kl_loss, reparameterise_backward, reparameterise_forward
from solutions.layernorm import layernorm_backward, layernorm_forward
from solutions.leaky import leaky_relu_backward, leaky_relu_forward, prelu_backward, prelu_forward
from solutions.leastsquares import linreg_closed
from solutions.logistic import bce_with_logits, sigmoid, sigmoid_backward, sigmoid_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.maxout import maxout_backward, maxout_forward
from solutions.minibatches import iterate_minibatches, minibatch_gradient_std
from solutions.mistakes import zero_one_loss
from solutions.mlp import count_params, mlp_backward, mlp_forward
from solutions.momentum import sgd, sgd_momentum, sgd_nesterov
from solutions.multihead import multi_head_backward, multi_head_forward
from solutions.neighbours import knn_predict, nearest_neighbours
from solutions.neuron import gate_weights, neuron_predict, step, xor_net
from solutions.penalty import l2_penalty
from solutions.perceptron import perceptron_fit, perceptron_update
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.position import positional_encoding, warmup_lr
from solutions.probe import linear_probe
from solutions.qlearning import q_learning_update
from solutions.regression import l1_loss, mse_loss
from solutions.rejection import rejection_curve
from solutions.relu import relu_backward, relu_forward
from solutions.residual import residual_block_backward, residual_block_forward
from solutions.rnn import rnn_backward, rnn_forward, rnn_step_backward, rnn_step_forward
from solutions.schedule import cosine_decay, exponential_decay, one_cycle, power_decay, step_decay
from solutions.search import random_search
from solutions.softplus import softplus_backward, softplus_forward
from solutions.spatial_batchnorm import spatial_batchnorm_backward, spatial_batchnorm_forward
from solutions.split import train_val_test_split
from solutions.standardisation import standardise
from solutions.stopping import early_stopping
from solutions.symmetry import permute_hidden
from solutions.tanh import scaled_tanh_backward, scaled_tanh_forward, tanh_backward, tanh_forward
from solutions.tape import tape_backward, tape_forward
from solutions.temperature import temperature_softmax
from solutions.temporal import temporal_affine_backward, temporal_affine_forward, temporal_softmax_loss
from solutions.topk import accuracy, topk_accuracy
from solutions.transformer import transformer_block_backward, transformer_block_forward
from solutions.transposed import transposed_conv_backward, transposed_conv_forward
from solutions.triplet import triplet_loss
from solutions.unet import unet_join_backward, unet_join_forward
from solutions.words import decode_word, encode_word

__all__ = [
    "accuracy",
    "adagrad",
    "adaline_loss",
    "adam",
    "adamw",
    "affine_backward",
    "affine_forward",
    "alvinn_decode",
    "alvinn_targets",
    "attention_backward",
    "attention_forward",
    "autoencoder_backward",
    "autoencoder_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "bce_with_logits",
    "binomial_deviance_loss",
    "boolean_net",
    "bootstrap_indices",
    "clip_gradients",
    "coin_nll",
    "col2im",
    "confusion_matrix",
    "conv_backward",
    "conv_forward",
    "cosine_decay",
    "count_conv_params",
    "count_params",
    "decode_word",
    "discriminator_loss",
    "dropout_backward",
    "dropout_forward",
    "early_stopping",
    "elu_backward",
    "elu_forward",
    "encode_word",
    "exponential_decay",
    "forward_statistics",
    "gate_weights",
    "gd_fit",
    "generator_loss",
    "gradient_norms_by_depth",
    "graph_layer_backward",
    "graph_layer_forward",
    "grouped_conv_backward",
    "grouped_conv_forward",
    "half_mse",
    "half_plane_net",
    "im2col",
    "init_weights",
    "instancenorm_backward",
    "instancenorm_forward",
    "iterate_minibatches",
    "kfold_indices",
    "kl_loss",
    "knn_predict",
    "l1_loss",
    "l2_equivalent",
    "l2_penalty",
    "l2_pool_backward",
    "l2_pool_forward",
    "layernorm_backward",
    "layernorm_forward",
    "leaky_relu_backward",
    "leaky_relu_forward",
    "levenberg_marquardt_step",
    "linear_probe",
    "linreg_closed",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "majority_vote",
    "max_pool_backward",
    "max_pool_forward",
    "max_stable_lr",
    "maxout_backward",
    "maxout_forward",
    "minibatch_gradient_std",
    "mlp_backward",
    "mlp_forward",
    "mse_loss",
    "multi_head_backward",
    "multi_head_forward",
    "nearest_neighbours",
    "neuron_predict",
    "newton_step",
    "numeric_gradient",
    "numeric_jacobian",
    "one_cycle",
    "online_fit",
    "output_size",
    "params_and_flops",
    "pca",
    "perceptron_fit",
    "perceptron_update",
    "permute_hidden",
    "positional_encoding",
    "power_decay",
    "prelu_backward",
    "prelu_forward",
    "q_learning_update",
    "random_crop",
    "random_flip",
    "random_search",
    "receptive_field",
    "rejection_curve",
    "relative_error",
    "relu_backward",
    "relu_forward",
    "relu_interpolant",
    "reparameterise_backward",
    "reparameterise_forward",
    "residual_block_backward",
    "residual_block_forward",
    "rmsprop",
    "rnn_backward",
    "rnn_forward",
    "rnn_step_backward",
    "rnn_step_forward",
    "run_digraph",
    "scaled_tanh_backward",
    "scaled_tanh_forward",
    "selu_backward",
    "selu_forward",
    "sgd",
    "sgd_momentum",
    "sgd_nesterov",
    "shift_image",
    "sigmoid",
    "sigmoid_backward",
    "sigmoid_forward",
    "softmax",
    "softmax_loss",
    "softplus_backward",
    "softplus_forward",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "spatial_groupnorm_backward",
    "spatial_groupnorm_forward",
    "standardise",
    "step",
    "step_decay",
    "svm_loss",
    "tanh_backward",
    "tanh_forward",
    "tape_backward",
    "tape_forward",
    "temperature_softmax",
    "temporal_affine_backward",
    "temporal_affine_forward",
    "temporal_softmax_loss",
    "topk_accuracy",
    "train_val_test_split",
    "transformer_block_backward",
    "transformer_block_forward",
    "transposed_conv_backward",
    "transposed_conv_forward",
    "triplet_loss",
    "unet_join_backward",
    "unet_join_forward",
    "warmup_lr",
    "weight_decay_step",
    "word_embedding_backward",
    "word_embedding_forward",
    "xor_net",
    "zero_one_loss",
]
