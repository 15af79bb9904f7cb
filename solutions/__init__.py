"""The reference: every layer of the course, forward and backward, fast and exact.

Signatures follow Stanford's CS231n and TUM's I2DL. Inputs are never changed,
but for the running statistics in `bn_param`, which are replaced by new arrays.
"""

from solutions.affine import affine_backward, affine_forward
from solutions.alvinn import alvinn_decode, alvinn_targets
from solutions.attention import attention_backward, attention_forward
from solutions.avgpool import avg_pool_backward, avg_pool_forward
from solutions.batchnorm import batchnorm_backward, batchnorm_forward
from solutions.budget import params_and_flops
from solutions.conv import conv_backward, conv_forward
from solutions.geometry import count_conv_params, output_size, receptive_field
from solutions.grouped import grouped_conv_backward, grouped_conv_forward
from solutions.im2col import col2im, im2col
from solutions.l2pool import l2_pool_backward, l2_pool_forward
from solutions.lstm import lstm_backward, lstm_forward, lstm_step_backward, lstm_step_forward
from solutions.pool import max_pool_backward, max_pool_forward
from solutions.relu import relu_backward, relu_forward
from solutions.residual import residual_block_backward, residual_block_forward
from solutions.softmax import softmax_loss
from solutions.spatial_batchnorm import spatial_batchnorm_backward, spatial_batchnorm_forward
from solutions.transposed import transposed_conv_backward, transposed_conv_forward
from solutions.unet import unet_join_backward, unet_join_forward

__all__ = [
    "affine_backward",
    "affine_forward",
    "alvinn_decode",
    "alvinn_targets",
    "attention_backward",
    "attention_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "batchnorm_backward",
    "batchnorm_forward",
    "col2im",
    "conv_backward",
    "conv_forward",
    "count_conv_params",
    "grouped_conv_backward",
    "grouped_conv_forward",
    "im2col",
    "l2_pool_backward",
    "l2_pool_forward",
    "lstm_backward",
    "lstm_forward",
    "lstm_step_backward",
    "lstm_step_forward",
    "max_pool_backward",
    "max_pool_forward",
    "output_size",
    "params_and_flops",
    "receptive_field",
    "relu_backward",
    "relu_forward",
    "residual_block_backward",
    "residual_block_forward",
    "softmax_loss",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "transposed_conv_backward",
    "transposed_conv_forward",
    "unet_join_backward",
    "unet_join_forward",
]
