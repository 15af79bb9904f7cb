"""Put the source of functions into the cells of a notebook."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any


def source_of(function: Callable, name: str) -> str:
    """The source of a function under another name, without decorators and docstring, after the `_helpers` it calls.

    Parameters
    ----------
    function : function
        Its helpers are functions of the same module whose names start with an underscore.
    name : str
        The name of the exercise.

    Returns
    -------
    str
    """
    helpers = [helper.__name__ for helper in _helpers(function, [])]
    parts = [_plain(function.__globals__[helper], helper) for helper in helpers]
    source = "\n\n\n".join([*parts, _plain(function, name)])
    for helper in helpers:  # another cell may have a helper of the same name
        source = re.sub(rf"\b{helper}\b", f"{helper}_for_{name}", source)
    return source


def with_docstring(source: str, stub: str) -> str:
    """Give the function in `source` the docstring that stands in the stub; a source with a syntax error stays."""
    try:
        function: Any = ast.parse(source).body[-1]
    except SyntaxError:
        return source
    stubbed: Any = ast.parse(stub).body[-1]
    docstring = ast.get_docstring(stubbed, clean=False)
    if docstring is None or ast.get_docstring(function) is not None:
        return source
    lines = source.splitlines()
    lines.insert(function.body[0].lineno - 1, f'    """{docstring}"""')
    return "\n".join(lines)


def _helpers(function, found):
    defaults = [value.__name__ for value in function.__defaults__ or () if inspect.isfunction(value)]
    for name in [*defaults, *_names(function.__code__)]:
        helper = function.__globals__.get(name)
        if name.startswith("_") and inspect.isfunction(helper) and helper not in found:
            _helpers(helper, found)
            found.append(helper)
    return found


def _names(code):
    """What the code refers to, and what the functions and comprehensions inside it refer to."""
    inner = (constant for constant in code.co_consts if inspect.iscode(constant))
    return dict.fromkeys([*code.co_names, *(name for part in inner for name in _names(part))])


def _plain(function, name):
    source = textwrap.dedent(inspect.getsource(function))
    node: Any = ast.parse(source).body[0]
    first = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
    lines = source.splitlines()
    head, body = lines[node.lineno - 1 : node.body[0].lineno - 1], lines[first.lineno - 1 :]
    head[0] = head[0].replace(f"def {function.__name__}(", f"def {name}(", 1)
    return "\n".join([*head, *body]).rstrip()
