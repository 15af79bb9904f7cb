"""Kinds of slips, each written as students write it: is the kind named, and what belongs to it?"""

import linecache
import multiprocessing

import numpy as np
import pytest

from autograder.checking.public_check import check_function
from autograder.registry import find, load
from autograder.verdict.messages import messages
from tests import twins

RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}
SOFTMAX = "def softmax(scores):\n    e = np.exp({})\n    return e / e.sum({}, keepdims=True)\n"
SOFTMAX_LOSS = """
def softmax_loss(scores, y):
    e = np.exp(scores - scores.max({axis}, keepdims=True))
    p = e / e.sum({axis}, keepdims=True)
    d = p.copy()
    d[{rows}] -= 1
    return -np.log(p[np.arange(len(y)), y]{more}).mean(), {d} / len(y)
"""
RNN_STEP = """
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return h, (x, prev_h, Wx, Wh, h)

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, h = cache
    da = {slope}
    return da @ Wx.T, da @ Wh.T, x.T @ da, {state}.T @ da, da.sum(0)
"""
RNN = (
    RNN_STEP.format(slope="dnext_h * (1 - h * h)", state="prev_h")
    + """
def rnn_forward(x, h0, Wx, Wh, b):
    h, caches, states = h0, [], []
    for t in range(x.shape[1]):
        h, cache = rnn_step_forward(x[:, t], h, Wx, Wh, b)
        caches.append(cache)
        states.append(h)
    return np.stack(states, 1), caches

def rnn_backward(dh, caches):
    dx, prev = [], 0
    dWx = dWh = db = 0
    for t in reversed(range(dh.shape[1])):
        step, prev, a, c, d = rnn_step_backward(dh[:, t] + {carried}, {cache})
        dx.append(step)
        dWx = {collected}
        dWh = dWh + c
        db = db + d
    return np.stack(dx[::-1], 1), prev, dWx, dWh, db
"""
)
LSTM = """
def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, np.tanh(next_c))

def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, t = cache
    dc = dnext_c + dnext_h * o * (1 - t * t)
    gates = dc * g * i * (1 - i), dc * prev_c * f * (1 - f), dnext_h * t * o * (1 - o), dc * i * (1 - g * g)
    da = np.hstack(gates)
    return da @ Wx.T, da @ Wh.T, dc * f, {dWx}, prev_h.T @ da, da.sum(0)

def lstm_forward(x, h0, Wx, Wh, b):
    h, c, caches, states = h0, 0 * h0, [], []
    for t in range(x.shape[1]):
        h, c, cache = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        caches.append(cache)
        states.append(h)
    return np.stack(states, 1), caches

def lstm_backward(dh, caches):
    dx, back_h, back_c = [], np.zeros_like(dh[:, 0]), np.zeros_like(dh[:, 0])
    dWx = dWh = db = 0
    for t in reversed(range(dh.shape[1])):
        step, back_h, back_c, a, c, d = lstm_step_backward(dh[:, t] + {h}, {c}, caches[t])
        dx, dWx, dWh, db = [step, *dx], dWx + a, dWh + c, db + d
    return np.stack(dx, 1), back_h, dWx, dWh, db
"""
RIGHT_ADAM = """
def adam(w, dw, config):
    t, b1, b2 = config["t"] + 1 if "t" in config else 1, config["beta1"], config["beta2"]
    m = b1 * config.get("m", np.zeros_like(w)) + (1 - b1) * dw
    v = b2 * config.get("v", np.zeros_like(w)) + (1 - b2) * dw**2
    step = config["learning_rate"] * m / (1 - b1**t)
    return w - step / (np.sqrt(v / (1 - b2**t)) + config["epsilon"]), config | {"m": m, "v": v, "t": t}
"""
LSTM_MODEL = twins.source_of("lstm_backward")
AFFINE = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)

def affine_backward(dout, cache):
    x, w = cache
    return {dx}, {dw}, {db}
"""
TEMPORAL = """
def temporal_affine_forward(x, w, b):
    return x @ w + b, (x, w)

def temporal_affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, {dw}, dout.sum((0, 1))
"""
COIN = """
def coin_nll(p, tosses):
    heads, tails = tosses.sum(), len(tosses) - tosses.sum()
    return -heads * np.log(p{more}) - tails * np.log(1 - p{more}), tails / (1 - p) - heads / p
"""
BCE = """
def bce_with_logits(z, t):
    p = 1 / (1 + np.exp(-z))
    q = {clipped}
    return -np.mean(t * np.log(q) + (1 - t) * np.log(1 - q)), (p - t) / len(z)
"""
GENERATOR = """
def generator_loss(fake):
    p = 1 / (1 + np.exp(-fake))
    return -np.log(p{more}).mean(), (p - 1) / len(fake)
