"""Q-learning by a weighted mean, and with lists."""

import numpy as np


def weighted_mean(q, state, action, reward, next_state, done, lr, gamma):
    target = reward if done else reward + gamma * max(q[next_state])
    next_q = np.array(q)
    next_q[state, action] = (1 - lr) * q[state, action] + lr * target
    return next_q


def lists(q, state, action, reward, next_state, done, lr, gamma):
    rows = q.tolist()
    best = 0.0 if done else sorted(rows[next_state])[-1]
    rows[state][action] += lr * (reward + gamma * best - rows[state][action])
    return np.array(rows)


STYLES = {"weighted mean": {"q_learning_update": weighted_mean}, "lists": {"q_learning_update": lists}}
