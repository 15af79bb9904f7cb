"""Two layers of threshold units for any truth table. The weights are written down, not computed: plain NumPy."""

import numpy as np

from solutions.arguments import codes


def boolean_net(table):
    r"""Give every input word a hidden unit that only it switches on, and let the output unit be their OR.

    The unit of word v has weights :math:`2v - 1` and bias :math:`-\sum_i v_i`: its potential is 0 for v and less
    for all others. The output unit takes those with :math:`F(v) = 1`.

    Parameters
    ----------
    table : int array of shape (2**n,)
        0 or 1 for every input in binary order; n is at least 1.

    Returns
    -------
    w1, b1, w2 : float arrays of shapes (n, 2**n), (2**n,), (2**n,)
    b2 : float

    Raises
    ------
    ValueError
        If the table is none.

    References
    ----------
    PV021, lecture text: two-layer networks compute all Boolean functions.

    Examples
    --------
    >>> import numpy as np
    >>> w1, b1, w2, b2 = boolean_net(np.array([0, 1]))
    >>> w1, b1
    (array([[-1.,  1.]]), array([-0., -1.]))
    """
    table = codes("table", table, ("2**n",), 2)
    n = len(table).bit_length() - 1
    if n < 1 or len(table) != 2**n:
        raise ValueError(f"table: expected 2**n entries with n at least 1, got {len(table)}")
    words = (np.arange(2**n) >> np.arange(n)[::-1, None] & 1).astype(float)
    return 2 * words - 1, -words.sum(axis=0), table.astype(float), -1.0
