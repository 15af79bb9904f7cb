"""Does what is asked of a backward function follow from its forward function?"""

import numpy as np
import pytest

from autograder.specification import Argument, Case, Spec
from autograder.specs.backward import backward_of


def cases(rng):
    return [Case("2 samples", {"x": rng.normal(size=(2, 3)), "count": 2, "w": rng.normal(size=3)})]


FORWARD = Spec(
    name="layer_forward",
    kind="forward",
    summary="Compute a layer.",
    arguments=(
        Argument("x", "float array of any shape", "a batch"),
        Argument("count", "int", "how often"),
        Argument("w", "float array of shape (D,)", "weights", part_of="params"),
    ),
    outputs=(
        Argument("out", "float array of the shape of x", "the outputs"),
        Argument("seen", "int", "calls up to now", entry_of="params"),
    ),
    points=1,
    cases=cases,
    ties=cases,
    note="Said of the forward function only.",
)


def test_a_backward_function_takes_the_upstream_gradients_and_the_cache():
    spec = backward_of(FORWARD, points=3)
    assert (spec.name, spec.kind, spec.forward, spec.points) == ("layer_backward", "backward", "layer_forward", 3)
    assert spec.arguments == (
        Argument("dout", "float array of the shape of x", "gradient of the loss with respect to `out`"),
        Argument("cache", "any object", "what your layer_forward returned as its second value"),
    )
    assert spec.summary == "Compute the gradients through layer_forward."


def test_every_array_of_floats_gets_a_gradient_of_its_shape():
    assert backward_of(FORWARD, points=3).outputs == (
        Argument("dx", "float array of the shape of x", "gradient with respect to `x`"),
        Argument("dw", "float array of shape (D,)", "gradient with respect to `w`", part_of="grads"),
    )


def test_cases_and_ties_are_the_forward_functions_and_the_rest_is_not():
    spec = backward_of(FORWARD, points=3)
    assert (spec.cases, spec.ties, spec.note) == (cases, cases, "")
    assert backward_of(FORWARD, points=3, cases=np.sort).cases is np.sort


def test_inputs_without_a_gradient_and_other_sentences_are_named():
    spec = backward_of(FORWARD, points=3, gradients="w", meanings={"dout": "never zeros", "dw": "of the weights"})
    assert spec.differentiated == ("w",) and spec.summary == "Compute the gradient through layer_forward."
    assert [entry.meaning for entry in (spec.arguments[0], *spec.outputs)] == ["never zeros", "of the weights"]


def test_the_cache_is_the_last_of_several_values():
    two = Spec("two_forward", "forward", "", FORWARD.arguments, FORWARD.outputs[:1] + FORWARD.arguments[:1], 1)
    assert "as its last value" in backward_of(two, points=1).arguments[-1].meaning


@pytest.mark.parametrize("names", [{"gradients": "x v"}, {"meanings": {"out": "without its d"}}])
def test_a_name_that_does_not_exist_is_refused(names):
    with pytest.raises(ValueError, match=r"layer_forward.*expected names among.*got"):
        backward_of(FORWARD, points=3, **names)
