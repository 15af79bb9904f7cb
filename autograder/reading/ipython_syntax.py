"""Turn what only IPython understands (`%magic`, `!command`, `name?`) into Python, line by line.

Line numbers stay, and nothing is changed inside a string or between brackets. IPython's own transformer would need
IPython, which a student who has only NumPy does not have.
"""

import re
from dataclasses import dataclass, field

RUNS_ITS_CELL = {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "debug", "wandb"}
OPENS, CLOSES = "([{", ")]}"
CELL_MAGIC = re.compile(r"\s*%%(\w+)[ \t]*(.*)")
TARGET = r"(?P<indent>[ \t]*)(?P<target>[\w.\[\]'\", ]+?[ \t]*=[ \t]*)?"
LINE = re.compile(TARGET + r"(?P<escape>%{1,2}(?=[A-Za-z_])|!{1,2})(?P<rest>.*)")
HELP = re.compile(r"([ \t]*)(\?{1,2}\s*%?[\w.*]+|%?[A-Za-z_][\w.*\[\]]*\s*\?{1,2})\s*;?\s*$")
STATEMENT = re.compile(r"(async\s+def|def|class|import|from|if|for|while|with|try|return|print)\b|@\w")
FENCE = re.compile(r"'''|\"\"\"|'|\"")


@dataclass
class PythonCell:
    """A cell as plain Python.

    Attributes
    ----------
    source : str
        Every line stands where it stood.
    written : dict of str to str
        Files that the cell writes (`%%writefile`), with their contents.
    adds : bool
        It adds to what these files hold (`-a`).
    ran : list of str
        Files that it runs (`%run`).
    left_out : str
        Why the whole cell is not Python of this notebook, as in "%%bash: another language"; empty if it is.
    """

    source: str
    written: dict[str, str] = field(default_factory=dict)
    adds: bool = False
    ran: list[str] = field(default_factory=list)
    left_out: str = ""


def plain_python(source: str) -> PythonCell:
    """Turn a cell, or a Python file with magics in it, into plain Python.

    Parameters
    ----------
    source : str

    Returns
    -------
    PythonCell
    """
    source = _dedented(source)
    magic = CELL_MAGIC.match(source)
    if not magic:
        return _lines(source)
    name, argument = magic[1], magic[2].strip()
    first, rest = source[: magic.end()], source[magic.end() :]
    blank = "\n" * first.count("\n")
    if name in RUNS_ITS_CELL:
        return _lines(blank + rest)
    written = {}
    if name in ("writefile", "file"):
        path = argument.split()[-1].strip("'\"") if argument else ""
        written = {path: rest.removeprefix("\n")} if path else {}
    said = f"%%{name} only writes the file {', '.join(written)}" if written else f"%%{name} is not run here"
    return PythonCell("", written, bool({"-a", "--append"} & set(argument.split())), left_out=said)


def _dedented(source):
    """Without the indentation of the first line, where a whole cell has it: IPython does not mind."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    lines = [line.removeprefix(indent) for line in source.split("\n")]
    return "\n".join(lines) if indent else source


def _lines(source):
    """All lines, with a note of those that are not Python."""
    cell, scanner, lines = PythonCell(source), Scanner(), source.split("\n")
    for number, line in enumerate(lines):
        if scanner.inside and scanner.depth and not scanner.fence and STATEMENT.match(line):
            scanner = Scanner()  # a bracket that was never closed must not hide what follows
        if not scanner.inside:
            changed = _as_python(line, cell)
            if changed is not None:
                lines[number] = changed
                _drop_continuation(lines, number, line)
        scanner.read(lines[number])
    cell.source = "\n".join(lines)
    return cell


def _as_python(line, cell):
    """The line in Python, if it is one of IPython's, else None."""
    found = LINE.match(line)
    if found is None:
        asks = HELP.match(line)
        return f"{asks[1]}pass" if asks and not line.lstrip().startswith("#") else None
    indent, target, escape, rest = found["indent"], found["target"], found["escape"], found["rest"]
    if target:
        return f"{indent}{target}{'[]' if escape.startswith('!') else 'None'}"
    name, _, argument = rest.partition(" ")
    if escape == "%" and name == "time" and argument.strip():
        return f"{indent}{argument.strip()}"
    if escape == "%" and name == "run" and argument.split():
        cell.ran.append(argument.split()[-1].strip("'\""))
    return f"{indent}pass"


def _drop_continuation(lines, number, line):
    """A magic or a command goes on after a backslash at the end of its line."""
    while line.endswith("\\") and number + 1 < len(lines):
        number += 1
        line, lines[number] = lines[number], ""


class Scanner:
    """Follows Python line by line: whether the next line stands inside a string, a bracket or a continued line."""

    def __init__(self):
        self.depth, self.fence, self.continued = 0, "", False

    @property
    def inside(self) -> bool:
        """Whether the next line goes on with what an earlier one began."""
        return bool(self.fence or self.depth or self.continued)

    def read(self, line: str) -> None:
        """Take the next line."""
        place = 0
        while place < len(line):
            if self.fence:
                place = self._in_string(line, place)
                continue
            letter = line[place]
            if letter == "#":
                break
            quote = FENCE.match(line, place)
            if quote:
                self.fence = quote[0]
                place = quote.end()
                continue
            self.depth = max(0, self.depth + (letter in OPENS) - (letter in CLOSES))
            place += 1
        self.continued = line.endswith("\\") and not self.fence and "#" not in line[place:]
        if len(self.fence) == 1 and not line.endswith("\\"):
            self.fence = ""  # a string that is not closed on its line is a mistake; the next line is not part of it

    def _in_string(self, line, place):
        while place < len(line):
            if line[place] == "\\":
                place += 2
            elif line.startswith(self.fence, place):
                place += len(self.fence)
                self.fence = ""
                return place
            else:
                place += 1
        return place
