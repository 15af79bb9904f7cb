"""From data to points on paper: linear and logarithmic axes, and where their ticks are."""

import numpy as np


class Scale:
    """One axis of a plot.

    Parameters
    ----------
    kind : str
        "linear" or "log".
    base : float
        Of the logarithm.
    """

    def __init__(self, kind="linear", base=10):
        self.kind, self.base = kind, base
        self.limits = None  # as they were asked for
        self.ticks = self.labels = None
        self.rotation, self.whole = 0, False  # whether ticks between whole numbers mean nothing
        self.low, self.high = 0.0, 1.0

    def fit(self, values, margin, foot=None):
        """Choose the limits for values, unless they were asked for; nothing is left free below the foot of bars."""
        values = np.concatenate([np.ravel(np.asarray(each, dtype=float)) for each in values] or [np.zeros(0)])
        values = values[np.isfinite(values) & ((values > 0) | (self.kind == "linear"))]
        low, high = (values.min(), values.max()) if values.size else (1.0, 10.0) if self.kind == "log" else (0.0, 1.0)
        on_foot = foot is not None and low == foot
        low, high = self.forward(np.array([low, high]))
        if low == high:
            low, high = low - 0.05 * (abs(low) or 1), high + 0.05 * (abs(high) or 1)
        room = margin * (high - low)
        self.low, self.high = low - room * (not on_foot), high + room
        if self.limits is not None:
            asked = [np.nan if limit is None else limit for limit in self.limits]
            low, high = self.forward(np.array(asked, dtype=float))
            self.low, self.high = self.low if np.isnan(low) else low, self.high if np.isnan(high) else high

    def forward(self, values):
        """Take values to where the axis is linear."""
        values = np.asarray(values, dtype=float)
        if self.kind == "linear":
            return values
        with np.errstate(all="ignore"):
            return np.where(values > 0, np.log(values) / np.log(self.base), np.nan)

    def place(self, values):
        """Take values to 0 (the lower end) up to 1."""
        return (self.forward(values) - self.low) / (self.high - self.low)

    def marks(self, room):
        """Return the ticks and their labels, as many as have room.

        Parameters
        ----------
        room : int
            How many ticks are enough.
        """
        if self.ticks is not None:
            ticks = np.asarray(self.ticks, dtype=float)
            return ticks, list(self.labels) if self.labels is not None else _labels(ticks)
        if self.kind == "log":
            return self._decades(room)
        low, high = sorted((self.low, self.high))
        ticks = nice(low, high, room)
        ticks = ticks[ticks == np.round(ticks)] if self.whole else ticks
        return ticks, _labels(ticks)

    def _decades(self, room):
        low, high = sorted((self.low, self.high))
        first, last = int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9))
        step = max(1, -(-(last - first + 1) // room))
        powers = np.arange(first, last + 1, step)
        if len(powers) < 2:
            ticks = nice(self.base**low, self.base**high, room)
            ticks = ticks[ticks > 0]
            return ticks, _labels(ticks)
        return float(self.base) ** powers, [f"${self.base:g}^{{{power}}}$" for power in powers]


def nice(low, high, room):
    """Return round numbers between two numbers, not many more than `room`."""
    rough = (high - low) / max(room, 1)
    power = 10 ** np.floor(np.log10(rough)) if rough > 0 else 1.0
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return step * np.arange(first, last + 1)


def _labels(ticks):
    """With as many digits as tell them apart, and a minus sign."""
    largest = np.abs(ticks).max(initial=0)
    if largest >= 1e5 or 0 < largest < 1e-3:
        return [f"{tick:.3g}".replace("-", "\N{MINUS SIGN}") for tick in ticks]
    digits = next((digits for digits in range(6) if np.allclose(ticks, np.round(ticks, digits), atol=1e-9)), 6)
    return [f"{tick + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}") for tick in ticks]
