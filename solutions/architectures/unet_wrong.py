"""How people get the joint of a U-Net wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _double(x):
    return x.repeat(2, axis=2).repeat(2, axis=3)


def _squares(dout, cache, maps=None):
    """The enlarged maps' gradient with its lost row and column, as (N, C, H, 2, W, 2)."""
    x, skip = cache
    N, C, H, W = x.shape
    wide = np.zeros((N, C, 2 * H, 2 * W))
    rows, columns = skip.shape[2:]
    maps = skip.shape[1] if maps is None else maps
    wide[:, :, :rows, :columns] = dout[:, maps : maps + C]
    return wide.reshape(N, C, H, 2, W, 2)


@misconception(
    "unet_join_forward",
    "You put the enlarged maps first. The maps of the skip connection come first, those from below behind them; "
    "the next layer's weights count on this order.",
    desk="permuted",
)
def unet_join_skip_last(x, skip):
    rows, columns = skip.shape[2:]
    out = np.concatenate([_double(x)[:, :, :rows, :columns], skip], axis=1)
    return out, (x, skip)


@misconception(
    "unet_join_forward",
    "You repeated the whole image beside itself. Each pixel becomes a square of four equal ones, "
    "so that things stay where they are.",
    desk="some_entries",
)
def unet_join_image_tiled(x, skip):
    rows, columns = skip.shape[2:]
    out = np.concatenate([skip, np.tile(x, (1, 1, 2, 2))[:, :, :rows, :columns]], axis=1)
    return out, (x, skip)


@misconception(
    "unet_join_forward",
    "You put zeros between the pixels. Nearest-neighbour enlargement fills all four places with the pixel's value.",
    desk="mask",
)
def unet_join_zeros_between(x, skip):
    rows, columns = skip.shape[2:]
    wide = np.zeros((*x.shape[:2], 2 * x.shape[2], 2 * x.shape[3]))
    wide[:, :, ::2, ::2] = x
    out = np.concatenate([skip, wide[:, :, :rows, :columns]], axis=1)
    return out, (x, skip)


@misconception(
    "unet_join_forward",
    "You cut off the first row and column. Where the enlarged maps are too large, the last ones fall off.",
    desk="some_entries",
)
def unet_join_first_row_cut(x, skip):
    rows, columns = skip.shape[2:]
    out = np.concatenate([skip, _double(x)[:, :, -rows:, -columns:]], axis=1)
    return out, (x, skip)


@misconception(
    "unet_join_backward",
    "You kept one of the four gradients of a square. The pixel was copied to four places, "
    "and what they send back adds up.",
    desk="value",
)
def unet_join_one_of_four(dout, cache):
    return _squares(dout, cache)[:, :, :, 0, :, 0].copy(), dout[:, : cache[1].shape[1]].copy()


@misconception(
    "unet_join_backward",
    "You averaged over the square. Each of the four copies had the pixel's full value, "
    "so their gradients are summed, not averaged.",
    desk="factor",
)
def unet_join_averaged(dout, cache):
    return _squares(dout, cache).mean(axis=(3, 5)), dout[:, : cache[1].shape[1]].copy()


@misconception(
    "unet_join_backward",
    "You took the first maps of the gradient for x. The skip connection's maps come first; "
    "the parts must be cut where they were joined.",
    desk="permuted",
)
def unet_join_parts_exchanged(dout, cache):
    return _squares(dout, cache, 0).sum(axis=(3, 5)), dout[:, cache[0].shape[1] :].copy()


@misconception(
    "unet_join_backward",
    "You returned no gradient for the skip connection. Its maps are part of the output, "
    "and the encoder learns through them.",
    desk="mask",
)
def unet_join_skip_gradient_zero(dout, cache):
    return _squares(dout, cache).sum(axis=(3, 5)), np.zeros_like(cache[1])
