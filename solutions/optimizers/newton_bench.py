"""Steps with curvature."""

import numpy as np

from solutions.bench_rows import Row


def _newton(rng):
    a = rng.normal(size=(300, 300))
    return {"w": rng.normal(size=300), "gradient": rng.normal(size=300), "hessian": a @ a.T + np.eye(300)}


def _marquardt(rng):
    arrays = {"w": (200,), "jacobian": (500, 200), "residual": (500,)}
    return {name: rng.normal(size=size) for name, size in arrays.items()} | {"damping": 0.1}


def _torch(torch, w, jacobian, residual, damping):
    matrix = jacobian.T @ jacobian
    matrix = matrix + damping * torch.diag(torch.diag(matrix))
    return w - torch.linalg.solve(matrix, jacobian.T @ residual)


ROWS = (
    Row("newton_step", _newton, lambda torch, w, gradient, hessian: w - torch.linalg.solve(hessian, gradient)),
    Row("levenberg_marquardt_step", _marquardt, _torch),
)
