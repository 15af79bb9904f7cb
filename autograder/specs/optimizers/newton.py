"""Steps that know the curvature."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def newton_cases(rng):
    """Symmetric matrices with positive and negative eigenvalues."""
    found = []
    for n in (3, 5, 2):
        a = rng.normal(size=(n, n))
        hessian = a + a.T + np.diag(rng.choice([-4.0, 4.0], n))
        label = f"{n} weights"
        found.append(Case(label, {"w": rng.normal(size=n), "gradient": rng.normal(size=n), "hessian": hessian}))
    return found


def damped_cases(rng):
    """More residuals than weights, and fewer."""
    found = []
    for m, n in ((5, 3), (2, 4), (3, 3)):
        arrays = {"w": (n,), "jacobian": (m, n), "residual": (m,)}
        inputs = {name: rng.normal(size=size) for name, size in arrays.items()} | {"damping": 0.7}
        found.append(Case(f"{m} residuals, {n} weights", inputs))
    return found


W = Argument("w", "float array of shape (D,)", "weights")
NEXT = Argument("next_w", "float array of shape (D,)", "the weights after the step")
SPECS = (
    Spec(
        name="newton_step",
        kind="function",
        summary="Take one step of Newton's method.",
        arguments=(
            W,
            Argument("gradient", "float array of shape (D,)", "of the loss at w"),
            Argument("hessian", "float array of shape (D, D)", "second derivatives of the loss at w; invertible"),
        ),
        outputs=(NEXT,),
        points=2,
        section="optimizers/curvature#newton-s-step",
        cases=newton_cases,
        note="Solve a linear system rather than invert a matrix.",
        examples=(
            Example(
                Case(
                    "with a mixed derivative",
                    {
                        "w": np.array([1.0, 1.0]),
                        "gradient": np.array([3.0, 3.0]),
                        "hessian": np.array([[2.0, 1.0], [1.0, 5.0]]),
                    },
                ),
                {"next_w": np.array([-0.33333333, 0.66666667])},
                "by hand: the system has the solution 4/3, 1/3",
            ),
            Example(
                Case(
                    "the bowl 2 a ** 2 + b ** 2 / 2 at (3, -4)",
                    {
                        "w": np.array([3.0, -4.0]),
                        "gradient": np.array([12.0, -4.0]),
                        "hessian": np.array([[4.0, 0.0], [0.0, 1.0]]),
                    },
                ),
                {"next_w": np.zeros(2)},
                "by hand: a quadratic is solved in one step",
            ),
        ),
    ),
    Spec(
        name="levenberg_marquardt_step",
        kind="function",
        summary="Take one step of Levenberg and Marquardt for a sum of squared residuals.",
        arguments=(
            W,
            Argument("jacobian", "float array of shape (M, D)", "derivatives of the M residuals"),
            Argument("residual", "float array of shape (M,)", "residuals at w"),
            Argument("damping", "float", "0 gives Gauss and Newton's step, a large one a short step downhill"),
        ),
        outputs=(NEXT,),
        points=2,
        section="optimizers/curvature#levenberg-and-marquardt",
        cases=damped_cases,
        note="The matrix is jacobian' jacobian with its diagonal multiplied by 1 + damping; the right side is "
        "jacobian' residual.",
        examples=(
            Example(
                Case(
                    "two residuals, two weights",
                    {
                        "w": np.array([1.0, 1.0]),
                        "jacobian": np.array([[1.0, 0.0], [0.0, 2.0]]),
                        "residual": np.array([3.0, 1.0]),
                        "damping": 0.5,
                    },
                ),
                {"next_w": np.array([-1.0, 0.66666667])},
                "by hand: 1 - 3/1.5 and 1 - 2/6",
            ),
            Example(
                Case(
                    "two weights that depend on each other",
                    {
                        "w": np.zeros(2),
                        "jacobian": np.array([[1.0, 1.0], [0.0, 1.0]]),
                        "residual": np.array([1.0, 2.0]),
                        "damping": 1.0,
                    },
                ),
                {"next_w": np.array([-0.14285714, -0.71428571])},
                "by hand: the system 2a + b = 1, a + 4b = 3",
            ),
        ),
    ),
)
