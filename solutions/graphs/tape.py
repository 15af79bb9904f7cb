"""Scalar computation as a list of operations. A dozen numbers need no speed: plain Python."""

import math

import numpy as np

from solutions.arguments import float_array

COMPUTE = {
    "add": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "neg": lambda a: -a,
    "exp": math.exp,
    "reciprocal": lambda a: 1 / a,
}
SLOPES = {
    "add": lambda out, a, b: (1.0, 1.0),
    "mul": lambda out, a, b: (b, a),
    "neg": lambda out, a: (-1.0,),
    "exp": lambda out, a: (out,),
    "reciprocal": lambda out, a: (-out * out,),
}
TAKES = {"add": 2, "mul": 2, "neg": 1, "exp": 1, "reciprocal": 1}


def tape_forward(x, tape):
    """Compute operations in order, each on the inputs and on what came before it.

    Parameters
    ----------
    x : float array of shape (D,)
        Values number 0 to D - 1.
    tape : list of lists
        Each a name (`add`, `mul`, `neg`, `exp`, `reciprocal`) and the numbers of the values that it takes.

    Returns
    -------
    out : float array of shape (1,)
        The result of the last operation.
    cache : tuple
        For `tape_backward`.

    Raises
    ------
    ValueError
        If x is no row of floats, or an operation is unknown or takes values that are not there yet.

    References
    ----------
    Neychev, lecture on backpropagation; I2DL, lecture 3, computational graphs.

    Examples
    --------
    >>> import numpy as np
    >>> tape_forward(np.array([-2.0, 5.0, -4.0]), [["add", 0, 1], ["mul", 3, 2]])[0]
    array([-12.])
    """
    x = float_array("x", x, ("D",))
    values = x.tolist()
    for number, operation in enumerate(_checked(tape, len(values))):
        name, *places = operation
        if any(place >= x.size + number for place in places):
            raise ValueError(f"tape: expected operation {number} to take values computed before it, got {operation}")
        values.append(COMPUTE[name](*(values[place] for place in places)))
    return np.array(values[-1:], x.dtype), (values, [list(operation) for operation in tape], x.size, x.dtype)


def tape_backward(dout, cache):
    r"""Compute :math:`dv_i = \sum_k dv_k\, \partial v_k / \partial v_i` over all operations k that take value i.

    Parameters
    ----------
    dout : float array of shape (1,)
    cache : tuple
        From `tape_forward`.

    Returns
    -------
    dx : float array of shape (D,)
    """
    values, tape, count, dtype = cache
    dout = float_array("dout", dout, (1,))
    gradients = [0.0] * len(values)
    gradients[-1] = float(dout[0])
    for number in reversed(range(len(tape))):
        name, *places = tape[number]
        out, taken = values[count + number], (values[place] for place in places)
        for place, slope in zip(places, SLOPES[name](out, *taken), strict=True):
            gradients[place] += slope * gradients[count + number]
    return np.array(gradients[:count], dtype)


def _checked(tape, count):
    if not isinstance(tape, (list, tuple)) or not tape:
        raise ValueError(f"tape: expected a list of operations, got {tape!r}")
    for operation in tape:
        fits = isinstance(operation, (list, tuple)) and operation and operation[0] in TAKES
        whole = fits and all(isinstance(place, int) and place >= 0 for place in operation[1:])
        if not whole or len(operation) != 1 + TAKES[operation[0]]:
            raise ValueError(f"tape: expected a name of {sorted(TAKES)} and its places, got {operation!r}")
    return tape
