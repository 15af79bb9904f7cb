"""Max pooling."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.normal(size=(32, 16, 32, 32)), "pool_param": {"pool_height": 2, "pool_width": 2, "stride": 2}}


def _torch(torch, x, pool_param):
    window = pool_param["pool_height"], pool_param["pool_width"]
    return torch.nn.functional.max_pool2d(x, window, stride=pool_param["stride"])


ROWS = (Row("max_pool_forward", _real, _torch),)