"""
HALF_MSE = """
def half_mse(y_pred, y):
    error = y_pred - y
    return (error * error / 2){end}, error / len(y)
"""
PAIRS = """
def soft(exponents, chosen):
    kept = np.where(chosen, exponents, -np.inf)
    top = np.maximum(0, kept.max(1, keepdims=True))
    powers = np.exp(kept - top)
    total = np.exp(-top) + powers.sum(1, keepdims=True)
    return (top + np.log(total))[:, 0], powers / total

def multi_similarity_loss(similarities, labels, alpha, beta, threshold):
    same = labels[:, None] == labels
    near, dnear = soft(-alpha * (similarities - threshold), same)
    far, dfar = soft(beta * (similarities - threshold), ~same)
    return np.mean(near / alpha + far / beta), (dfar - dnear) / len(labels)
"""
TEMPORAL_LOSS = """
def temporal_softmax_loss(x, y, mask):
    N, T, V = x.shape
    scores = {scores} - x.max(2, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(2, keepdims=True))
    chosen = y[:, :, None] == np.arange(V)
    return -(logs * chosen{masked}).sum() / N, (np.exp(logs) - chosen) * mask[:, :, None] / N
"""
PCA = """
def pca(x, m):
    x = x - x.mean(0)
    return x @ np.linalg.eigh(x.T @ x)[1]{columns}
"""
LAYERNORM = """
def layernorm_forward(x, gamma, beta, ln_param):
    std = np.sqrt(x.var(1, keepdims=True) + ln_param["eps"])
    hat = (x - x.mean(1, keepdims=True)) / std
    return gamma * hat + beta, (x, hat, std, gamma)

def layernorm_backward(dout, cache):
    x, hat, std, gamma = cache
    dhat = dout * gamma
    dx = (dhat - dhat.mean(1, keepdims=True) - hat * (dhat * hat).mean({axis}, keepdims=True)) / std
    return dx, {scale}, {shift}
