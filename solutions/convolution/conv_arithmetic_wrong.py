"""How people get sizes and counts of convolutional networks wrong."""

from solutions.misconceptions import misconception


@misconception(
    "output_size",
    "You counted the steps between the first and the last position. There is one position more than there are steps.",
    desk="offset",
)
def output_size_first_position_missing(size, kernel, stride, pad):
    return (size + 2 * pad - kernel) // stride


@misconception(
    "output_size",
    "You added the padding once. It is put at both ends, so the padded side is longer by twice that number.",
    desk="value",
)
def output_size_padded_at_one_end(size, kernel, stride, pad):
    return (size + pad - kernel) // stride + 1


@misconception(
    "output_size",
    "You rounded up. A last window that would stick out of the padded image is no position: "
    "the pixels that are left over are dropped.",
    desk="value",
)
def output_size_rounded_up(size, kernel, stride, pad):
    return -(-(size + 2 * pad - kernel) // stride) + 1


@misconception(
    "output_size",
    "You did not take off the size of the window. The last position starts where the whole window still fits, "
    "not at the last pixel.",
    desk="ignores_argument",
)
def output_size_window_forgotten(size, kernel, stride, pad):
    return (size + 2 * pad - 1) // stride + 1


@misconception(
    "receptive_field",
    "You added the kernels up. Neighbouring windows overlap: each layer widens the field by one pixel less "
    "than its kernel, in steps of what came before.",
    desk="value",
)
def receptive_field_kernels_added(layers):
    field, step = 0, 1
    for layer in layers:
        field += layer["kernel"] * step
        step *= layer["stride"]
    return field


@misconception(
    "receptive_field",
    "You left the strides out. After a stride of 2, two neighbouring outputs lie two pixels of the image apart, "
    "so every later kernel widens the field twice as fast.",
    desk="value",
)
def receptive_field_strides_ignored(layers):
    return 1 + sum(layer["kernel"] - 1 for layer in layers)


@misconception(
    "receptive_field",
    "You let a layer's own stride widen its own window. The stride says how far apart its outputs are; "
    "it counts from the next layer on.",
    desk="value",
)
def receptive_field_own_stride_counted(layers):
    field = step = 1
    for layer in layers:
        step *= layer["stride"]
        field += (layer["kernel"] - 1) * step
    return field


@misconception(
    "receptive_field",
    "You multiplied by the stride of the layer before only. Strides work through the whole stack: "
    "the step is the product of all earlier ones.",
    desk="value",
)
def receptive_field_one_stride_only(layers):
    field = step = 1
    for layer in layers:
        field += (layer["kernel"] - 1) * step
        step = layer["stride"]
    return field


@misconception(
    "count_conv_params",
    "You left the biases out. Every filter has one number more than it has weights.",
    desk="offset",
)
def count_conv_params_biases_forgotten(channels, filters, height, width):
    return filters * channels * height * width


@misconception(
    "count_conv_params",
    "You counted one slice of each filter. A filter reaches through all channels of its input, "
    "with weights of its own for each of them.",
    desk="ignores_argument",
)
def count_conv_params_channels_forgotten(channels, filters, height, width):
    return filters * (height * width + 1)


@misconception(
    "count_conv_params",
    "You gave a filter one bias for each channel. The channels are summed before the bias is added, "
    "so a filter has a single one.",
    desk="value",
)
def count_conv_params_bias_for_each_channel(channels, filters, height, width):
    return filters * channels * (height * width + 1)
