"""How people get Q-learning wrong."""

from solutions.misconceptions import misconception


@misconception(
    "q_learning_update",
    "You looked ahead although the episode was over: after the last step no reward is to come.",
    desk="ignores_argument",
)
def qlearning_looks_beyond_the_end(q, state, action, reward, next_state, done, lr, gamma):
    next_q = q.copy()
    next_q[state, action] += lr * (reward + gamma * q[next_state].max() - q[state, action])
    return next_q


@misconception(
    "q_learning_update",
    "You took the best action of the old state. What is still to come depends on the state that the step led to.",
    desk="ignores_argument",
)
def qlearning_maximum_of_the_old_state(q, state, action, reward, next_state, done, lr, gamma):
    next_q = q.copy()
    next_q[state, action] += lr * (reward + (not done) * gamma * q[state].max() - q[state, action])
    return next_q


@misconception(
    "q_learning_update",
    "You added the target to the old value. The step goes by the difference between target and value, so that it "
    "comes to rest when they agree.",
    desk="some_entries",
)
def qlearning_old_value_not_subtracted(q, state, action, reward, next_state, done, lr, gamma):
    next_q = q.copy()
    next_q[state, action] += lr * (reward + (not done) * gamma * q[next_state].max())
    return next_q


@misconception(
    "q_learning_update",
    "You changed the caller's table. Copy it first.",
    desk="input_changed",
)
def qlearning_in_place(q, state, action, reward, next_state, done, lr, gamma):
    q[state, action] += lr * (reward + (not done) * gamma * q[next_state].max() - q[state, action])
    return q
