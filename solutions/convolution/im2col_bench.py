"""Images and columns."""

from solutions.bench_rows import Row

WINDOW = {"height": 3, "width": 3, "stride": 1, "pad": 1}


def _images(rng):
    return {"x": rng.normal(size=(16, 16, 32, 32))} | WINDOW


def _columns(rng):
    return {"columns": rng.normal(size=(16, 16 * 9, 32 * 32)), "shape": [16, 16, 32, 32]} | WINDOW


def _unfold(torch, x, height, width, stride, pad):
    return torch.nn.functional.unfold(x, (height, width), padding=pad, stride=stride)


def _fold(torch, columns, shape, height, width, stride, pad):
    return torch.nn.functional.fold(columns, tuple(shape[2:]), (height, width), padding=pad, stride=stride)


ROWS = (Row("im2col", _images, _unfold), Row("col2im", _columns, _fold))
