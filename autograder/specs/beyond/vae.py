"""The two pieces of a variational autoencoder that are new: a sample that lets gradients through, and the KL term."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.variants import Family, Variant


def _sample(rng, n, m):
    arrays = {name: rng.normal(size=(n, m)) for name in ("mu", "logvar", "eps")}
    return Case(f"{n} samples, codes of length {m}", arrays)


def sample_cases(rng):
    """N and M differ."""
    return [_sample(rng, 3, 2), _sample(rng, 1, 4), _sample(rng, 5, 1)]


def sample_ties(rng):
    """Very small and very large variances; each size is a case, for it would hide the others."""
    found = []
    for low, high in ((-140, -60), (45, 60), (105, 140), (600, 700)):
        case = _sample(rng, 3, 2)
        case.inputs["logvar"] = rng.uniform(low, high, size=(3, 2))
        case.inputs["mu"] *= low > 0
        found.append(Case(f"logarithms of variances from {low} to {high}", case.inputs))
    return found


def sample_large(rng):
    """Many long codes."""
    n, m = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _sample(rng, n, m), n * m


def _moments(rng, n, m):
    return Case(f"{n} samples, codes of length {m}", {name: rng.normal(size=(n, m)) for name in ("mu", "logvar")})


def kl_ties(rng):
    """Very small and very large variances."""
    bounds = ((-1000, -20), (22, 28), (55, 70), (510, 600))
    mu = rng.normal(size=(4, 3, 2))
    return [
        Case(f"logarithms of variances from {low} to {high}", {"mu": m, "logvar": rng.uniform(low, high, size=(3, 2))})
        for m, (low, high) in zip(mu, bounds, strict=True)
    ]


def kl_cases(rng):
    """N and M differ, so that a mean over the wrong axis shows."""
    return [_moments(rng, 3, 2), _moments(rng, 1, 4), _moments(rng, 5, 1)]


def kl_large(rng):
    """Many long codes."""
    n, m = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _moments(rng, n, m), 2 * n * m


MU = Argument("mu", "float array of shape (N, M)", "means, one row a sample")
LOGVAR = Argument("logvar", "float array of shape (N, M)", "logarithms of the variances")
LN4 = np.log(4.0)
FORWARD = Spec(
    name="reparameterize_forward",
    kind="forward",
    summary="Draw codes from normal distributions, with the random numbers given from outside.",
    arguments=(MU, LOGVAR, Argument("eps", "float array of shape (N, M)", "draws from the standard normal")),
    outputs=(Argument("z", "float array of shape (N, M)", "mean plus standard deviation times eps"),),
    points=1,
    section="beyond/variational#a-gradient-through-a-draw",
    cases=sample_cases,
    ties=sample_ties,
    examples=(
        Example(
            Case(
                "variances 4 and 1",
                {
                    "mu": np.array([[1.0, -1.0]]),
                    "logvar": np.array([[LN4, 0.0]]),
                    "eps": np.array([[0.5, 3.0]]),
                },
            ),
            {"z": np.array([[2.0, 2.0]])},
            "by hand: 1 + 2/2 and -1 + 3",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        gradients="mu logvar",
        summary="Compute the gradients of a loss with respect to the means and the logarithms of the variances.",
        points=2,
        section="beyond/variational#a-gradient-through-a-draw",
        steps={
            "dmu": "The mean is added: its slope is 1.",
            "dlogvar": "The chain rule through the standard deviation, which is an exponential of half of it.",
        },
        large=sample_large,
        note="eps is random, not learnt: it gets no gradient.",
    ),
    Spec(
        name="kl_loss",
        kind="loss",
        summary="Compute the mean KL divergence of normal distributions from the standard normal, and its gradients.",
        arguments=(MU, LOGVAR),
        outputs=(
            Argument("loss", "float", "sum over the M entries of a code, mean over the batch, in nats"),
            Argument("dmu", "float array of shape (N, M)", "gradient with respect to `mu`"),
            Argument("dlogvar", "float array of shape (N, M)", "gradient with respect to `logvar`"),
        ),
        points=3,
        section="beyond/variational#the-divergence-of-two-normals",
        steps={
            "loss": "A sum over the latent dimensions, a mean over the batch.",
            "dmu": "The slope of half a square.",
            "dlogvar": "Two terms hold it, an exponential and a plain one: differentiate both.",
        },
        cases=kl_cases,
        ties=kl_ties,
        large=kl_large,
        note="For one entry: (mu ** 2 + variance - 1 - log variance) / 2.",
        examples=(
            Example(
                Case(
                    "two samples", {"mu": np.array([[1.0, 0.0], [0.0, 2.0]]), "logvar": np.array([[0.0, LN4], [0, 0]])}
                ),
                {
                    "loss": 1.65342641,
                    "dmu": np.array([[0.5, 0.0], [0.0, 1.0]]),
                    "dlogvar": np.array([[0.0, 0.75], [0.0, 0.0]]),
                },
                "by hand: (1/2 + (3 - log 4)/2 + 2) / 2",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "kl",
        ("kl_loss",),
        (
            Variant("mean", "the loss is the mean of the divergences over the batch"),
            Variant(
                "sum",
                "the loss is the sum of the divergences over the batch",
                {"loss": scaled(lambda inputs: len(inputs["mu"]))},
                {"loss": {"meaning": "sum over the M entries of a code, and over the batch, in nats"}},
                {
                    "kl_loss": {
                        "summary": "Compute the summed KL divergence of normal distributions from the standard normal, "
                        "and its gradients.",
                        "steps": {
                            "loss": "A sum over the latent dimensions and the batch.",
                            "dmu": "The slope of half a square.",
                            "dlogvar": "Two terms hold it, an exponential and a plain one: differentiate both.",
                        },
                    }
                },
            ),
        ),
    ),
)