"""
ATTENTION = """
def soft(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

def attention_forward(q, k, v, mask=None):
    s = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
    p = soft(s if mask is None else np.where(mask, s, -1e30))
    return p @ v, (q, k, v, p)

def attention_backward(dout, cache):
    q, k, v, p = cache
    dp = dout @ v.swapaxes(1, 2)
    ds = {jacobian}
    return ds @ k / {scale}, ds.swapaxes(1, 2) @ q / {scale}, p.swapaxes(1, 2) @ dout
"""
NORMALISED = """
def layernorm_forward(x, gamma, beta, ln_param):
    m, v = x.mean(0), x.var(0)
    return gamma * (x - m) / np.sqrt(v + ln_param["eps"]) + beta, None
"""
BATCHNORM = """
def batchnorm_forward(x, gamma, beta, bn_param):
    eps, k = bn_param["eps"], bn_param["momentum"]
    if bn_param["mode"] == "test":
        return gamma * (x - bn_param["running_mean"]) / {test} + beta, None
    m, v = x.mean(0), x.var(0)
    bn_param["running_mean"] = k * bn_param["running_mean"] + (1 - k) * m
    bn_param["running_var"] = k * bn_param["running_var"] + (1 - k) * v
    return gamma * (x - m) / {train} + beta, None
"""
DROPOUT = """
def dropout_forward(x, q):
    if q["mode"] == "test":
        return x, None
    mask = np.random.default_rng(q["seed"]).random(x.shape) < q["p"]
    return x * mask * ({scale}), None
"""
ROOT, TEST_ROOT = "np.sqrt(v + eps)", 'np.sqrt(bn_param["running_var"] + eps)'


def affine(dx="dout @ w.T", dw="x.T @ dout", db="dout.sum(0)"):
    return AFFINE.format(dx=dx, dw=dw, db=db)


def rnn(carried="prev", cache="caches[t]", collected="dWx + a"):
    return RNN.replace("{carried}", carried).replace("{cache}", cache).replace("{collected}", collected)


def rnn_step(slope="dnext_h * (1 - h * h)", state="prev_h"):
    return RNN_STEP.format(slope=slope, state=state)


def lstm(dWx="x.T @ da", h="back_h", c="back_c"):
    return LSTM.replace("{dWx}", dWx).replace("{h}", h).replace("{c}", c)


def layernorm(axis="1", scale="(dout * hat).sum(0)", shift="dout.sum(0)"):
    return LAYERNORM.format(axis=axis, scale=scale, shift=shift)


def attention(jacobian="p * (dp - (dp * p).sum(-1, keepdims=True))", scale="np.sqrt(q.shape[-1])"):
    return ATTENTION.format(jacobian=jacobian, scale=scale)


def found(name, text):
    """What the desk says of a function written as this text, by output: the code, the sentence, the detail."""
    return {each.output: (each.code, each.text, each.detail) for each in checked(name, text).mismatches}


def checked(name, text):
    place = f"<written for {name}>"
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    namespace = {"np": np}
    exec(compile(text, place, "exec"), namespace)
    with np.errstate(all="ignore"):
        return check_function(find(name), RIGHT | {key: namespace[key] for key in namespace if key in load()})


SLIPS = {
    "the new state for the old one": (
        "rnn_step_backward",
        rnn_step(state="h"),
        "dWh",
        "other_factor",
        "another array",
        "prev_h",
    ),
    "the input for the normalised one": (
        "layernorm_backward",
        layernorm(scale="(dout * x).sum(0)"),
        "dgamma",
        "other_factor",
        "dout times x",
        "",
    ),
    "a slope forgotten": (
        "rnn_step_backward",
        rnn_step(slope="dnext_h + 0"),
        "dx",
        "slope",
        "slope",
        "hyperbolic tangent",
    ),
    "a softmax over columns": (
        "softmax",
        SOFTMAX.format("scores - scores.max(0)", 0),
        "p",
        "other_axis",
        "axis",
        "axis 1",
    ),
    "a norm over the batch": ("layernorm_forward", NORMALISED, "out", "other_axis", "another axis", "Over axis 1"),
    "a sum of a softmax's slope over another axis": (
        "attention_backward",
        attention(jacobian="p * (dp - (dp * p).sum(-2, keepdims=True))"),
        "dq",
        "other_axis",
        "the sum in line",
        "Over axis 2",
    ),
    "a mean of a norm's slope over another axis": (
        "layernorm_backward",
        layernorm(axis="0"),
        "dx",
        "other_axis",
        "the mean in line",
        "Over axis 1",
    ),
    "only the diagonal of a softmax's slope": (
        "attention_backward",
        attention(jacobian="p * (1 - p) * dp"),
        "dk",
        "property",
        "add up to 0",
        "Along axis 1",
    ),
    "a scale forgotten": (
        "attention_backward",
        attention(scale="1"),
        "dq",
        "factor",
        "times the right one",
        "square root",
    ),
    "a mean for a sum": (
        "affine_backward",
        affine(db="dout.mean(0)"),
        "db",
        "factor",
        "a mean where a sum belongs",
        "1/N",
    ),
    "a product for a quotient": (
        "temperature_softmax",
        SOFTMAX.replace("softmax(scores)", "temperature_softmax(scores, temperature)").format(
            "scores * temperature - (scores * temperature).max(1, keepdims=True)", 1
        ),
        "p",
        "function",
        "if temperature were 1 divided by it",
        "",
    ),
    "a product for an inverse": (
        "newton_step",
        "def newton_step(w, gradient, hessian):\n    return w - hessian @ gradient\n",
        "next_w",
        "function",
        "the inverse of the matrix in line 2",
        "hessian @ gradient",
    ),
    "only the last pass": (
        "rnn_backward",
        rnn(collected="a"),
        "dWx",
        "not_additive",
        "the passes must add up",
        "x.T @ da",
    ),
    "a product with the input forgotten": (
        "lstm_step_backward",
        lstm(dWx="da"),
        "dWx",
        "factor",
        "A matrix product with x is missing.",
        "x transposed times it: that sums over axis 0 of x, the samples",
    ),
    "a product forgotten where shapes agree": (
        "rnn_step_backward",
        rnn_step().replace("da @ Wh.T", "da"),
        "dprev_h",
        "factor",
        "A matrix product with Wh is missing.",
        "it times Wh transposed",
    ),
    "a product with the upstream gradient forgotten": (
        "affine_backward",
        affine(dw="x"),
        "dw",
        "ignores_upstream",
        "A matrix product with dout is missing.",
        "its transpose times dout",
    ),
    "a product for each sample forgotten": (
        "attention_backward",
        attention().replace("ds @ k /", "ds /"),
        "dq",
        "factor",
        "A matrix product with k is missing.",
        "it times k",
    ),
    "a product over samples and steps forgotten": (
        "temporal_affine_backward",
        TEMPORAL.format(dw="dout"),
        "dw",
        "factor",
        "A matrix product with x is missing.",
        "all axes of both but the last made one",
    ),
    "a product in the forward function forgotten": (
        "attention_forward",
        attention().replace("return p @ v", "return p"),
        "out",
        "factor",
        "A matrix product with v is missing.",
        "it times v",
    ),
    "a product too many": (
        "affine_backward",
        affine(dx="dout @ w.T @ w"),
        "dx",
        "factor",
        "A matrix product with w is one too many.",
        "the right one times w",
    ),
    "an RNN that hands nothing back": (
        "rnn_backward",
        rnn(carried="0"),
        "dWh",
        "missing_way",
        "a pass that drops dprev_h after each step",
        "goes on to the step before it",
    ),
    "an LSTM that drops its state": (
        "lstm_backward",
        lstm(h="0"),
        "dh0",
        "missing_way",
        "a pass that drops dprev_h after each step",
        "",
    ),
    "an LSTM that drops its cell": (
        "lstm_backward",
        lstm(c="0 * back_c"),
        "dx",
        "missing_way",
        "a pass that drops dprev_c after each step",
        "",
    ),
    "an LSTM that drops both": (
        "lstm_backward",
        lstm(h="0", c="0 * back_c"),
        "dx",
        "missing_way",
        "a pass that drops dprev_h and dprev_c after each step",
        "",
    ),
    "the last step's cache for all steps": (
        "rnn_backward",
        rnn(cache="caches[-1]"),
        "dx",
        "some_entries",
        "Only the last time step is right, the one to which",
        "",
    ),
    "a sum over all pixels forgotten": (
        "temporal_affine_backward",
        TEMPORAL.format(dw="np.tensordot(x, dout, ((0, 1), (0, 1)))").replace("dout.sum((0, 1))", "dout"),
        "db",
        "missing_sum",
        "Summed over the axes 0, 1 it would be right",
        "",
    ),
    "a loss for each sample": (
        "half_mse",
        HALF_MSE.format(end=".sum(1)"),
        "loss",
        "missing_sum",
        "Averaged over axis 0 it would be right",
        "",
    ),
    "a loss in brackets": (
        "half_mse",
        HALF_MSE.format(end=".sum(keepdims=True) / len(y)"),
        "loss",
        "shape",
        "The numbers are right; only the shape is not",
        "",
    ),
    "the samples of one class only": (
        "bce_with_logits",
        BCE.format(clipped="p").replace(" + (1 - t) * np.log(1 - q)", ""),
        "loss",
        "ignores_argument",
        "The loss does not change with some entries of z, and should.",
        "where t is 0",
    ),
    "pairs of a sample with itself": (
        "multi_similarity_loss",
        PAIRS,
        "loss",
        "mask",
        "The loss changes with some entries of similarities, and should not.",
        "on the diagonal",
    ),
    "a constant term": (
        "temporal_softmax_loss",
        TEMPORAL_LOSS.format(
            scores="mask[:, :, None] * (x - x.max(2, keepdims=True)) + x.max(2, keepdims=True)", masked=""
        ),
        "loss",
        "term",
        "Its slopes are right: what is wrong is a term that does not change with x.",
        "",
    ),
    "an entry of each layer": (
        "receptive_field",
        "def receptive_field(layers):\n    return 1 + sum(each['kernel'] - 1 for each in layers)\n",
        "pixels",
        "ignores_argument",
        "Whatever 'stride' in layers is, the result stays the same",
        "",
    ),
    "a small number in a softmax loss": (
        "softmax_loss",
        SOFTMAX_LOSS.format(axis=1, rows="np.arange(len(y)), y", more=" + 1e-12", d="d"),
        "loss",
        "range",
        "stops growing at 27.6, which is -log(1e-12)",
        "",
    ),
    "a small number that shows in the sixth digit": (
        "coin_nll",
        COIN.format(more=" + 1e-7"),
        "nll",
        "range",
        "stops growing at 16.1, which is -log(1e-7)",
        "",
    ),
    "a clipped probability": (
        "bce_with_logits",
        BCE.format(clipped="np.clip(p, 1e-12, 1 - 1e-12)"),
        "loss",
        "range",
        "stops growing at 27.6, which is -log(1e-12)",
        "",
    ),
    "a small number in a loss without labels": (
        "generator_loss",
        GENERATOR.format(more=" + np.finfo(float).eps"),
        "loss",
        "range",
        "stops growing at 36, which is -log(2.2e-16)",
        "",
    ),
    "the way through a variance forgotten": (
        "layernorm_backward",
        layernorm().replace(" - hat * (dhat * hat).mean(1, keepdims=True)", ""),
        "dx",
        "statistics",
        "Over axis 1 the error is a number plus a multiple of x",
        "",
    ),
    "the first eigenvectors": (
        "pca",
        PCA.format(columns="[:, :m]"),
        "z",
        "permuted",
        "if the eigenvectors in line 4 stood in the reverse order",
        "smallest eigenvalue first",
    ),
    "only the last pass of an LSTM": (
        "lstm_backward",
        LSTM_MODEL.replace("zip(weights,", "zip([0.0, *weights[1:]],"),
        "dWx",
        "not_additive",
        "the passes must add up",
        "",
    ),
    "one term doubled": (
        "rnn_backward",
        rnn(carried="2 * prev"),
        "dh0",
        "factor",
        "without one factor in line",
        "2 * prev",
    ),
    "outputs exchanged": (
        "layernorm_backward",
        layernorm(scale="dout.sum(0)", shift="(dout * hat).sum(0)"),
        "dgamma",
        "exchanged",
        "dgamma and dbeta are exchanged",
        "",
    ),
    "eps left out in test mode": (
        "batchnorm_forward",
        BATCHNORM.format(train=ROOT, test='np.sqrt(bn_param["running_var"])'),
        "out",
        "term",
        "inside the square root in line 5",
        "eps",
    ),
    "eps outside the root": (
        "batchnorm_forward",
        BATCHNORM.format(train="(np.sqrt(v) + eps)", test=TEST_ROOT),
        "out",
        "term",
        "under the root",
        "eps",
    ),
    "no shift": (
        "softmax",
        SOFTMAX.format("scores", 1),
        "p",
        "not_finite",
        "The exponential in line 2 overflows",
        "exponent",
    ),
    "one shift for all rows": (
        "softmax",
        SOFTMAX.format("scores - scores.max()", 1),
        "p",
        "not_finite",
        "0 is divided by 0",
        "of each row",
    ),
    "clipping": (
        "sigmoid",
        "def sigmoid(x):\n    return 1 / (1 + np.exp(-np.clip(x, -20, 20)))\n",
        "p",
        "range",
        "clipped",
        "below about -20",
    ),
    "a dead zone": (
        "relu_forward",
        "def relu_forward(x):\n    return x * (x > 0.05), x\n",
        "out",
        "range",
        "close to 0",
        "closer to 0 than",
    ),
    "a cache that is used up": (
        "rnn_backward",
        rnn(cache="caches.pop()"),
        "cache",
        "cache_changed",
        "used up the cache",
        "",
    ),
    "a transposed gradient": ("affine_backward", affine(dw="dout.T @ x"), "dw", "transposed", "axes are exchanged", ""),
    "shapes that do not fit": (
        "affine_backward",
        affine(dw="x @ dout"),
        "dw",
        "transposed",
        "transposed",
        "The first one",
    ),
    "a factor made of a number of the call": (
        "dropout_forward",
        DROPOUT.format(scale='1 / (1 - q["p"])'),
        "out",
        "factor",
        "one factor, made of numbers among the arguments",
        "p / (1 - p) times",
    ),
    "a factor made of the data": (
        "dropout_forward",
        DROPOUT.format(scale="x.sum() / (x * mask).sum()"),
        "out",
        "factor",
        "taken from the data",
        "It is 0.",
    ),
    "a factor of a mean in dropout": (
        "dropout_forward",
        """
def dropout_forward(x, q):
    return x * (np.random.default_rng(q["seed"]).random(x.shape) > q["p"]), None
""",
        "dropout_forward",
        "invalid",
        "the probability of keeping one",
        "",
    ),
    "a gate with the hyperbolic tangent": (
        "lstm_step_forward",
        lstm().replace("sigmoid(o), np", "np.tanh(o), np"),
        "next_h",
        "function",
        "the hyperbolic tangent in line 7 were another function",
        "There, logistic sigmoid.",
    ),
    "a candidate with the sigmoid": (
        "lstm_step_forward",
        lstm().replace("np.tanh(g)", "sigmoid(g)"),
        "next_c",
        "function",
        "the logistic sigmoid in line 3 were another function",
        "The step is `1 / (1 + np.exp(-a))`, in the call `sigmoid(g)` of line 7.",
    ),
    "columns of a table for rows": (
        "word_embedding_forward",
        "def word_embedding_forward(x, W):\n    return W[:, x], (x, W)\n",
        "out",
        "other_axis",
        "taken along another axis",
        "Along axis 0, not along axis 1.",
    ),
    "a weighted mean without its division": (
        "alvinn_decode",
        "def alvinn_decode(outputs):\n    return outputs @ np.arange(outputs.shape[1])\n",
        "position",
        "factor",
        "were divided by a sum over an axis",
        "By the sum of outputs over axis 1.",
    ),
    "a root forgotten": (
        "adam",
        RIGHT_ADAM.replace("np.sqrt(v / (1 - b2**t))", "v / (1 - b2**t)"),
        "next_w",
        "function",
        "with one more function in line",
        "its square root",
    ),
}


@pytest.mark.parametrize("name, text, output, code, sentence, detail", SLIPS.values(), ids=SLIPS)
def test_the_kind_of_slip_is_named(name, text, output, code, sentence, detail):
    said = found(name, text)
    assert output in said, said
    assert said[output][0] == code and sentence in said[output][1] and detail in said[output][2], said[output]
    assert not said[output][2][:1].islower(), said[output]


def test_gates_are_called_by_their_names():
    def wrong(*arguments):
        *gradients, db = RIGHT["lstm_step_backward"](*arguments)
        return *gradients, np.concatenate([db[: len(db) // 4], db[len(db) // 4 :] ** 2])

    report = check_function(find("lstm_step_backward"), RIGHT | {"lstm_step_backward": wrong})
    (mismatch,) = report.mismatches
    assert "Only gates f, o and g are wrong." in mismatch.text


LSTM_STEP = """
def sig(v):
    return 1 / (1 + np.exp(-v))

def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x @ Wx + prev_h @ Wh + b
    i, f, o, g = sig(a[:, :H]), sig(a[:, H:2*H]), sig(a[:, 2*H:3*H]), np.tanh(a[:, 3*H:])
    c = f * prev_c + i * g
    t = np.tanh(c)
    return o * t, c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, c, t)

