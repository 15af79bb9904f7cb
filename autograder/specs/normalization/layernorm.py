"""Layer normalisation: every sample by its own mean and variance."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, n, d, eps, spread=2.0):
    inputs = {
        "x": spread * rng.normal(size=(n, d)) + 3.0 * rng.normal(size=(n, 1)),
        "gamma": rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d),
        "beta": rng.normal(size=d),
        "ln_param": {"eps": eps},
    }
    return Case(f"{n} samples, {d} features, eps {eps}", inputs)


def cases(rng):
    """Small and large eps; N and D differ, and one batch is a single sample."""
    return [_case(rng, 4, 3, 1e-5), _case(rng, 3, 6, 0.3), _case(rng, 1, 5, 0.1, spread=0.5)]


def constant(rng):
    """Samples whose features are all alike: their variance is 0; samples of sizes from 1e-4 to 1e3."""
    case = _case(rng, 3, 4, 1e-3)
    case.inputs["x"][1:] = case.inputs["x"][1:, :1]
    return [case, *sizes(rng)]


def sizes(rng):
    """Samples whose features hardly differ, so that eps counts as much as the variance, and samples of thousands."""
    case = _case(rng, 4, 5, 1e-5)
    case.inputs["x"] *= 10.0 ** np.array([[-4.0], [-2.0], [0.0], [3.0]])
    return [Case(f"{case.label}, sizes from 1e-4 to 1e3", case.inputs)]


def large(rng):
    """Many features of few samples; a Jacobian matrix for each of them still fits the budget."""
    n, d = 2, int(rng.integers(1150, 1200))
    return _case(rng, n, d, 1e-5), 5 * n * d


BATCH = {
    "x": np.array([[0.0, 4.0, 2.0], [1.0, 1.0, 1.0]]),
    "gamma": np.array([1.0, 2.0, -3.0]),
    "beta": np.array([0.0, 1.0, 5.0]),
    "ln_param": {"eps": 4.0 / 3.0},
}
PLAIN = {"x": np.array([[1.0, 2, 3, 6]]), "gamma": np.ones(4), "beta": np.zeros(4), "ln_param": {"eps": 0.0}}
GAMMA = Argument("gamma", "float array of shape (D,)", "scale of each feature")
BETA = Argument("beta", "float array of shape (D,)", "shift of each feature")
FORWARD = Spec(
    name="layernorm_forward",
    kind="forward",
    summary="Normalise every sample over its features, then scale and shift each feature.",
    arguments=(
        Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
        GAMMA,
        BETA,
        Argument("ln_param", "dict", "'eps', a small number added to the variance", neutral={"eps": 0.0}),
    ),
    outputs=(Argument("out", "float array of shape (N, D)", "the normalised, scaled and shifted batch"),),
    points=2,
    section="attention/block#layer-normalisation",
    cases=cases,
    ties=constant,
    examples=(
        Example(
            Case("two samples, the second constant, eps 4/3", BATCH),
            {"out": np.array([[-1.0, 3.0, 5.0], [0.0, 1.0, 5.0]])},
            "by hand: mean 2, variance 8/3, so the std with eps is 2",
        ),
        Example(
            Case("one sample, eps 0", PLAIN),
            {"out": np.array([[-1.06904497, -0.53452248, 0.0, 1.60356745]])},
            "by hand: mean 3, std 1.8708",
        ),
    ),
    note="Training and test are the same: there are no running statistics. The variance is the biased one (divide "
    "by D), and eps stands inside the square root.",
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        points=4,
        section="attention/block#backward-entry-by-entry",
        steps={
            "dx": "Three ways, directly, through the mean and through the variance, of one sample.",
            "dgamma": "One number a feature, shared by all samples: add up there.",
            "dbeta": "One number a feature, shared by all samples: add up there.",
        },
        ties=sizes,
        large=large,
        examples=(
            Example(
                Case("two samples, the second constant, eps 4/3", BATCH, {"dout": np.array([[2.0, 1, 0], [4, 0, 1]])}),
                {
                    "dx": np.array([[0.33333333, 0.33333333, -0.66666667], [3.17542648, -0.28867513, -2.88675135]]),
                    "dgamma": np.array([-2.0, 1.0, 0.0]),
                    "dbeta": np.array([6.0, 1.0, 1.0]),
                },
                "by hand",
            ),
        ),
    ),
)
