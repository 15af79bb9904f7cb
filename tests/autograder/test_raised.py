"""Does an exception in a student's function get its line and a sentence that is true?"""

import linecache

import pytest

from autograder.checking.public_check import check_function
from autograder.registry import find

FILE = "/home/ada/autograder/mine.py"


def text_of(name, source, file=FILE):
    source = f"import numpy as np\n{source}"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    namespace = {"__name__": "mine"}
    exec(compile(source, file, "exec"), namespace)
    return check_function(find(name), {key: value for key, value in namespace.items() if callable(value)}).text()


RELU = "def relu_forward(x):\n"
AFFINE = "def affine_forward(x, w, b): return x @ w + b, (x, w)\ndef affine_backward(dout, cache):\n    x, w = cache\n"


@pytest.mark.parametrize(
    "name, source, line, said",
    [
        (
            "affine_backward",
            f"{AFFINE}    return dout @ w, x.T @ dout, dout.sum(0)",
            5,
            "dout is (4, 5) and w is (3, 5): the inner sizes 5 and 3",
        ),
        (
            "affine_backward",
            f"{AFFINE}    return np.dot(dout, w), x.T @ dout, dout.sum(0)",
            5,
            "the inner sizes 5 and 3",
        ),
        ("relu_forward", f"{RELU}    return np.zeros(x.size / 2), x", 3, "// divides whole numbers"),
        ("relu_forward", f"{RELU}    return x[x.size / 2], x", 3, "// divides whole numbers"),
        ("relu_forward", f"{RELU}    return x.astype(np.float), x", 3, "NumPy has removed np.float: write float"),
        ("relu_forward", f"{RELU}    return np.product(x), x", 3, "NumPy has removed np.product: write np.prod"),
        ("relu_forward", f"{RELU}    return x.sum(axis=4), x", 3, "fewer axes"),
        ("relu_forward", f"{RELU}    return x + np.ones(77), x", 3, "There x is ("),
        ("relu_forward", f"{RELU}    mask = x > 0\n    return x * maks, x", 4, "did you mean mask?"),
        ("relu_forward", f"{RELU}    y += x\n    return y, x\n    y = 1", 3, "give it a value first"),
        ("relu_forward", f"{RELU}    for i in xrange(3): pass\n    return x, x", 3, "in Python 3 it is range"),
        ("relu_forward", f"{RELU}    return None.copy(), x", 3, "without return"),
        ("relu_forward", f"{RELU}    if x > 0: return x, x", 3, "np.where"),
        ("relu_forward", f"{RELU}    return relu_forward(x)", 3, "calls itself without an end"),
        ("relu_forward", f"{RELU}    exit(4)", 3, "return a value instead"),
        (
            "conv_forward",
            "def conv_forward(x, w, b, conv_param):\n    conv_param['strid']",
            3,
            "its entries are 'stride', 'pad'",
        ),
    ],
)
def test_an_exception_is_explained_with_its_line(name, source, line, said):
    text = text_of(name, source)
    assert f"(in {name}, line {line})" in text and said in text, text


def test_a_missing_return_is_called_that():
    assert "must return 2 values, and it returned None, as one without return does." in text_of(
        "relu_forward", "def relu_forward(x): x * 2"
    )


@pytest.mark.parametrize(
    "source, said",
    [
        (
            "def softmax(scores):\n    e = np.exp(scores)\n    return e / e.sum(1, keepdims=True)",
            "exponential in line 3 overflows",
        ),
        ("def softmax(scores):\n    return np.log(scores * 0)", "The logarithm in line 3 is taken of 0."),
        ("def softmax(scores):\n    return scores / (scores - scores)", "In line 3 something is divided by 0"),
    ],
)
def test_the_first_infinity_is_found_with_its_line(source, said):
    assert said in text_of("softmax", source)


def test_the_report_on_a_backward_function_keeps_the_line_of_its_forward():
    source = f"{RELU}    return np.float_(x), x\ndef relu_backward(dout, cache): return dout"
    assert "(in relu_forward, line 3)" in text_of("relu_backward", source)


def test_an_entry_added_to_a_dictionary_is_no_change():
    source = """
def layernorm_forward(x, gamma, beta, ln_param):
    ln_param["mode"] = "train"
    x_hat = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + ln_param["eps"])
    return gamma * x_hat + beta, None
"""
    assert text_of("layernorm_forward", source).startswith("layernorm_forward: passed.")
    assert "changes" in text_of("layernorm_forward", source.replace('["mode"] = "train"', '["eps"] = 1.0'))


def test_an_object_that_fails_when_it_is_shown_is_reported_all_the_same():
    source = """
class Odd(Exception):
    def __str__(self): raise RuntimeError
def relu_forward(x): raise Odd
"""
    assert "Odd" in text_of("relu_forward", source)


def test_float32_is_called_what_it_is():
    text = text_of("relu_forward", "def relu_forward(x): return np.maximum(x, 0).astype(np.float32), x")
    assert "dtype float32" in text and "numbers are" not in text
