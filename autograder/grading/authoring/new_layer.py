"""`autograder new CHAPTER LAYER`: write every file of a layer, with a working example inside."""

import keyword
import re
from pathlib import Path

from autograder.grading.authoring import templates
from autograder.registry import load

QUESTION = '+++ {"question"'  # what a human marks stands at the end of an assignment
FILES = {
    "autograder/specs/{chapter}/{layer}.py": templates.SPEC,
    "solutions/{chapter}/{layer}.py": templates.REFERENCE,
    "solutions/{chapter}/{layer}_wrong.py": templates.WRONG,
    "solutions/{chapter}/{layer}_right.py": templates.RIGHT,
    "solutions/{chapter}/{layer}_bench.py": templates.BENCH,
    "book/{chapter}/{layer}.md": templates.PAGE,
}
TESTS = (
    "tests/test_layout.py tests/autograder tests/solutions tests/grading/test_misconception_match.py "
    "tests/grading/test_right_answers.py tests/book/test_answers.py tests/book/test_claims.py"
)


class LayerError(ValueError):
    """No layer of this name can be written: what was expected, what came."""


def write_layer(root: Path, chapter: str, layer: str) -> list[str]:
    """Write a layer's files, and its lines in the public namespace, the assignment and the contents.

    Parameters
    ----------
    root : Path
        The checkout.
    chapter : str
        One of the folders in `autograder/specs`.
    layer : str
        What the names of its files and functions begin with, such as `conv`.

    Returns
    -------
    list of str
        Paths below `root` that were written or changed.

    Raises
    ------
    LayerError
        If the chapter does not exist, or the name is no name or taken.
    """
    _check(root, chapter, layer)
    words = {"chapter": chapter, "layer": layer, "title": layer.replace("_", " ").capitalize()}
    written = {path.format(**words): template.substitute(words) for path, template in FILES.items()}
    for path, change in (
        ("solutions/__init__.py", _import),
        (f"exercises/{chapter}/{chapter}.md", _ask),
        ("book/_toc.yml", _list),
    ):
        written[path] = change((root / path).read_text(encoding="utf-8"), words)
    for path, text in written.items():
        (root / path).write_text(text, encoding="utf-8")
    return list(written)


def _check(root, chapter, layer):
    chapters = sorted(path.parent.name for path in (root / "autograder" / "specs").glob("*/__init__.py"))
    if not (root / "solutions" / "__init__.py").exists() or not chapters:
        raise LayerError(f"expected the folder of the checkout, with solutions/ and autograder/specs/, got {root}")
    if chapter not in chapters:
        raise LayerError(f"expected a chapter of {', '.join(chapters)}, got {chapter!r}")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", layer) or keyword.iskeyword(layer):
        raise LayerError(f"expected a name in small letters, such as group_norm, got {layer!r}")
    taken = sorted((root / "autograder" / "specs").glob(f"*/{layer}.py")) or (f"{layer}_forward" in load())
    if taken or (root / "book" / chapter / f"{layer}.md").exists():
        raise LayerError(f"{layer} exists already: choose another name")


def _import(text, words):
    """One more import, in the order of the modules."""
    line = "from solutions.{chapter}.{layer} import {layer}_backward, {layer}_forward\n".format(**words)
    head, start, imports = text.partition("from solutions.")
    statements = re.findall(r"from [^(\n]+\n|from [^(]+\([^)]*\)\n", start + imports)
    return head + "".join(sorted([*statements, line], key=lambda statement: statement.split()[1]))


def _ask(text, words):
    """The section of the assignment, before its last question."""
    section = templates.EXERCISE.substitute(words)
    before, mark, after = text.rpartition(QUESTION)
    return before + section + mark + after if mark else f"{text.rstrip()}\n\n{section}"


def _list(text, words):
    """One more page at the end of its chapter."""
    sections = r"(        sections:\n(          - file: .*\n)*)?"
    found = re.search(rf"^      - file: {words['chapter']}/index\n{sections}", text, re.MULTILINE)
    if not found:
        raise LayerError(f"expected a line for {words['chapter']}/index in book/_toc.yml, got none")
    opened = "" if found[1] else "        sections:\n"
    return f"{text[: found.end()]}{opened}          - file: {words['chapter']}/{words['layer']}\n{text[found.end() :]}"
