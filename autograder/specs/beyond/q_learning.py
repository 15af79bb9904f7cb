"""Q-learning: one step towards what the next state promises."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, states, actions, done):
    inputs = {"q": rng.normal(size=(states, actions)), "state": int(rng.integers(states))}
    inputs |= {"action": int(rng.integers(actions)), "reward": float(rng.normal())}
    inputs |= {"next_state": int(rng.integers(states)), "done": done, "lr": 0.3, "gamma": 0.8}
    return Case(f"{states} states, {actions} actions{', the last step' if done else ''}", inputs)


def cases(rng):
    """In the middle of an episode and at its end."""
    return [_case(rng, 5, 3, False), _case(rng, 4, 2, True), _case(rng, 3, 4, False)]


TABLE = np.array([[1.0, 2.0], [4.0, 3.0]])
STEP = {"q": TABLE, "state": 0, "action": 1, "reward": 10.0, "next_state": 1, "done": False, "lr": 0.5, "gamma": 0.5}
SPECS = (
    Spec(
        name="q_learning_update",
        kind="function",
        summary="Update a table of action values after one step.",
        arguments=(
            Argument("q", "float array of shape (S, A)", "value of each action in each state"),
            Argument("state", "int", "where the step began"),
            Argument("action", "int", "what was done there"),
            Argument("reward", "float", "what came of it"),
            Argument("next_state", "int", "where the step ended"),
            Argument("done", "bool", "whether the episode ended there: then nothing more is to come"),
            Argument("lr", "float", "learning rate"),
            Argument("gamma", "float", "discount factor, from 0 to 1"),
        ),
        outputs=(Argument("next_q", "float array of shape (S, A)", "a new table; one entry differs from `q`"),),
        points=2,
        section="beyond/rewards#q-learning",
        cases=cases,
        note="The table q itself must not change.",
        examples=(
            Example(
                Case("a step in the middle of an episode", STEP),
                {"next_q": np.array([[1.0, 7.0], [4.0, 3.0]])},
                "by hand: 2 + (10 + 4/2 - 2)/2",
            ),
            Example(
                Case("the last step of an episode", STEP | {"done": True}),
                {"next_q": np.array([[1.0, 6.0], [4.0, 3.0]])},
                "by hand: 2 + (10 - 2)/2",
            ),
        ),
    ),
)
