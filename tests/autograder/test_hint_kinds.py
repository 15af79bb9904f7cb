"""Kinds of slips, each written as students write it: is the kind named, and what belongs to it?"""

import linecache

import numpy as np
import pytest

from autograder.checking.public_check import check_function
from autograder.registry import find, load
from autograder.verdict.messages import messages
from tests import twins

RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}
SOFTMAX = "def softmax(scores):\n    e = np.exp({})\n    return e / e.sum({}, keepdims=True)\n"
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
AFFINE = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)

def affine_backward(dout, cache):
    x, w = cache
    return {dx}, {dw}, {db}
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
ROOT, TEST_ROOT = "np.sqrt(v + eps)", 'np.sqrt(bn_param["running_var"] + eps)'


def affine(dx="dout @ w.T", dw="x.T @ dout", db="dout.sum(0)"):
    return AFFINE.format(dx=dx, dw=dw, db=db)


def rnn(carried="prev", cache="caches[t]", collected="dWx + a"):
    return RNN.replace("{carried}", carried).replace("{cache}", cache).replace("{collected}", collected)


def rnn_step(slope="dnext_h * (1 - h * h)", state="prev_h"):
    return RNN_STEP.format(slope=slope, state=state)


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
        "It is what dbeta should be",
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
}


@pytest.mark.parametrize("name, text, output, code, sentence, detail", SLIPS.values(), ids=SLIPS)
def test_the_kind_of_slip_is_named(name, text, output, code, sentence, detail):
    said = found(name, text)
    assert output in said, said
    assert said[output][0] == code and sentence in said[output][1] and detail in said[output][2], said[output]


def test_gates_are_called_by_their_names():
    def wrong(*arguments):
        *gradients, db = RIGHT["lstm_step_backward"](*arguments)
        return *gradients, np.concatenate([db[: len(db) // 4], db[len(db) // 4 :] ** 2])

    report = check_function(find("lstm_step_backward"), RIGHT | {"lstm_step_backward": wrong})
    (mismatch,) = report.mismatches
    assert "Only gates f, o and g are wrong." in mismatch.text


SOFTMAX_LOSS = """
def softmax_loss(scores, y):
    e = np.exp(scores - scores.max({axis}, keepdims=True))
    p = e / e.sum({axis}, keepdims=True)
    d = p.copy()
    d[{rows}] -= 1
    return -np.log(p[np.arange(len(y)), y]{more}).mean(), d / len(y)
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


def softmax_loss(axis=1, rows="np.arange(len(y)), y", more=""):
    return SOFTMAX_LOSS.format(axis=axis, rows=rows, more=more)


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
    "log(p + 1e-8)": ("softmax_loss", softmax_loss(more=" + 1e-8"), "without one term", "1e-08"),
    "a loss over axis 0": ("softmax_loss", softmax_loss(axis=0), "another axis", "Over axis 1"),
    "no slope of tanh": ("rnn_step_backward", rnn_step(slope="dnext_h"), "a slope", "hyperbolic tangent"),
    "a state not carried": ("rnn_backward", rnn(carried="0"), "", ""),
    "a flipped filter": ("conv_forward", conv(flip="[:, :, ::-1, ::-1]"), "turned by 180 degrees", ""),
    "stride for pad": ("conv_forward", conv(numbers="pad, stride"), "['pad'] were exchanged", ""),
    "no transpose": ("multi_head_forward", HEADS.format(order=""), "before the reshape", "order (0, 2, 1, 3)"),
}


@pytest.mark.parametrize("name, text, sentence, detail", COMMON.values(), ids=COMMON)
def test_a_common_slip_is_named_in_the_first_message(name, text, sentence, detail):
    first = next(iter(found(name, text).values()))
    assert sentence in first[1] and detail in first[2], first


def test_what_is_wrong_for_one_reason_is_one_message():
    report = checked("rnn_step_backward", rnn_step(slope="dnext_h"))
    (message,) = messages(report.mismatches)
    assert len(message.mismatches) == 5


def test_what_fits_two_by_two_by_chance_is_not_said():
    said = found("affine_backward", affine(dx="dout * w.T"))
    assert "mean" not in str(said) and "times the right one" not in str(said)


@pytest.mark.parametrize(
    "name, text",
    [
        ("rnn_backward", rnn()),
        ("layernorm_backward", layernorm()),
        ("attention_backward", attention()),
        ("conv_forward", conv()),
        ("multi_head_forward", HEADS.format(order=".transpose(0, 2, 1, 3)")),
    ],
)
def test_the_same_functions_without_a_slip_pass(name, text):
    assert not found(name, text)
