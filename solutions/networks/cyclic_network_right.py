"""Networks with cycles: neuron by neuron, and step by step into an array."""

import numpy as np


def neuron_by_neuron(w, x, steps):
    states = [list(x)]
    for _ in range(steps):
        old = states[-1]
        sums = [sum(old[i] * w[i, j] for i in range(len(old))) for j in range(len(old))]
        states.append([1.0 if total > 1 else 0.0 if total < 0 else total for total in sums])
    return np.array(states)


def array_of_states(w, x, steps):
    states = np.zeros((steps + 1, x.size))
    states[0] = x
    for t in range(steps):
        np.minimum(1, np.maximum(0, np.einsum("ij,i->j", w, states[t])), out=states[t + 1])
    return states


STYLES = {"loops": {"run_digraph": neuron_by_neuron}, "einsum": {"run_digraph": array_of_states}}
