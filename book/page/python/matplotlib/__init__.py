"""A small Matplotlib for pages: the calls that this course draws with, drawn as SVG.

It stands where no build of Matplotlib for the page's Python is to be had. What it lacks is said by name; the same cell
draws with Matplotlib itself in Jupyter.
"""


class NotHere(AttributeError):
    """A call that this small Matplotlib does not know."""

    def __init__(self, call: str):
        super().__init__(
            f"The page draws with a small Matplotlib that has no {call}. Save the notebook: in Jupyter, this cell runs."
        )

    def _render_traceback_(self):
        return [str(self)]


def look_up(owner: str, name: str):
    """Say that a name is not here; the methods `__getattr__` end with it."""
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotHere(f"{owner}.{name}")


def known(call: str, options: dict, names: str) -> dict:
    """Return the options of a call, all of which must be among the names."""
    for name in options:
        if name not in names.split():
            raise NotHere(f"option {name!r} of {call}")
    return options
