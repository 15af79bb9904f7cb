"""How people get learning-rate schedules wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "power_decay",
    "You halved the rate again and again. Power scheduling falls more slowly: after twice the time a third is left.",
    desk="value",
)
def power_halves_again(step, start, half):
    return start * 0.5 ** (step / half)


@misconception(
    "power_decay",
    "You divided by the quotient without adding 1: at step 0 the rate is then infinite.",
    desk="value",
)
def power_without_one(step, start, half):
    return start / (step / half) if step else np.inf


@misconception(
    "exponential_decay",
    "You used Euler's number. The rate is to be a tenth after the given time, so the base is one tenth.",
    desk="value",
)
def exponential_base_e(step, start, tenth):
    return start * np.exp(-step / tenth)


@misconception(
    "exponential_decay",
    "You divided in whole numbers: the rate then falls in stairs.",
    desk="value",
)
def exponential_in_stairs(step, start, tenth):
    return start * 0.1 ** (step // tenth)


@misconception(
    "step_decay",
    "Your rate falls at every step. In between it stays constant: count whole pieces only.",
    desk="value",
)
def steps_are_smooth(step, start, every, factor):
    return start * factor ** (step / every)


@misconception(
    "step_decay",
    "You multiply once for all. Each new piece multiplies again.",
    desk="ignores_argument",
)
def steps_only_once(step, start, every, factor):
    return start * (factor if step >= every else 1.0)


@misconception(
    "one_cycle",
    "Your rate stays at the top from the middle on: after it, the same way leads down again.",
    desk="value",
)
def cycle_stays_at_the_top(step, steps, low, high, final):
    part = step / steps
    if part <= 0.9:
        return min(low + (high - low) * part / 0.5, high)
    return low + (final - low) * (part - 0.9) / 0.1


@misconception(
    "one_cycle",
    "You left out the last descent: in the last tenth the rate falls from low to final.",
    desk="ignores_argument",
)
def cycle_without_last_descent(step, steps, low, high, final):
    part = step / steps
    return low + (high - low) * (part / 0.5 if part <= 0.5 else max(0.0, (0.9 - part) / 0.4))


@misconception(
    "cosine_decay",
    "You used a whole period of the cosine: the rate is back at its start in the end. Half a period goes down once.",
    desk="value",
)
def cosine_whole_period(step, steps, start, end):
    return end + 0.5 * (start - end) * (1 + np.cos(2 * np.pi * step / steps))


@misconception(
    "cosine_decay",
    "You forgot to add the rate of the end, where the cosine's part is 0.",
    desk="offset",
)
def cosine_falls_to_zero(step, steps, start, end):
    return 0.5 * (start - end) * (1 + np.cos(np.pi * step / steps))
