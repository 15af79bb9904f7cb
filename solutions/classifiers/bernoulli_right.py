"""The likelihood of tosses, toss by toss, and by the mean."""

import math

import numpy as np


def toss_by_toss(p, tosses):
    nll = dp = 0.0
    for toss in tosses:
        chance = p if toss else 1 - p
        nll -= math.log(chance)
        dp -= (1 if toss else -1) / chance
    return nll, dp


def by_the_mean(p, tosses):
    count, mean = len(tosses), np.mean(tosses)
    chances = np.where(tosses == 1, p, 1 - p)
    return -np.log(chances).sum(), count * (p - mean) / (p * (1 - p))


STYLES = {"loops": {"coin_nll": toss_by_toss}, "mean": {"coin_nll": by_the_mean}}
