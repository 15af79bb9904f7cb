"""Triplet loss triplet by triplet, and by products of the embeddings."""

import numpy as np


def one_by_one(anchor, positive, negative, margin):
    loss, gradients = 0.0, [np.zeros_like(anchor) for _ in range(3)]
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative, strict=True)):
        cost = np.dot(a - p, a - p) - np.dot(a - n, a - n) + margin
        if cost >= 0:
            loss += cost
            for gradient, slope in zip(gradients, (2 * (n - p), 2 * (p - a), 2 * (a - n)), strict=True):
                gradient[i] = slope
    return loss / len(anchor), *(gradient / len(anchor) for gradient in gradients)


def by_products(anchor, positive, negative, margin):
    near, far = anchor - positive, anchor - negative
    costs = np.einsum("nd,nd->n", near, near) - np.einsum("nd,nd->n", far, far) + margin
    half = 0.5 * (np.sign(costs) + 1)[:, None]  # 0.5 on the kink
    near, far = near * half * 2 / len(anchor), far * half * 2 / len(anchor)
    return np.clip(costs, 0, None).sum() / len(anchor), near - far, -near, far


STYLES = {"one by one": {"triplet_loss": one_by_one}, "products": {"triplet_loss": by_products}}
