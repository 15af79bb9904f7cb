"""How people get steps with curvature wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "newton_step",
    "You multiplied the gradient with the Hessian. The step solves a system with it: where the loss curves much, the "
    "step is short.",
    desk="value",
)
def newton_multiplies(w, gradient, hessian):
    return w - hessian @ gradient


@misconception(
    "newton_step",
    "You used the diagonal of the Hessian only: the mixed derivatives turn the step.",
    desk="value",
)
def newton_diagonal(w, gradient, hessian):
    return w - gradient / np.diag(hessian)


@misconception(
    "newton_step",
    "Your step goes the wrong way: it is subtracted, since the system is solved for the way to the minimum with the "
    "gradient's sign turned.",
    desk="sign",
)
def newton_uphill(w, gradient, hessian):
    return w + np.linalg.solve(hessian, gradient)


@misconception(
    "levenberg_marquardt_step",
    "The damping is missing: this is the step of Gauss and Newton.",
    desk="ignores_argument",
)
def marquardt_not_damped(w, jacobian, residual, damping):
    return w - np.linalg.pinv(jacobian.T @ jacobian) @ jacobian.T @ residual


@misconception(
    "levenberg_marquardt_step",
    "You multiplied every entry of the matrix. The damping belongs on the diagonal only: it is to turn the step.",
    desk="value",
)
def marquardt_damps_every_entry(w, jacobian, residual, damping):
    return w - np.linalg.pinv((1 + damping) * jacobian.T @ jacobian) @ jacobian.T @ residual


@misconception(
    "levenberg_marquardt_step",
    "You added the damping to the diagonal. That is Levenberg's form; Marquardt multiplies the diagonal, so that the "
    "units of the weights do not matter.",
    desk="some_entries",
)
def marquardt_adds_to_the_diagonal(w, jacobian, residual, damping):
    matrix = jacobian.T @ jacobian + damping * np.eye(len(w))
    return w - np.linalg.solve(matrix, jacobian.T @ residual)
