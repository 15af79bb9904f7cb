"""Triplet loss."""

import autograd.numpy as anp


def triplet_loss(anchor, positive, negative, margin):
    near, far = anp.sum((anchor - positive) ** 2, axis=1), anp.sum((anchor - negative) ** 2, axis=1)
    return (anp.mean(anp.maximum(0, near - far + margin)),)
