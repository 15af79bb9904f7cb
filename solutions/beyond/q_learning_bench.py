"""Q-learning."""

from solutions.bench_rows import Row


def _real(rng):
    step = {"state": 3, "action": 5, "reward": 1.0, "next_state": 7, "done": False, "lr": 0.1, "gamma": 0.9}
    return {"q": rng.normal(size=(1000, 64))} | step


ROWS = (Row("q_learning_update", _real),)
