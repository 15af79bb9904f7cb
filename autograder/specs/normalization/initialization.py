"""Random weights to start from, and what they make of the activations, layer by layer."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec

NEAR = 0.03  # of the standard deviation: six times what tens of thousands of draws leave to chance
TAILS = 0.038, 0.053  # share of a normal distribution beyond two standard deviations is 0.0455


def _draw(rng, scheme, n_in, n_out):
    inputs = {"n_in": n_in, "n_out": n_out, "scheme": scheme, "rng": int(rng.integers(1_000_000))}
    return Case(f"{scheme}, {n_in} inputs, {n_out} outputs", inputs)


def weight_cases(rng):
    """Every scheme; inputs and outputs differ in number, so that one cannot stand for the other."""
    return [_draw(rng, "lecun", 150, 280), _draw(rng, "glorot", 400, 110), _draw(rng, "he", 130, 320)]


def any_normal(case, got, expected):
    """Any normal draw of mean 0 and the right standard deviation is valid; the nearest is the scaled one."""
    w, right = np.asarray(got["w"]), expected["w"]
    wanted, mean, std = right.std(), w.mean(), w.std()
    if not np.unique(w).size > 0.999 * w.size:
        raise NotValid("many of the weights are the same number; each must be drawn for itself.")
    if not TAILS[0] < np.mean(np.abs(w - mean) > 2 * std) < TAILS[1]:
        raise NotValid("the weights are not normal: the share beyond two standard deviations is another one.")
    centred = abs(mean) < NEAR * std
    if centred and abs(std / wanted - 1) < NEAR:
        return {"w": w}
    return {"w": (w if centred else w - mean) * wanted / std}


def _public(scheme, n_in, n_out, std):
    inputs = {"n_in": n_in, "n_out": n_out, "scheme": scheme, "rng": 1}
    draws = np.random.default_rng(0).normal(size=(n_in, n_out))
    label = f"{scheme}, {n_in} inputs, {n_out} outputs: standard deviation {std}"
    source = "PV021, lecture text, initial weights; which numbers you draw does not matter"
    return Example(Case(label, inputs), {"w": std * draws / draws.std()}, source)


def _pass(rng, activation, n, layers, d):
    inputs = {"x": rng.normal(size=(n, d)), "weights": rng.normal(size=(layers, d, d)), "activation": activation}
    return Case(f"{activation}, {layers} layers of {d}, {n} samples", inputs)


def pass_cases(rng):
    """Both activations; numbers of samples, layers and units differ."""
    return [_pass(rng, "tanh", 4, 3, 5), _pass(rng, "relu", 3, 5, 6), _pass(rng, "tanh", 7, 1, 2)]


def pass_ties(rng):
    """Potentials close to 0, where a ReLU has its kink; each size is a case, for it would hide the others."""
    found = []
    for size in (5e-7, 5e-4, 0.02):
        case = _pass(rng, "relu", 1, 1, 6)
        x, weights = case.inputs["x"], case.inputs["weights"]
        wanted = size * rng.uniform(1.0, 1.8, size=6) * rng.permutation(np.repeat([1.0, -1.0], 3))
        weights[0] -= np.outer(x[0], (x[0] @ weights[0] - wanted) / (x[0] @ x[0]))
        found.append(Case(f"relu, one layer of 6, potentials near {size:g}", case.inputs))
    return found


EXAM = {"x": np.array([[2.0, -4.0, 1.0]]), "weights": np.array([[[1.0, 0, 0], [0.5, 0, 0], [1.5, 0, 0]]])}
TWO = {"x": np.array([[1.0, 2.0], [-1.0, 0.0]]), "weights": np.array([[[1.0, 0], [0, 1]], [[-2.0, 1], [1, 1]]])}
SPECS = (
    Spec(
        name="init_weights",
        kind="function",
        summary="Draw the weights of a layer from a normal distribution whose spread fits the size of the layer.",
        arguments=(
            Argument("n_in", "int", "number of inputs of the layer"),
            Argument("n_out", "int", "number of its outputs"),
            Argument("scheme", "str", "'lecun', 'glorot' or 'he'"),
            Argument("rng", "np.random.Generator", "source of the random numbers: use no other"),
        ),
        outputs=(Argument("w", "float array of shape (n_in, n_out)", "the weights"),),
        points=2,
        section="normalization/initialization#relu-he-s-start",
        cases=weight_cases,
        nearest=any_normal,
        examples=(
            _public("glorot", 100, 300, 0.07071068),
            _public("he", 100, 300, 0.14142136),
            _public("lecun", 400, 100, 0.05),
        ),
        note="The weights are normal, not uniform, with mean 0. The check looks at their mean and standard deviation "
        "on tens of thousands of weights; 3 % are left to chance.",
    ),
    Spec(
        name="forward_statistics",
        kind="function",
        summary="Send a batch through layers without biases and measure the activations of each layer.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
            Argument("weights", "float array of shape (L, D, D)", "the weights of L layers, first layer first"),
            Argument("activation", "str", "'tanh' or 'relu', applied after every layer"),
        ),
        outputs=(
            Argument("mean", "float array of shape (L,)", "mean of the activations, over samples and units, by layer"),
            Argument("std", "float array of shape (L,)", "their standard deviation (divide by the number of entries)"),
        ),
        points=2,
        section="normalization/initialization#how-far-a-potential-spreads",
        cases=pass_cases,
        ties=pass_ties,
        examples=(
            Example(
                Case("one neuron, tanh of 1.5", EXAM | {"activation": "tanh"}),
                {"mean": np.array([0.30171608]), "std": np.array([0.42669098])},
                "I2DL, examination SS20, question 2: tanh(1.5) = 0.9051 beside two zeros",
            ),
            Example(
                Case("two layers of ReLUs", TWO | {"activation": "relu"}),
                {"mean": np.array([0.75, 0.75]), "std": np.array([0.8291562, 1.29903811])},
                "by hand: activations 1, 2, 0, 0 and then 0, 3, 0, 0",
            ),
        ),
    ),
)
