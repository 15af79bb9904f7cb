"""Learning rates that change with the step. Nothing here is slow: plain Python."""

from math import cos, pi

from solutions.arguments import whole


def power_decay(step, start, half):
    r"""Compute :math:`\eta_0 / (1 + t/s)`.

    Parameters
    ----------
    step, half : int
        Steps; half of the rate is left after `half`.
    start : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If the step is negative, or `half` is less than 1.

    References
    ----------
    PV021, learning rate schedules.

    Examples
    --------
    >>> power_decay(10, 0.5, 10)
    0.25
    """
    return start / (1 + whole("step", step, 0) / whole("half", half, 1))


def exponential_decay(step, start, tenth):
    r"""Compute :math:`\eta_0 \cdot 0.1^{t/s}`.

    Parameters
    ----------
    step, tenth : int
        Steps; a tenth of the rate is left after `tenth`.
    start : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If the step is negative, or `tenth` is less than 1.

    References
    ----------
    PV021, learning rate schedules.

    Examples
    --------
    >>> exponential_decay(0, 0.5, 10)
    0.5
    """
    return start * 0.1 ** (whole("step", step, 0) / whole("tenth", tenth, 1))


def step_decay(step, start, every, factor):
    """Compute a rate that is multiplied by `factor` after every `every` steps.

    Parameters
    ----------
    step, every : int
    start, factor : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If the step is negative, or `every` is less than 1.

    References
    ----------
    PV021, piecewise constant scheduling; I2DL, lecture 6.

    Examples
    --------
    >>> step_decay(25, 1.0, 10, 0.5)
    0.25
    """
    return start * factor ** (whole("step", step, 0) // whole("every", every, 1))


def one_cycle(step, steps, low, high, final):
    """Compute a rate that rises from low to high, falls back to low, and then to final, on straight lines.

    Parameters
    ----------
    step, steps : int
        The turns are at half and at nine tenths of `steps`.
    low, high, final : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If the step is not from 0 to `steps`.

    Notes
    -----
    PV021 gives the shape; where the last descent begins is our choice.

    References
    ----------
    Smith, A disciplined approach to neural network hyper-parameters, 2018; PV021, 1cycle.

    Examples
    --------
    >>> one_cycle(50, 100, 0.25, 1.0, 0.0)
    1.0
    """
    part = _part(step, steps)
    if part <= 0.5:
        return low + (high - low) * part / 0.5
    if part <= 0.9:
        return high + (low - high) * (part - 0.5) / 0.4
    return low + (final - low) * (part - 0.9) / 0.1


def cosine_decay(step, steps, start, end):
    r"""Compute :math:`\eta_1 + \frac12 (\eta_0 - \eta_1)(1 + \cos(\pi t / T))`.

    Parameters
    ----------
    step, steps : int
    start, end : float

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If the step is not from 0 to `steps`.

    References
    ----------
    Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017, equation 5.

    Examples
    --------
    >>> cosine_decay(5, 10, 1.0, 0.5)
    0.75
    """
    return end + 0.5 * (start - end) * (1 + cos(pi * _part(step, steps)))


def _part(step, steps):
    steps = whole("steps", steps, 1)
    if whole("step", step, 0) > steps:
        raise ValueError(f"step: expected at most {steps}, got {step}")
    return step / steps
