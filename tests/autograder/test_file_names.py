"""Is every exercise in a file found, whatever its name there, and nothing checked that comes from elsewhere?"""

import pytest

from tests.autograder.test_cli import RIGHT, run

pytestmark = pytest.mark.usefixtures("as_a_student")
OTHER_NAMES = """
import numpy as np


class Sigmoid:
    def forward(self, x):
        out = 1 / (1 + np.exp(-x))
        return out, out

    def backward(self, dout, cache):
        return dout * cache * (1 - cache)


class Relu:
    def forward(self, x):
        return np.maximum(x, 0), x

    def backward(self, dout, cache):
        return dout * (cache > 0)


class Tanh:
    def forward(self, x):
        out = np.tanh(x)
        return out, out

    def backward(self, dout, cache):
        return dout * (1 - cache**2)


class LeakyRelu:
    def __init__(self, slope=0.01):
        self.slope = slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.slope * x)

    def backward(self, dout):
        return dout * np.where(self.x > 0, 1, self.slope)


def affine_forward_naive(x, w, b):
    return x @ w + b, (x, w)


def affine_backward_naive(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(0)


def batchnorm_forward(x, gamma, beta, bn_param):
    mean, var, eps = bn_param["running_mean"], bn_param["running_var"], bn_param["eps"]
    if bn_param["mode"] == "train":
        mean, var, k = x.mean(0), x.var(0), bn_param["momentum"]
        bn_param["running_mean"] = k * bn_param["running_mean"] + (1 - k) * mean
        bn_param["running_var"] = k * bn_param["running_var"] + (1 - k) * var
    x_hat = (x - mean) / np.sqrt(var + eps)
    return gamma * x_hat + beta, (x_hat, gamma, np.sqrt(var + eps))


def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, std = cache
    dgamma, dbeta = (dout * x_hat).sum(0), dout.sum(0)
    return gamma / std * (dout - dbeta / len(dout) - x_hat * dgamma / len(dout)), dgamma, dbeta


def svm_loss_naive(W, X, y, reg):
    pass
"""


def test_names_of_other_courses_and_classes_are_known(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", OTHER_NAMES)
    assert code == 0
    for name in (
        "Sigmoid.forward (sigmoid_forward)",
        "Relu.backward (relu_backward)",
        "Tanh.backward (tanh_backward)",
        "LeakyRelu.backward (leaky_relu_backward)",
        "affine_backward_naive (affine_backward)",
        "batchnorm_backward_alt (batchnorm_backward)",
    ):
        assert f"{name}: passed." in out
    assert "svm_loss_naive: not checked, it takes (W, X, y, reg) where svm_loss takes (scores, y)." in out


def test_every_version_of_a_function_is_checked_under_its_own_name(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", RIGHT + OTHER_NAMES.replace("x @ w + b", "x @ w"))
    assert code == 1 and "affine_forward: passed." in out and "affine_forward_naive (affine_forward): not yet." in out


TAKEN = "from autograder.checking.prerequisites import take\n[count_params] = take(['count_params'], 'networks')\n"
OWN_COUNT = "def count_params(sizes):\n    return sum((n + 1) * m for n, m in zip(sizes, sizes[1:]))"


@pytest.mark.parametrize("own", ["", OWN_COUNT], ids=["a stand-in", "the student's own"])
def test_a_function_of_an_earlier_assignment_is_not_checked_with_this_one(tmp_path, capsys, own):
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "networks.py").write_text(own)
    code, out, _ = run(tmp_path, capsys, "layers.py", TAKEN + RIGHT)
    assert code == 0 and "affine_backward: passed." in out and "count_params" not in out


def test_a_line_that_calls_what_an_earlier_assignment_lacks_costs_nothing(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", f"{TAKEN}print([count_params(n) for n in (1, 2)])\n{RIGHT}")
    said = "line 3 was skipped: count_params is asked for in networks, and there is none yet that passes its check."
    assert code == 0 and out.splitlines()[-1] == said
