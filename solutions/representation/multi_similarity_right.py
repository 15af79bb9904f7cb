"""Multi-similarity loss sample by sample, and with the 1 as one more exponent in NumPy's logaddexp."""

import numpy as np


def sample_by_sample(similarities, labels, alpha, beta, threshold):
    count, loss, gradient = len(labels), 0.0, np.zeros_like(similarities)
    for i in range(count):
        same = [j for j in range(count) if j != i and labels[j] == labels[i]]
        other = [j for j in range(count) if labels[j] != labels[i]]
        for group, slope in ((same, -alpha), (other, beta)):
            exponents = np.array([0.0, *(slope * (similarities[i, j] - threshold) for j in group)])
            powers = np.exp(exponents - exponents.max())
            loss += (exponents.max() + np.log(powers.sum())) / abs(slope)
            for j, power in zip(group, powers[1:], strict=True):
                gradient[i, j] = np.sign(slope) * power / powers.sum()
    return loss / count, gradient / count


def with_logaddexp(similarities, labels, alpha, beta, threshold):
    same = labels[:, None] == labels
    slopes = np.where(same, -alpha, beta)
    exponents = slopes * (similarities - threshold)
    np.fill_diagonal(exponents, -np.inf)
    near = np.logaddexp(0, np.logaddexp.reduce(np.where(same, exponents, -np.inf), axis=1, keepdims=True))
    far = np.logaddexp(0, np.logaddexp.reduce(np.where(same, -np.inf, exponents), axis=1, keepdims=True))
    gradient = np.sign(slopes) * np.exp(exponents - np.where(same, near, far)) / len(labels)
    return np.mean(near / alpha + far / beta), gradient


STYLES = {
    "sample by sample": {"multi_similarity_loss": sample_by_sample},
    "logaddexp": {"multi_similarity_loss": with_logaddexp},
}
