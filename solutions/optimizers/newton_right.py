"""Steps with curvature by an inverse, and by least squares."""

import numpy as np


def inverse_newton(w, gradient, hessian):
    return w - np.linalg.inv(hessian) @ gradient


def inverse_marquardt(w, jacobian, residual, damping):
    matrix = jacobian.T @ jacobian
    return w - np.linalg.inv(matrix + damping * np.diag(np.diag(matrix))) @ (jacobian.T @ residual)


def least_squares_newton(w, gradient, hessian):
    return w + np.linalg.lstsq(hessian, -gradient, rcond=None)[0]


def least_squares_marquardt(w, jacobian, residual, damping):
    rows = np.vstack([jacobian, np.diag(np.sqrt(damping * np.sum(jacobian**2, axis=0)))])
    return w - np.linalg.lstsq(rows, np.concatenate([residual, np.zeros(len(w))]), rcond=None)[0]


STYLES = {
    "inverse": {"newton_step": inverse_newton, "levenberg_marquardt_step": inverse_marquardt},
    "least squares": {"newton_step": least_squares_newton, "levenberg_marquardt_step": least_squares_marquardt},
}
