"""How people get gradient clipping wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _norm(grads):
    return float(np.sqrt(sum(np.sum(gradient**2) for gradient in grads.values())))


def _scaled(grads, factor):
    return {name: factor * gradient for name, gradient in grads.items()}


@misconception(
    "clip_gradients",
    "You gave each array a norm of its own. Clipped one by one the arrays change their proportions, "
    "and the step points elsewhere; one norm of all of them keeps the direction.",
    desk="factor",
)
def clip_each_array_by_itself(grads, max_norm):
    clipped = {}
    for name, gradient in grads.items():
        norm = np.sqrt(np.sum(gradient**2))
        clipped[name] = gradient * (max_norm / norm if norm > max_norm else 1.0)
    return clipped, _norm(grads)


@misconception(
    "clip_gradients",
    "You cut every entry at the bound. That turns the step into another direction, towards the corners; "
    "here all entries shrink by the same factor.",
    desk="value",
)
def clip_entry_by_entry(grads, max_norm):
    return {name: np.clip(gradient, -max_norm, max_norm) for name, gradient in grads.items()}, _norm(grads)


@misconception(
    "clip_gradients",
    "You bring every gradient to the allowed norm, short ones too. Clipping only shortens: near a minimum "
    "the gradients must be allowed to become small.",
    desk="factor",
)
def clip_lengthens_short_gradients(grads, max_norm):
    norm = _norm(grads)
    return _scaled(grads, max_norm / norm if norm else 1.0), norm


@misconception(
    "clip_gradients",
    "The root is missing: what you compare with the bound is the square of the norm.",
    desk="function",
)
def clip_by_squared_norm(grads, max_norm):
    norm = _norm(grads) ** 2
    return _scaled(grads, max_norm / norm if norm > max_norm else 1.0), norm


@misconception(
    "clip_gradients",
    "You summed absolute values. The norm meant here is the length of the vector of all entries: "
    "the root of the sum of squares.",
    desk="value",
)
def clip_by_sum_of_absolute_values(grads, max_norm):
    norm = float(sum(np.sum(np.abs(gradient)) for gradient in grads.values()))
    return _scaled(grads, max_norm / norm if norm > max_norm else 1.0), norm


@misconception(
    "clip_gradients",
    "You return the norm after clipping. It never exceeds the bound and says nothing; "
    "the norm before clipping shows when training is about to explode.",
    desk="value",
)
def clip_norm_taken_afterwards(grads, max_norm):
    norm = _norm(grads)
    return _scaled(grads, max_norm / norm if norm > max_norm else 1.0), min(norm, max_norm)


@misconception(
    "clip_gradients",
    "You scaled the gradients in place. They belong to the caller, who may want to see how large they were.",
    desk="input_changed",
)
def clip_in_place(grads, max_norm):
    norm = _norm(grads)
    for gradient in grads.values():
        gradient *= max_norm / norm if norm > max_norm else 1.0
    return grads, norm
