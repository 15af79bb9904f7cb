"""Read the book's chapters as a sequence of paragraphs, cells and claims.

A claim is a comment that no reader sees, `% claim: expression == literal`. It stands after a
paragraph (or a figure) and says where a number in it comes from. Other comments are labels:
`% topic: 004.19`, `% example: K25`, `% erratum: EK1`, `% skipped: K40 why`,
`% forward: x w` (symbols of the forward pass in this page's formulas, see book/tools/formulas.py).
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
PAGES = sorted(path for path in BOOK.rglob("*.md") if "exercises" not in path.parts)
CHAPTERS = [path for path in PAGES if "{code-cell}" in path.read_text()]
BLOCK = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n(?P<options>.*?)\n---\n)?(?P<cell>.*?)^```$"
    r"|^```\{quiz[^\n]*\n(?P<quiz>.*?)^```$"  # one paragraph, whatever empty lines it has
    r"|^```\{payoff[^\n]*\n(?P<payoff>.*?)^```$"  # runs on the reader's functions, not on `solutions`
    r"|^% claim: (?P<claim>[^\n]+)$"
    r"|^% (?P<label>[a-z]+: [^\n]+)$"
    r"|(?P<text>(?:^(?!```\{(?:code-cell|quiz|payoff)|% [a-z]+: )[^\n]+\n?)+)",
    re.DOTALL | re.MULTILINE,
)
KIND = {"options": "text", "quiz": "text"}  # a cell's options hold the caption and the alt text
OPTION = re.compile(r"^:(?:tolerance|topic|class|label): [^\n]*\n", re.MULTILINE)
HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?!\w)")
CODE = re.compile(r"`[^`]*`")


def parts(path):
    """Return pairs ("text", paragraph), ("cell", source), ("claim", expression), ("label", line) in their order."""
    found = []
    for block in BLOCK.finditer(HEADER.sub("", path.read_text())):
        for name, part in block.groupdict().items():
            if part:
                found.append((KIND.get(name, name), OPTION.sub("", part)))
    return found


def cells(path):
    """Return the sources of a chapter's code cells."""
    return [part for kind, part in parts(path) if kind == "cell"]


def numbers(text):
    """Return the numbers that a reader sees in a paragraph."""
    return {float(number) for number in NUMBER.findall(CODE.sub("", text))}


def decimals(text):
    """Return the numbers with a decimal point that a reader sees in a paragraph."""
    return {float(number) for number in NUMBER.findall(CODE.sub("", text)) if "." in number}


def claimed(claim):
    """Return the numbers in the literal that a claim ends with."""
    return constants(ast.parse(claim, mode="eval").body.comparators[-1])


def constants(tree):
    """Return the numbers that are written in an expression."""
    signed = {id(node.operand): -1 for node in ast.walk(tree) if isinstance(getattr(node, "op", None), ast.USub)}
    leaves = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]
    return {signed.get(id(leaf), 1) * float(leaf.value) for leaf in leaves}