def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, c, t = cache
    dc = dnext_c + dnext_h * {output} * (1 - t**2)
    di, df, do, dg = dc*g*i*(1-i), {forget}*dc*prev_c, dnext_h*t*o*(1-o), dc*i*(1-g**2)
    da = np.concatenate([di, df, do, dg], axis=1)
    return da @ Wx.T, da @ Wh.T, f * dc, x.T @ da, prev_h.T @ da, {bias}.sum(axis=0)
"""
LSTM_LOOP = """
def lstm_forward(x, h0, Wx, Wh, b):
    h, c, hs, caches = h0, np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        h, c, cache = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        hs.append(h)
        caches.append(cache)
    return np.stack(hs, 1), caches

def lstm_backward(dh, caches):
    dx, dprev_h, dprev_c = [], 0, np.zeros_like(dh[:, 0])
    dWx = dWh = db = 0
    for t in reversed(range(dh.shape[1])):
        step, dprev_h, dprev_c, a, c, d = lstm_step_backward(dh[:, t] + dprev_h, {carried}, caches[t])
        dx, dWx, dWh, db = [step, *dx], dWx + a, dWh + c, db + d
    return np.stack(dx, 1), dprev_h, dWx, dWh, db
"""
MLP = """
def mlp_forward(x, params):
    W1, b1, W2, b2, W3, b3 = (params[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
    z1 = x @ W1 + b1
    a1 = np.maximum(z1, 0)
    z2 = a1 @ W2 + b2
    a2 = np.maximum(z2, 0)
    return a2 @ W3 + b3, (x, z1, a1, z2, a2, W1, W2, W3)

def mlp_backward(dout, cache):
    x, z1, a1, z2, a2, W1, W2, W3 = cache
    d2 = dout @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T{slope}
    dW = dict(dW1=x.T @ d1, dW2=a1.T @ d2, dW3=a2.T @ dout)
    return d1 @ W1.T, dW | dict(db1=d1.sum(0), db2=d2.sum(0), db3=dout.sum(0))
"""
CONV = """
def conv_forward(x, w, b, conv_param):
    {numbers} = conv_param["stride"], conv_param["pad"]
    (H, W), (h, v) = x.shape[2:], w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((len(x), len(w), 1 + (H + 2 * pad - h) // stride, 1 + ({width} + 2 * pad - v) // stride))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = padded[:, :, i * stride : i * stride + h, j * stride : j * stride + v]
            out[:, :, i, j] = np.tensordot(window, w{flip}, ([1, 2, 3], [1, 2, 3])) + b
    return out, None
"""
HEADS = """
def multi_head_forward(x, Wq, Wk, Wv, Wo, attention_param):
    (N, T, D), H = x.shape, attention_param["heads"]
    q, k, v = ((x @ w).reshape(N, T, H, D // H).transpose(0, 2, 1, 3) for w in (Wq, Wk, Wv))
    s = q @ k.swapaxes(2, 3) / np.sqrt(D // H)
    if attention_param["causal"]:
        s = np.where(np.tril(np.ones((T, T), bool)), s, -1e30)
    e = np.exp(s - s.max(-1, keepdims=True))
    a = e / e.sum(-1, keepdims=True)
    return (a @ v){order}.reshape(N, T, D) @ Wo, None
"""


def softmax_loss(axis=1, rows="np.arange(len(y)), y", more="", d="d"):
    return SOFTMAX_LOSS.format(axis=axis, rows=rows, more=more, d=d)


def lstm_step(output="o", forget="f*(1-f)", bias="da"):
    return LSTM_STEP.format(output=output, forget=forget, bias=bias)


def conv(numbers="stride, pad", width="W", flip=""):
    return CONV.format(numbers=numbers, width=width, flip=flip)


FLAT = "(np.diagflat(p) @ dp.ravel() - p.ravel() * (p * dp).sum()).reshape(p.shape)"
COMMON = {
    "one softmax for the batch": (
        "attention_backward",
        attention(jacobian=FLAT),
        "changes with dout of the others",
        "",
    ),
    "dw = x @ dout": ("affine_backward", affine(dw="x @ dout"), "matrix product", "The first one transposed"),
    "dx = dout @ w": ("affine_backward", affine(dx="dout @ w"), "matrix product", "The second one transposed"),
    "dx = dout @ w and dw = x @ dout": (
        "affine_backward",
        affine(dx="dout @ w", dw="x @ dout"),
        "in each of the 2 matrix products in line 7 an array were transposed",
        "`dout @ w`: the second one transposed. `x @ dout`: the first one transposed.",
    ),
    "the same in words": (
        "affine_backward",
        affine(dx="dout.dot(w)", dw="np.matmul(dout, x)"),
        "in each of the 2 matrix products in line 7 an array were transposed, or the order another one",
        "`dout.dot(w)`: the second one transposed.",
    ),
    "no transpose in a step of an RNN": (
        "rnn_step_backward",
        rnn_step().replace("Wx.T, da @ Wh.T, x.T", "Wx, da @ Wh, x").replace("prev_h.T", "prev_h"),
        "in each of the 4 matrix products in line 9",
        "`prev_h @ da`: the first one transposed.",
    ),
    "dx = dout * w.T": ("affine_backward", affine(dx="dout * w.T"), "were a matrix product", "dout * w.T"),
    "d[y] -= 1": ("softmax_loss", softmax_loss(rows="y"), "one entry in each row", "Entry [n, y[n]]"),
    "log(p + 1e-8)": ("softmax_loss", softmax_loss(more=" + 1e-8"), "which is -log(1e-8)", "simplified"),
    "a loss over axis 0": ("softmax_loss", softmax_loss(axis=0), "another axis", "Over axis 1"),
    "a softmax's slope in a loss that has it already": (
        "softmax_loss",
        softmax_loss(d="d * p * (1 - p)"),
        "A slope is one factor too many",
        "times 1 minus it",
    ),
    "a layer without its slope": (
        "mlp_backward",
        MLP.format(slope=""),
        "with one more factor in line 13: a slope",
        "1 where z1 is positive",
    ),
    "a gate forgotten in one term": (
        "lstm_step_backward",
        lstm_step(output="1"),
        "one more factor in line 15",
        "times o.",
    ),
    "a sigmoid taken again": (
        "lstm_step_backward",
        lstm_step(forget="sig(f)"),
        "another slope in line 16",
        "f * (1 - f)",
    ),
    "a bias of one gate for all": (
        "lstm_step_backward",
        lstm_step(bias="np.concatenate([df, df, df, dg], axis=1)"),
        "another array were used in line 18",
        "The array there should be da.",
    ),
    "a cell state carried twice": (
        "lstm_backward",
        lstm_step() + LSTM_LOOP.format(carried="2 * dprev_c"),
        "without one factor in line 32",
        "2 * dprev_c",
    ),
    "no slope of tanh": ("rnn_step_backward", rnn_step(slope="dnext_h"), "a slope", "hyperbolic tangent"),
    "a state not carried": ("rnn_backward", rnn(carried="0"), "drops dprev_h", ""),
    "a flipped filter": ("conv_forward", conv(flip="[:, :, ::-1, ::-1]"), "turned by 180 degrees", ""),
    "stride for pad": ("conv_forward", conv(numbers="pad, stride"), "['pad'] were exchanged", ""),
    "no transpose": ("multi_head_forward", HEADS.format(order=""), "before the reshape", "order (0, 2, 1, 3)"),
}


@pytest.mark.parametrize("name, text, sentence, detail", COMMON.values(), ids=COMMON)
def test_a_common_slip_is_named_in_the_first_message(name, text, sentence, detail):
    first = next(iter(found(name, text).values()))
    assert sentence in first[1] and detail in first[2] and not first[2][:1].islower(), first


@pytest.mark.parametrize(
    "name, text, count",
    [
        ("rnn_step_backward", rnn_step(slope="dnext_h"), 5),
        ("layernorm_backward", layernorm(scale="dout.sum(0)", shift="(dout * hat).sum(0)"), 2),
    ],
)
def test_what_is_wrong_for_one_reason_is_one_message(name, text, count):
    (message,) = messages(checked(name, text).mismatches)
    assert len(message.mismatches) == count


def test_a_state_that_is_not_handed_back_is_one_message():
    (message,) = messages(checked("lstm_backward", lstm(c="0 * back_c")).mismatches)
    assert len(message.mismatches) == 5


@pytest.mark.parametrize(
    "name, text, sentence",
    [
        ("lstm_backward", lstm(h="0"), "goes back from each step to the one before it is missing or wrong"),
        ("rnn_backward", rnn(carried="0"), "no gradient goes back from a step to those before it"),
    ],
)
def test_where_no_step_function_is_known_the_upstream_gradient_of_each_step_tells(name, text, sentence):
    namespace = {"np": np}
    exec(text.replace("_step_", "_own_"), namespace)
    (first, *_) = check_function(find(name), {each: namespace[each] for each in find(name).functions}).mismatches
    assert "Only the last time step is right" in first.text and sentence in first.text


def test_a_small_number_is_not_blamed_for_another_slip():
    text = softmax_loss(more=" + 1e-12").replace(".mean()", ".sum()")
    assert "stops growing" not in str(found("softmax_loss", text))


def test_a_loss_that_grows_without_bound_does_not_stop():
    text = SOFTMAX_LOSS.replace("-np.log(p[np.arange(len(y)), y]{more}).mean()", "2 * np.ptp(scores)")
    assert "stops growing" not in str(found("softmax_loss", text.format(axis=1, rows="np.arange(len(y)), y", d="d")))


def test_what_some_calls_have_by_chance_is_no_condition():
    """Two calls that are right have no negative entries, and that is not why."""
    text = """
def clip_gradients(grads, max_norm):
    norm = sum(np.abs(each).sum() for each in grads.values())
    return {name: each * min(1, max_norm / norm) for name, each in grads.items()}, norm
"""
    said = found("clip_gradients", text)
    assert "norm" in said and "negative" not in str(said)


def test_the_gradient_of_a_loss_has_no_bounds():
    """Its entries may all be below 1 by chance."""
    wrong = RIGHT | {"softmax_loss": lambda scores, y: (RIGHT["softmax_loss"](scores, y)[0], np.abs(scores) + 3)}
    assert "never" not in str(check_function(find("softmax_loss"), wrong).mismatches)


def test_the_window_of_a_crop_is_the_one_that_shares_most_pixels():
    text = """
def random_crop(x, pad, rng):
    wide, (H, W), out = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], mode="edge"), x.shape[2:], np.empty(x.shape)
    for n, (i, j) in enumerate(rng.integers(0, 2 * pad + 1, size=(len(x), 2))):
        out[n] = wide[n, :, i : i + H, j : j + W]
    return out
"""
    code, sentence, _ = found("random_crop", text)["out"]
    assert code == "mask" and "The wrong entries should be 0" in sentence


def test_of_an_empty_result_only_that_is_said():
    """It can't depend on its argument; that the argument has no use would be misleading."""
    text = """
def shift_image(x, rows, columns):
    size, (H, W) = max(abs(rows), abs(columns)), x.shape[2:]
    wide = np.pad(x, ((0, 0), (0, 0), (size, size), (size, size)))
    return wide[:, :, size - rows : size - rows + H, size - columns : size - columns]
"""
    code, sentence, _ = found("shift_image", text)["out"]
    assert code == "shape" and sentence.endswith("It is empty: does a slice end where it begins, as `0:-0` does?")


GATES = """
def gate_weights(name, n):
    return (-float(n), np.ones(n)) if name == "and" else (0.0, np.ones(n) if name == "or" else -np.ones(n))
"""


def test_what_fits_two_by_two_by_chance_is_not_said():
    said = found("affine_backward", affine(dx="dout * w.T"))
    assert "mean" not in str(said) and "times the right one" not in str(said)


@pytest.mark.parametrize(
    "name, text, chance",
    [
        ("gate_weights", GATES, "right one"),
        ("gate_weights", GATES, "tangent"),
        ("pca", PCA.format(columns="[:, ::-1][:, : m + 1]"), "were a product"),
    ],
)
def test_what_fits_one_number_by_chance_is_not_said(name, text, chance):
    """The positive part of -1 is 0, the tangent too; and m * 1 is m."""
    said = str(found(name, text))
    assert said and chance not in said


@pytest.mark.parametrize(
    "name, text",
    [
        ("rnn_backward", rnn()),
        ("lstm_step_backward", lstm()),
        ("lstm_backward", lstm()),
        ("adam", RIGHT_ADAM),
        ("temporal_affine_backward", TEMPORAL.format(dw="np.tensordot(x, dout, ((0, 1), (0, 1)))")),
        ("coin_nll", COIN.format(more="")),
        ("pca", PCA.format(columns="[:, ::-1][:, :m]")),
        ("layernorm_backward", layernorm()),
        ("attention_backward", attention()),
        ("conv_forward", conv()),
        ("lstm_backward", lstm_step() + LSTM_LOOP.format(carried="dprev_c")),
        ("mlp_backward", MLP.format(slope=" * (z1 > 0)")),
        ("dropout_forward", DROPOUT.format(scale='1 / q["p"]')),
        ("multi_head_forward", HEADS.format(order=".transpose(0, 2, 1, 3)")),
    ],
)
def test_the_same_functions_without_a_slip_pass(name, text):
    assert not found(name, text)


def test_no_search_waits_for_a_fit_to_infinity():
    """LAPACK's least squares never come back from one, and a step done in another way may give it one."""
    text = "def linreg_closed(x, y):\n    return np.linalg.lstsq(np.insert(x, 0, 0, axis=1), y, rcond=None)[0]\n"
    search = multiprocessing.get_context("fork").Process(target=checked, args=("linreg_closed", text))
    search.start()
    search.join(120)
    search.kill()
    search.join()
    assert search.exitcode == 0
