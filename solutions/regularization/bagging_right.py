"""Bagging with dictionaries, and with other tools of NumPy."""

import numpy as np


def one_by_one(count, rng):
    return np.array([int(count * rng.random()) for _ in range(count)])


def chosen(count, rng):
    return np.sort(rng.choice(count, size=count, replace=True))


def ballots(predictions):
    winners = []
    for sample in range(predictions.shape[1]):
        votes = {}
        for model in range(predictions.shape[0]):
            label = int(predictions[model, sample])
            votes[label] = votes.get(label, 0) + 1
        winners.append(min(votes, key=lambda label: (-votes[label], label)))
    return np.array(winners)


def tables(predictions):
    labels = np.unique(predictions)
    counts = np.einsum("knl->nl", (predictions[:, :, None] == labels).astype(int))
    return labels[counts.argmax(1)]


STYLES = {
    "loops": {"bootstrap_indices": one_by_one, "majority_vote": ballots},
    "tables": {"bootstrap_indices": chosen, "majority_vote": tables},
}
