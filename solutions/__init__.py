"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.activations.elu import elu_backward, elu_forward, selu_backward, selu_forward
from solutions.activations.leaky import leaky_relu_backward, leaky_relu_forward, prelu_backward, prelu_forward
from solutions.activations.maxout import maxout_backward, maxout_forward
from solutions.activations.regression import l1_loss, mse_loss
from solutions.activations.softplus import softplus_backward, softplus_forward
from solutions.activations.tanh import scaled_tanh_backward, scaled_tanh_forward, tanh_backward, tanh_forward
from solutions.architectures.alvinn import alvinn_decode, alvinn_targets
from solutions.architectures.flops import params_and_flops
from solutions.architectures.grouped import grouped_conv_backward, grouped_conv_forward
from solutions.architectures.residual import residual_block_backward, residual_block_forward
from solutions.architectures.transposed import transposed_conv_backward, transposed_conv_forward
from solutions.architectures.unet import unet_join_backward, unet_join_forward
from solutions.attention.attention import attention_backward, attention_forward
from solutions.attention.multi_head import multi_head_backward, multi_head_forward
from solutions.attention.positional_encoding import positional_encoding, warmup_lr
from solutions.attention.transformer import transformer_block_backward, transformer_block_forward
from solutions.backprop.half_mse import half_mse
from solutions.backprop.numeric_gradient import numeric_gradient
from solutions.beyond.gan import discriminator_loss, generator_loss
from solutions.beyond.graph_layer import graph_layer_backward, graph_layer_forward
from solutions.beyond.q_learning import q_learning_update
from solutions.beyond.vae import kl_loss, reparameterize_backward, reparameterize_forward
from solutions.classifiers.bernoulli import coin_nll
from solutions.classifiers.l2_penalty import l2_penalty
from solutions.classifiers.sigmoid import bce_with_logits, sigmoid, sigmoid_backward, sigmoid_forward
from solutions.classifiers.softmax import softmax, softmax_loss
from solutions.classifiers.svm import svm_loss
from solutions.classifiers.zero_one import zero_one_loss
from solutions.convolution.avg_pool import avg_pool_backward, avg_pool_forward
from solutions.convolution.conv import conv_backward, conv_forward
from solutions.convolution.conv_arithmetic import count_conv_params, output_size, receptive_field
from solutions.convolution.im2col import col2im, im2col
from solutions.convolution.l2_pool import l2_pool_backward, l2_pool_forward
from solutions.convolution.max_pool import max_pool_backward, max_pool_forward
from solutions.descent.gradient_norms import gradient_norms_by_depth
from solutions.descent.minibatches import iterate_minibatches, minibatch_gradient_std
from solutions.descent.permutation import permute_hidden
from solutions.graphs.affine import affine_backward, affine_forward
from solutions.graphs.jacobian import numeric_jacobian, relative_error
from solutions.graphs.relu import relu_backward, relu_forward
from solutions.graphs.tape import tape_backward, tape_forward
from solutions.learning.adaline import adaline_loss, gd_fit, max_stable_lr, online_fit
from solutions.learning.kfold import kfold_indices
from solutions.learning.linreg import linreg_closed
from solutions.learning.nearest_neighbors import knn_predict, nearest_neighbors
from solutions.learning.pca import pca
from solutions.learning.standardization import standardize
from solutions.networks.binary_words import decode_word, encode_word
from solutions.networks.boolean import boolean_net
from solutions.networks.cyclic_network import run_digraph
from solutions.networks.half_plane import half_plane_net
from solutions.networks.interpolant import relu_interpolant
from solutions.networks.mlp import count_params, mlp_backward, mlp_forward
from solutions.neurons.neuron import gate_weights, neuron_predict, step, xor_net
from solutions.neurons.perceptron import perceptron_fit, perceptron_update
from solutions.normalization.batchnorm import batchnorm_backward, batchnorm_forward
from solutions.normalization.groupnorm import (
    instancenorm_backward,
    instancenorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)
from solutions.normalization.initialization import forward_statistics, init_weights
from solutions.normalization.layernorm import layernorm_backward, layernorm_forward
from solutions.normalization.spatial_batchnorm import spatial_batchnorm_backward, spatial_batchnorm_forward
from solutions.optimizers.adaptive import adagrad, adam, adamw, rmsprop
from solutions.optimizers.momentum import sgd, sgd_momentum, sgd_nesterov
from solutions.optimizers.newton import levenberg_marquardt_step, newton_step
from solutions.optimizers.schedule import cosine_decay, exponential_decay, one_cycle, power_decay, step_decay
from solutions.recurrent.clipping import clip_gradients
from solutions.recurrent.embedding import word_embedding_backward, word_embedding_forward
from solutions.recurrent.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.recurrent.rnn import rnn_backward, rnn_forward, rnn_step_backward, rnn_step_forward
from solutions.recurrent.temperature import temperature_softmax
from solutions.recurrent.temporal import temporal_affine_backward, temporal_affine_forward, temporal_softmax_loss
from solutions.regularization.augmentation import random_crop, random_flip, shift_image
from solutions.regularization.bagging import bootstrap_indices, majority_vote
from solutions.regularization.dropout import dropout_backward, dropout_forward
from solutions.regularization.weight_decay import l2_equivalent, weight_decay_step
from solutions.representation.autoencoder import autoencoder_backward, autoencoder_forward
from solutions.representation.linear_probe import linear_probe
from solutions.representation.multi_similarity import multi_similarity_loss
from solutions.representation.triplet import triplet_loss
from solutions.workflow.confusion import confusion_matrix
from solutions.workflow.early_stopping import early_stopping
from solutions.workflow.random_search import random_search
from solutions.workflow.rejection import rejection_curve
from solutions.workflow.split import train_val_test_split
from solutions.workflow.topk import accuracy, topk_accuracy
