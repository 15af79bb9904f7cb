"""How people get networks with cycles wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _run(x, steps, step):
    states = [x]
    for _ in range(steps):
        states.append(step(states[-1]))
    return np.array(states)


@misconception(
    "run_digraph",
    "You followed the connections backwards: entry i, j is the weight from neuron i to neuron j, so the state stands "
    "on the left of the matrix.",
    desk="some_entries",
)
def digraph_backwards(w, x, steps):
    return _run(x, steps, lambda state: np.clip(w @ state, 0, 1))


@misconception(
    "run_digraph",
    "Your neurons do not saturate at 1: this is a ReLU. Above 1 the activation stays 1.",
    desk="some_entries",
)
def digraph_relu(w, x, steps):
    return _run(x, steps, lambda state: np.maximum(state @ w, 0))


@misconception(
    "run_digraph",
    "You changed the neurons one after the other, so that the later ones saw new states. In a parallel step all of "
    "them use the old ones.",
    desk="some_entries",
)
def digraph_sequential(w, x, steps):
    states = [x]
    for _ in range(steps):
        state = states[-1].copy()
        for j in range(len(state)):
            state[j] = np.clip(state @ w[:, j], 0, 1)
        states.append(state)
    return np.array(states)


@misconception(
    "run_digraph",
    "The state at the start is missing: with it there is one row more than there are steps.",
    desk="shape",
)
def digraph_without_start(w, x, steps):
    return _run(x, steps, lambda state: np.clip(state @ w, 0, 1))[1:]
