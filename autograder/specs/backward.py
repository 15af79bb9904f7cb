"""The specification of a backward function follows from that of its forward function."""

from dataclasses import replace
from typing import Any

from autograder.specification import Argument, Spec


def backward_of(
    forward: Spec,
    *,
    points: int,
    gradients: str = "",
    summary: str = "",
    meanings: dict[str, str] | None = None,
    **more: Any,
) -> Spec:
    """Return the spec of the backward function that belongs to a forward function.

    It takes an upstream gradient for each value that the forward function returns, then the cache, and returns a
    gradient for each input that has one. Cases, ties and prepare are those of the forward function.

    Parameters
    ----------
    forward : Spec
    gradients : str
        Names of the inputs that get a gradient, separated by spaces; if empty, all arrays of floats.
    summary : str
        Instead of the sentence that names the forward function.
    meanings : dict of str to str, optional
        What is said of an argument or a result instead of the standard sentence, by its name, such as 'dout'.
    more
        Other attributes of the spec: `examples`, `large`, `nearest`, `free`, `note` or `needs`, and `cases`, `ties`, or
        `prepare` where they differ from the forward function's.

    Raises
    ------
    ValueError
        If `gradients` or `meanings` names what the two functions do not have.
    """
    meanings, names = meanings or {}, gradients.split()
    inputs = [a for a in forward.arguments if (a.name in names if names else a.shape.startswith("float array"))]
    returned = [output for output in forward.outputs if not output.entry_of]
    place = "second" if len(returned) == 1 else "last"
    arguments = [_gradient(output, "gradient of the loss with respect to") for output in returned]
    arguments.append(Argument("cache", "any object", f"what your {forward.name} returned as its {place} value"))
    outputs = [_gradient(argument, "gradient with respect to") for argument in inputs]
    _refuse_unknown(forward, names, forward.arguments)
    _refuse_unknown(forward, meanings, arguments + outputs)
    shared = {name: getattr(forward, name) for name in ("cases", "ties", "prepare")}
    return Spec(
        name=f"{forward.name.removesuffix('_forward')}_backward",
        kind="backward",
        summary=summary or f"Compute the gradient{'s' if len(outputs) > 1 else ''} through {forward.name}.",
        arguments=tuple(replace(a, meaning=meanings.get(a.name, a.meaning)) for a in arguments),
        outputs=tuple(replace(o, meaning=meanings.get(o.name, o.meaning)) for o in outputs),
        points=points,
        forward=forward.name,
        **shared | more,
    )


def _gradient(entry, meaning):
    """The gradient of an argument or a result; those of arguments in a dictionary come back in one, `grads`."""
    shape = entry.shape.replace("of any shape", f"of the shape of {entry.name}")
    return Argument(f"d{entry.name}", shape, f"{meaning} `{entry.name}`", part_of="grads" if entry.part_of else "")


def _refuse_unknown(forward, names, entries):
    known = [entry.name for entry in entries]
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"backward of {forward.name}: expected names among {known}, got {unknown}")
