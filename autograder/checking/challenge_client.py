"""Answer the examiner's challenges from inside the sandbox.

Nothing here is trusted: the verdict is formed outside, from the numbers that
this process sends back. A cost challenge is answered in two steps, so that the
examiner times the backward call alone.
"""

import contextlib
import gc
from collections.abc import Callable, Iterator

from autograder.protocol import Exchange, decode, encode
from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.invocation import Answer, answer, call_backward, call_forward
from autograder.verdict.raised import is_refusal


def answer_challenges(name: str, functions: dict[str, Callable], exchange: Exchange) -> None:
    """Ask for challenges and answer them until there are no more.

    Parameters
    ----------
    name : str
        The exercise function.
    functions : dict of str to callable
        The student's functions by name.
    exchange : Exchange
        The channel to the examiner.
    """
    spec = find(name)
    # a training task may leave much garbage, and has seconds to collect it
    with contextlib.nullcontext() if spec.kind == "task" else _not_collecting():
        reply = exchange(encode({"ready": name}))
        while reply:
            challenge = decode(reply)
            case = Case(challenge["label"], challenge["inputs"], challenge["upstream"])
            answered = _timed(spec, case, functions, exchange) if challenge["timed"] else answer(spec, case, functions)
            reply = exchange(encode({"answer": vars(answered)}))


@contextlib.contextmanager
def _not_collecting() -> Iterator[None]:
    """To look for garbage among the objects of a long notebook can take a second: no part of the function's cost."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _timed(spec: Spec, case: Case, functions: dict[str, Callable], exchange: Exchange) -> Answer:
    answered = Answer()
    try:
        cache = None
        if spec.kind == "backward":
            answered.forward, cache, _ = call_forward(find(spec.forward), case.inputs, functions)
        exchange(encode({"started": True}))
        if spec.kind == "backward":
            answered.outputs, _ = call_backward(spec, case.upstream, cache, functions)
        else:
            answered.outputs, _, _ = call_forward(spec, case.inputs, functions)
    except Exception as error:
        answered.error = f"{type(error).__name__}: {error}"[:500]
        answered.refused = is_refusal(error)
    return answered
