"""Split a source into its top-level statements, also where some of it is no Python 3."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

LATER = re.compile(r"[ \t#)\]}]|$|(else|elif|except|finally)\b")  # such a line does not begin a top-level statement
DECORATOR = re.compile(r"@|async\s*$")
SURE = re.compile(r"(async\s+def|def|class)\b|@")  # here a statement begins even if what stands before is broken
MOST_TRIES = 60  # lines without indentation that one statement may hold, such as those of a text in quotes
DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


@dataclass
class Statement:
    """One statement at the top level of a cell or a file.

    Attributes
    ----------
    first, last : int
        Its lines, counted from 1.
    text : str
    node : ast.stmt, optional
        None where it is no Python 3.
    error : SyntaxError, optional
        Why; its line is that of the whole source.
    """

    first: int
    last: int
    text: str
    node: ast.stmt | None = None
    error: SyntaxError | None = None

    @property
    def defines(self) -> list[str]:
        """Names of the functions and classes that stand in it."""
        return DEFINED.findall(self.text)


def statements(source: str) -> list[Statement]:
    """The statements of a source in their order; those that can't be parsed stand between the others.

    Parameters
    ----------
    source : str
        Plain Python, see `ipython_syntax`.
    """
    source = source.replace("\0", " ")
    nodes, error = parse(source)
    lines = source.split("\n")
    if error is None:
        return [_of_node(node, lines) for node in nodes]
    return list(_recovered(lines))


def parse(source: str) -> tuple[list[ast.stmt], SyntaxError | None]:
    """The top-level statements of a source, or why it is no Python 3."""
    try:
        code = compile(
            source, "<source>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
        )
        return code.body, None
    except SyntaxError as error:
        return [], error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return [], SyntaxError(str(error), ("<source>", 1, 1, ""))


def _of_node(node, lines):
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(each.lineno for each in decorators)])
    last = node.end_lineno or node.lineno
    return Statement(first, last, "\n".join(lines[first - 1 : last]), node)


def _recovered(lines: list[str]) -> Iterator[Statement]:
    """Parse piece by piece: from one line without indentation to the next, or as many as it takes."""
    starts = [number for number, line in enumerate(lines) if not LATER.match(line)]
    if starts and any(line.strip() and not line.lstrip().startswith("#") for line in lines[: starts[0]]):
        starts.insert(0, 0)
    ends = [*starts[1:], len(lines)]
    place = 0
    while place < len(starts):
        taken, nodes, error = _longest(lines, starts, ends, place)
        first, last = starts[place], ends[taken]
        if error is None:
            for node in nodes:
                ast.increment_lineno(node, first)
                yield _of_node(node, lines)
        else:
            yield _broken(lines, first, last, error)
        place = taken + 1


def _longest(lines, starts, ends, place):
    """From one start on: the first piece that can be parsed; if there is none, the shortest that stands for itself."""
    problem, alone = None, None
    for taken in range(place, min(place + MOST_TRIES, len(starts))):
        nodes, error = parse("\n".join(lines[starts[place] : ends[taken]]))
        if error is None and nodes:
            return taken, nodes, None
        problem = problem or error
        goes_on = taken + 1 < len(starts) and DECORATOR.match(lines[starts[taken]])
        if alone is None and not goes_on:
            alone = taken
    return (place if alone is None else alone), [], problem or SyntaxError("empty")


def _broken(lines, first, last, error):
    error.lineno = min(last, first + (error.lineno or 1))
    while last > first + 1 and not lines[last - 1].strip():
        last -= 1
    return Statement(first + 1, last, "\n".join(lines[first:last]), None, error)
