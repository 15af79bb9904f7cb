"""What the kernels are timed on, in `LAYER_bench.py`: real sizes, and PyTorch's way of doing the same."""

from collections.abc import Callable
from dataclasses import dataclass

from solutions.roles import modules


@dataclass(frozen=True)
class Row:
    """One comparison of a kernel with its NumPy twin and with PyTorch.

    Attributes
    ----------
    function : str
        A forward function, a loss, or any other function; a forward function is timed with its backward.
    real : callable (rng) -> dict
        Inputs of a real size, as in the spec's cases.
    torch : callable (torch, **inputs) -> tensor or tuple of tensors, optional
        The differentiable outputs (a loss: its value). Float arrays come as tensors, other values as they are.
    same_work : bool
        Whether NumPy's answer computes the same things; a formula against random trials is no race.
    """

    function: str
    real: Callable
    torch: Callable | None = None
    same_work: bool = True


def rows():
    """Return every row, layer by layer."""
    return [row for module in modules("bench").values() for row in module.ROWS]
