"""Right answers in other styles: loops, arrays."""

import numpy as np


def shuffle_in_place(count, size, rng):
    order = np.array(range(count))
    rng.shuffle(order)
    return order, np.array([start for start in range(count) if start % size == 0])


def std_of_running_sums(grads, size, trials, rng):
    total, squares = np.zeros(grads.shape[1]), np.zeros(grads.shape[1])
    for _ in range(trials):
        mean = sum(grads[i] for i in rng.permutation(len(grads))[:size]) / size
        total, squares = total + mean, squares + mean**2
    return np.sqrt(squares / trials - (total / trials) ** 2)


def draw_all(count, size, rng):
    return rng.choice(count, count, replace=False), size * np.arange(-(-count // size))


def std_by_sorting(grads, size, trials, rng):
    batches = rng.random((trials, len(grads))).argsort(1)[:, :size]
    return grads[batches].mean(1).std(0, ddof=1)


STYLES = {
    "loops": {
        "iterate_minibatches": shuffle_in_place,
        "minibatch_gradient_std": std_of_running_sums,
    },
    "arrays": {
        "iterate_minibatches": draw_all,
        "minibatch_gradient_std": std_by_sorting,
    },
}
