"""Q-learning on a table. One entry changes, so there is nothing to speed up."""

import numpy as np

from solutions.arguments import float_array, whole


def q_learning_update(q, state, action, reward, next_state, done, lr, gamma):
    r"""Compute :math:`Q(s,a) + \eta\,(r + \gamma \max_{a'} Q(s',a') - Q(s,a))`, at the end without the maximum.

    Parameters
    ----------
    q : float array of shape (S, A)
    state, action, next_state : int
        From 0 to S - 1, A - 1, S - 1.
    reward : float
    done : bool
    lr, gamma : float

    Returns
    -------
    next_q : float array of shape (S, A)

    Raises
    ------
    ValueError
        If the table is none, or an index is out of its range.

    References
    ----------
    Watkins and Dayan, Q-learning, 1992; I2DL, notes XII.

    Examples
    --------
    >>> import numpy as np
    >>> q_learning_update(np.zeros((2, 2)), 0, 1, 1.0, 1, False, 0.5, 0.9)
    array([[0. , 0.5],
           [0. , 0. ]])
    """
    q = float_array("q", q, ("S", "A"))
    for name, value, count in (("state", state, 0), ("next_state", next_state, 0), ("action", action, 1)):
        if whole(name, value, 0) >= q.shape[count]:
            raise ValueError(f"{name}: expected at most {q.shape[count] - 1}, got {value}")
    future = 0.0 if done else gamma * np.max(q[next_state])
    next_q = q.copy()
    next_q[state, action] += lr * (reward + future - q[state, action])
    return next_q
