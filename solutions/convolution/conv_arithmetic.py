"""Sizes and counts of convolutional networks."""

from solutions.arguments import parameters, whole


def output_size(size, kernel, stride, pad):
    r"""Count the positions of a window: :math:`\lfloor (H + 2 P - K) / S \rfloor + 1`.

    Parameters
    ----------
    size, kernel, stride, pad : int
        In pixels, along one side.

    Returns
    -------
    count : int

    Raises
    ------
    ValueError
        If a number is too small, or the window larger than the padded side.

    References
    ----------
    I2DL, lecture 9.

    Examples
    --------
    >>> output_size(7, 3, 2, 0)
    3
    """
    size, kernel, stride = whole("size", size, 1), whole("kernel", kernel, 1), whole("stride", stride, 1)
    padded = size + 2 * whole("pad", pad, 0)
    if kernel > padded:
        raise ValueError(f"kernel: expected at most {padded} pixels, got {kernel}")
    return (padded - kernel) // stride + 1


def receptive_field(layers):
    r"""Measure what one output sees: :math:`r_k = r_{k-1} + (f_k - 1) \prod_{i<k} s_i`, with :math:`r_0 = 1`.

    Parameters
    ----------
    layers : list of dict
        Each with `kernel` and `stride`, in pixels; the first layer first.

    Returns
    -------
    pixels : int
        Side of the receptive field in the input image.

    Raises
    ------
    ValueError
        If a layer is not such a dictionary.

    References
    ----------
    I2DL, lecture 9.

    Examples
    --------
    >>> receptive_field([{"kernel": 3, "stride": 1}, {"kernel": 2, "stride": 2}, {"kernel": 3, "stride": 1}])
    8
    """
    field = step = 1
    for number, layer in enumerate(layers):
        kernel, stride = parameters(f"layers[{number}]", layer, kernel=1, stride=1)
        field += (kernel - 1) * step
        step *= stride
    return field


def count_conv_params(channels, filters, height, width):
    r"""Count weights and biases: :math:`F (C \cdot HH \cdot WW + 1)`, whatever the size of the image.

    Parameters
    ----------
    channels, filters, height, width : int

    Returns
    -------
    count : int

    References
    ----------
    I2DL, lecture 9.

    Examples
    --------
    >>> count_conv_params(3, 10, 5, 5)
    760
    """
    weights = whole("channels", channels, 1) * whole("height", height, 1) * whole("width", width, 1)
    return whole("filters", filters, 1) * (weights + 1)
