"""Learning rates that change with the step."""

from autograder.specification import Argument, Case, Example, Spec

STEP = Argument("step", "int", "number of the step, from 0 on")
START = Argument("start", "float", "learning rate of step 0")
RATE = (Argument("lr", "float", "learning rate of this step"),)


def _cases(make):
    def cases(rng):
        return [make(rng, step) for step in (int(rng.integers(1, 9)), 20, 45, int(rng.integers(65, 70)))]

    return cases


def _falling(rng, step):
    return Case(f"step {step}", {"step": step, "start": float(rng.uniform(0.1, 1)), "half": 10})


def _staged(rng, step):
    inputs = {"step": step, "start": float(rng.uniform(0.1, 1)), "every": 7, "factor": 0.4}
    return Case(f"step {step}, every 7 steps", inputs)


def _cycle(rng, step):
    low = float(rng.uniform(0.01, 0.05))
    return Case(f"step {step} of 70", {"step": step, "steps": 70, "low": low, "high": 10 * low, "final": low / 500})


def _cosine(rng, step):
    return Case(f"step {step} of 70", {"step": step, "steps": 70, "start": float(rng.uniform(0.1, 1)), "end": 0.02})


def _at(step, **others):
    return Case(f"step {step}", {"step": step} | others)


def _scale(name, meaning):
    return Argument(name, "int", meaning)


SPECS = (
    Spec(
        name="power_decay",
        kind="function",
        summary="Compute the learning rate of power scheduling.",
        arguments=(
            STEP,
            START,
            _scale("half", "steps after which half of the rate is left; after twice as many a third"),
        ),
        outputs=RATE,
        points=1,
        section="optimizers/schedules#the-usual-schedules",
        cases=_cases(_falling),
        examples=(
            Example(_at(20, start=0.1, half=10), {"lr": 0.03333333}, "PV021, schedules: a third after 2s steps"),
            Example(_at(5, start=0.3, half=10), {"lr": 0.2}, "by hand: 0.3 / 1.5"),
        ),
    ),
    Spec(
        name="exponential_decay",
        kind="function",
        summary="Compute the learning rate of exponential scheduling.",
        arguments=(STEP, START, _scale("tenth", "after so many steps a tenth of the rate is left")),
        outputs=RATE,
        points=1,
        section="optimizers/schedules#the-usual-schedules",
        cases=_cases(
            lambda rng, step: Case(f"step {step}", {"step": step, "start": float(rng.uniform(0.1, 1)), "tenth": 10})
        ),
        examples=(
            Example(_at(20, start=0.1, tenth=10), {"lr": 0.001}, "PV021, schedules: 0.1 times 0.1 ** 2"),
            Example(_at(5, start=1.0, tenth=10), {"lr": 0.31622777}, "by hand: the root of 0.1"),
        ),
    ),
    Spec(
        name="step_decay",
        kind="function",
        summary="Compute a piecewise constant learning rate.",
        arguments=(
            STEP,
            START,
            _scale("every", "length of a piece in steps"),
            Argument("factor", "float", "by which the rate is multiplied at the start of every new piece"),
        ),
        outputs=RATE,
        points=1,
        section="optimizers/schedules#the-usual-schedules",
        cases=_cases(_staged),
        examples=(
            Example(_at(9, start=0.8, every=10, factor=0.5), {"lr": 0.8}, "by hand: still in the first piece"),
            Example(_at(30, start=0.8, every=10, factor=0.5), {"lr": 0.1}, "by hand: the fourth piece begins"),
        ),
    ),
    Spec(
        name="one_cycle",
        kind="function",
        summary="Compute the learning rate of the one-cycle schedule.",
        arguments=(
            STEP,
            _scale("steps", "number of steps in all"),
            Argument("low", "float", "rate at step 0"),
            Argument("high", "float", "rate halfway through"),
            Argument("final", "float", "rate at the last step, number `steps`"),
        ),
        outputs=RATE,
        points=2,
        section="optimizers/schedules#the-usual-schedules",
        cases=_cases(_cycle),
        note="Three straight lines: from low up to high at half of the steps, down to low at nine tenths of them, and "
        "down to final at the end.",
        examples=(
            Example(_at(25, steps=100, low=0.01, high=0.1, final=1e-5), {"lr": 0.055}, "PV021, 1cycle: halfway up"),
            Example(_at(70, steps=100, low=0.01, high=0.1, final=1e-5), {"lr": 0.055}, "PV021, 1cycle: halfway down"),
            Example(_at(95, steps=100, low=0.01, high=0.1, final=1e-5), {"lr": 0.005005}, "by hand: the last descent"),
        ),
    ),
    Spec(
        name="cosine_decay",
        kind="function",
        summary="Compute a learning rate that falls along half a cosine.",
        arguments=(
            STEP,
            _scale("steps", "number of steps in all"),
            START,
            Argument("end", "float", "rate at the last step, number `steps`"),
        ),
        outputs=RATE,
        points=1,
        section="optimizers/schedules#the-usual-schedules",
        cases=_cases(_cosine),
        examples=(
            Example(_at(25, steps=100, start=1.0, end=0.0), {"lr": 0.85355339}, "by hand: (1 + cos 45 degrees) / 2"),
            Example(_at(50, steps=100, start=0.5, end=0.1), {"lr": 0.3}, "by hand: half of the way"),
        ),
    ),
)
