"""Steps that know the curvature. LAPACK solves the systems, through NumPy."""

import numpy as np

from solutions.arguments import float_array, same_dtype


def newton_step(w, gradient, hessian):
    r"""Compute :math:`w - H^{-1} g`.

    Parameters
    ----------
    w, gradient : float arrays of shape (D,)
    hessian : float array of shape (D, D)

    Returns
    -------
    next_w : float array of shape (D,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or the Hessian is singular.

    References
    ----------
    I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> newton_step(np.array([3.0]), np.array([12.0]), np.array([[4.0]]))
    array([0.])
    """
    w = float_array("w", w, ("D",))
    gradient, hessian = float_array("gradient", gradient, w.shape), float_array("hessian", hessian, (w.size, w.size))
    same_dtype(w=w, gradient=gradient, hessian=hessian)
    return w - _solve("hessian", hessian, gradient)


def levenberg_marquardt_step(w, jacobian, residual, damping):
    r"""Compute :math:`w - (J^T J + \lambda\, \mathrm{diag}(J^T J))^{-1} J^T r`.

    Parameters
    ----------
    w : float array of shape (D,)
    jacobian : float array of shape (M, D)
    residual : float array of shape (M,)
    damping : float
        At least 0.

    Returns
    -------
    next_w : float array of shape (D,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, the damping is negative, or the system is singular.

    Notes
    -----
    Levenberg added a multiple of the identity; Marquardt scales the diagonal, so that units do not matter.

    References
    ----------
    Marquardt, An algorithm for least-squares estimation of nonlinear parameters, 1963; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> levenberg_marquardt_step(np.array([1.0]), np.array([[2.0]]), np.array([4.0]), 1.0)
    array([0.])
    """
    w = float_array("w", w, ("D",))
    jacobian = float_array("jacobian", jacobian, ("M", w.size))
    residual = float_array("residual", residual, (jacobian.shape[0],))
    same_dtype(w=w, jacobian=jacobian, residual=residual)
    if not damping >= 0:
        raise ValueError(f"damping: expected a number of at least 0, got {damping!r}")
    matrix = jacobian.T @ jacobian
    matrix[np.diag_indices(w.size)] *= 1 + w.dtype.type(damping)
    return w - _solve("jacobian", matrix, jacobian.T @ residual)


def _solve(name, matrix, right):
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        raise ValueError(f"{name}: expected a system with one solution, got a singular one") from None
