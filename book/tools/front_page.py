"""The front page: a function to mend in the page, with what its check says of it, and the chapters at a glance.

The check is really run when the book is built, by what students get, so that what it says is seen before anything is
pressed. The chapters' numbers and titles are those of their pages.
"""

import json
import os
import subprocess
import sys
from html import escape
from pathlib import Path

import nbformat
from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.util.docutils import SphinxDirective

from autograder import course_map
from autograder.registry import find

STUDENT = Path(__file__).resolve().parents[2] / "_build" / "student"
BEFORE = "import numpy as np\n\nfrom autograder import check"
# a check shows HTML in notebooks only: here is the smallest one
NOTEBOOK = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell, shown = InteractiveShell.instance(), []
shell.display_pub.publish = lambda data, *_, **__: shown.append(data)
shell.showtraceback = lambda *_, **__: None
for cell in json.load(sys.stdin):
    shell.run_cell(cell)
print(json.dumps([data["text/html"] for data in shown if "text/html" in data]))
"""


class Mend(SphinxDirective):
    """`mend FUNCTION`: the function as someone wrote it, with a slip, its check, and what the check says."""

    has_content = True
    required_arguments = 1

    def run(self):
        name, code = self.arguments[0], "\n".join(self.content)
        home = course_map.assignment_of(name)
        if not home:
            raise self.error(f"no assignment asks for {name}")
        said = "".join(run_cells([BEFORE, code, f"check({name})"]))
        if "check-fail" not in said:
            raise self.error(f"the check of {name} finds nothing to mend")
        self.env.note_dependency(str(STUDENT / "autograder" / course_map.FILE.name))  # as old as the bundle
        cells = cell(code, original=stub_of(name, home.name)) + cell(f"check({name})", said, "exercise-check")
        link = f"exercises/{home.name}.html#exercise-{name}"
        markup = (
            f'<section class="exercise exercise-{find(name).kind} exercise-mend" id="exercise-{name}"'
            f' data-function="{name}" data-assignment="{home.name}">\n'
            f"{cells}</section>\n"
            f'<p class="page-exercises">Its assignment: <a href="{link}">{escape(home.title)}</a></p>'
        )
        return [nodes.raw("", markup, format="html")]


def run_cells(cells):
    """Run cells as a notebook of a student would, and return what they show as HTML.

    Parameters
    ----------
    cells : list of str

    Raises
    ------
    RuntimeError
        With the error, if they can't be run.
    """
    environment = os.environ | {"PYTHONPATH": str(STUDENT), "BOOK_ADDRESS": "./"}
    command = [sys.executable, "-P", "-c", NOTEBOOK]
    done = subprocess.run(command, input=json.dumps(cells), capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"the cells of the front page could not be run:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def stub_of(function, assignment):
    """The cell that students get for a function: what is written on this page counts there too."""
    cells = nbformat.read(STUDENT / assignment / f"{assignment}.ipynb", as_version=4).cells
    return next(cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == function)


def cell(code, shows="", kind="", original=""):
    """A cell with what it shows, as MyST-NB writes it.

    Parameters
    ----------
    code : str
    shows : str
        HTML.
    kind : str
        One more class.
    original : str
        The text of the exercise, if the code is another one.
    """
    source = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))
    box = f'<div class="highlight-python notranslate"><div class="highlight"><pre>{source}</pre></div></div>'
    output = f'<div class="cell_output docutils container"><div class="output text_html">{shows}</div></div>'
    begun = f' data-original="{escape(original)}"' if original else ""
    return (
        f'<div class="cell {kind} docutils container"{begun}><div class="cell_input docutils container">{box}</div>'
        f"{output if shows else ''}</div>\n"
    )


class chapters(nodes.General, nodes.Element):
    """The chapters, by the parts of the book."""


class Chapters(SphinxDirective):
    """`chapters`: number and title of each."""

    def run(self):
        return [chapters()]


def visit_chapters(self, node):
    """Write them when all titles are known."""
    env, here = self.builder.env, self.builder.current_docname
    self.body.append('<div class="front-map">\n')
    for part in (tree for tree in env.external_site_map.root.subtrees if tree.numbered):
        self.body.append(f"<div><h3>{escape(part.caption)}</h3>\n<ol>\n")
        for name in map(str, part.items):
            number = env.toc_secnumbers[name][""][0]
            title = escape(env.titles[name].astext())
            link = self.builder.get_relative_uri(here, name)
            self.body.append(f'<li value="{number}"><a href="{link}">{title}</a></li>\n')
        self.body.append("</ol></div>\n")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def list_again(app, env, added, changed, removed):
    """The front page is read again when a chapter is: its title may be another one."""
    return [env.config.root_doc] if {*added, *changed, *removed} - {env.config.root_doc} else []


def add_style(app, name, template, context, doctree):
    """Load the style sheet of the front page there only."""
    if name == app.config.root_doc:
        app.add_css_file("front.css")


def setup(app):
    """Make the directives known to Sphinx."""
    app.add_directive("mend", Mend)
    app.add_directive("chapters", Chapters)
    app.add_node(chapters, html=(visit_chapters, None))
    app.connect("env-get-outdated", list_again)
    app.connect("html-page-context", add_style)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
