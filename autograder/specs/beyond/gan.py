"""The two losses of a generative adversarial network, from logits."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.magnitudes import far_out


def discriminator_cases(rng):
    """As many real samples as generated ones, and not."""
    return [
        Case(f"{n} real, {m} generated", {"real": 2 * rng.normal(size=n), "fake": 2 * rng.normal(size=m)})
        for n, m in ((4, 3), (1, 5), (6, 6))
    ]


def discriminator_ties(rng):
    """Logits so large that exp overflows; a discriminator that is sure and right, so that its gradients are tiny."""
    real, fake = _sure(rng), -_sure(rng)[:4]
    return [
        Case("logits of a thousand", {"real": np.array([1e3, -1e3, 1.0]), "fake": np.array([-1e3, 900.0])}),
        Case("logits from 10 to 1000", {"real": far_out(rng, (22,)), "fake": far_out(rng, (21,))}),
        Case("5 real and 4 generated, sure and right", {"real": real, "fake": fake}),
    ]


def _sure(rng):
    return rng.permutation(np.linspace(14.0, 45.0, 5) + rng.uniform(0.0, 2.0, size=5))


def generator_cases(rng):
    """One sample and several."""
    return [Case(f"{n} generated", {"fake": 2 * rng.normal(size=n)}) for n in (4, 1, 7)]


def generator_ties(rng):
    """Logits so large that exp overflows; a discriminator that is sure to be fooled."""
    return [
        Case("logits of a thousand", {"fake": np.array([-1e3, 900.0, 0.0])}),
        Case("logits from 10 to 1000", {"fake": far_out(rng, (22,))}),
        Case("5 generated that fool it", {"fake": _sure(rng)}),
    ]


def discriminator_large(rng):
    """Thousands of logits."""
    n, m = rng.integers(4000, 5000, size=2).tolist()
    logits = {"real": 2 * rng.normal(size=n), "fake": 2 * rng.normal(size=m)}
    return Case(f"{n} real, {m} generated", logits), n + m


def generator_large(rng):
    """Thousands of logits."""
    n = int(rng.integers(7000, 9000))
    return Case(f"{n} generated", {"fake": 2 * rng.normal(size=n)}), n


LN3 = np.log(3.0)
REAL = Argument("real", "float array of shape (N,)", "the discriminator's logits for real samples")
FAKE = Argument("fake", "float array of shape (M,)", "its logits for generated samples")
NOTE = "A logit is the log-odds for 'real'. Logits of 1000 must give neither inf nor nan."
SPECS = (
    Spec(
        name="discriminator_loss",
        kind="loss",
        summary="Compute the discriminator's loss and its gradients.",
        arguments=(REAL, FAKE),
        outputs=(
            Argument("loss", "float", "mean of -log p(real) over the real plus mean of -log(1 - p) over the generated"),
            Argument("dreal", "float array of shape (N,)", "gradient with respect to `real`"),
            Argument("dfake", "float array of shape (M,)", "gradient with respect to `fake`"),
        ),
        points=3,
        section="beyond/adversarial#the-game",
        steps={
            "loss": "Two means of -log, one over real and one over generated samples.",
            "dreal": "The slope for the label 1.",
            "dfake": "The slope for the label 0.",
        },
        cases=discriminator_cases,
        ties=discriminator_ties,
        large=discriminator_large,
        note=NOTE,
        examples=(
            Example(
                Case("probabilities 3/4 and 1/2; 1/2", {"real": np.array([LN3, 0.0]), "fake": np.array([0.0])}),
                {"loss": 1.18356167, "dreal": np.array([-0.125, -0.25]), "dfake": np.array([0.5])},
                "by hand: (log 4/3 + log 2)/2 + log 2",
            ),
        ),
    ),
    Spec(
        name="generator_loss",
        kind="loss",
        summary="Compute the generator's loss, in the form that does not saturate, and its gradient.",
        arguments=(FAKE,),
        outputs=(
            Argument("loss", "float", "mean of -log p over the generated samples, p the probability of 'real'"),
            Argument("dfake", "float array of shape (M,)", "gradient with respect to `fake`"),
        ),
        points=2,
        section="beyond/adversarial#a-slope-for-the-loser",
        steps={
            "loss": "The mean of -log of what the discriminator says of the generated ones.",
            "dfake": "The slope of the loss that does not saturate.",
        },
        cases=generator_cases,
        ties=generator_ties,
        large=generator_large,
        note=NOTE,
        examples=(
            Example(
                Case("probabilities 1/4 and 1/2", {"fake": np.array([-LN3, 0.0])}),
                {"loss": 1.03972077, "dfake": np.array([-0.375, -0.25])},
                "by hand: (log 4 + log 2)/2",
            ),
        ),
    ),
)
