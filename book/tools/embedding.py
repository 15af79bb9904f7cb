"""Exercises in their chapters: stub and check of each function, under the section that derives it.

Both are those of the assignment, and the section is the one that the function's spec names. On the assignment's page a
link leads back to it.
"""

import hashlib
import re
from html import escape

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from autograder.course_map import assignment_of, heading_id, section_of
from autograder.registry import find
from book.tools.exercise_cells import HEADING, by_section, exercises

OPEN = 2  # exercises of a section that stand open, as forward and backward; further ones are folded
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}|:{3,})")


class exercise_block(nodes.General, nodes.Element):
    """An exercise in its chapter."""


class exercise_list(nodes.General, nodes.Element):
    """The functions that a page asks for."""


class exercise_origin(nodes.General, nodes.Element):
    """On an assignment's page, the way to the section that derives a function."""


class Embedded(SphinxDirective):
    """`embedded-exercise FUNCTION`: what its assignment asks; written under each section that derives a function."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 (how docutils asks for options)
        "level": int,
        "without-words": lambda _: True,
        "folded": lambda _: True,
    }

    def run(self):
        name = self.arguments[0]
        home = assignment_of(name)
        if home is None:
            raise self.error(f"no assignment asks for {name}")
        asked = exercises(home.name)[name]
        self.env.metadata[self.env.docname].setdefault("exercises", {})[name] = home.name
        block = exercise_block(function=name, assignment=home.name, level=self.options.get("level", 3))
        block["folded"] = "folded" in self.options
        block["ids"] = [f"exercise-{name}"]
        for kind, text in () if "without-words" in self.options else asked.words:
            if kind == "words":
                self.state.nested_parse(StringList(text.split("\n"), self.env.docname), self.content_offset, block)
            else:
                block += nodes.container("", _code(text), classes=["exercise-given"])
        block += _cell(asked.stub)
        block += _cell(asked.check, "exercise-check")
        return [block]


def _cell(source, *classes):
    """A cell as myst-nb writes it."""
    return nodes.container("", nodes.container("", _code(source), classes=["cell_input"]), classes=["cell", *classes])


def _code(source):
    return nodes.literal_block(source, source, language="ipython3")


def embed(app, name, content):
    """Write the exercises of a page into its text, each at the end of the section that derives it."""
    asked = by_section().get(name)
    if asked:
        content[0] = with_exercises(content[0], asked)


def with_exercises(text, asked):
    """Return a page's text with its exercises.

    Parameters
    ----------
    text : str
    asked : dict of str to list of Exercise
        By the id of the section.
    """
    lines, open_at, fence = [], [], ""  # sections that have begun, as level and id
    placed = set(re.findall(r"\{embedded-exercise\} (\w+)", text))
    waiting = {label: [each for each in some if each.function not in placed] for label, some in asked.items()}

    def close(level):
        while open_at and open_at[-1][0] >= level:
            deep, label = open_at.pop()
            lines.extend(_directives(waiting.pop(label, []), deep + 1))

    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip() == line.strip()[0] * len(line.strip()) and mark[1].startswith(fence):
            fence = ""
        elif not fence and (heading := HEADING.match(line)):
            close(len(heading[1]))
            open_at.append((len(heading[1]), heading_id(heading[2])))
        lines.append(line)
    close(0)
    return "\n".join(lines)


def _directives(some, level):
    said = None
    for number, each in enumerate(some):
        yield from ("", f":::::{{embedded-exercise}} {each.function}", f":level: {level}")
        if each.words == said:
            yield ":without-words:"
        if number >= OPEN:
            yield ":folded:"
        yield from (":::::", "")
        said = each.words


def list_exercises(app, document):
    """Name a page's functions below its title; on an assignment's page, lead from each function to its section."""
    name = app.env.docname
    if name.startswith("exercises/"):
        lead_back(document, nbformat.read(app.env.doc2path(name), as_version=4).cells)
    elif asked := app.env.metadata[name].get("exercises"):
        title = document.next_node(nodes.title)
        title.parent.insert(title.parent.index(title) + 1, exercise_list(asked=dict(asked)))


def lead_back(document, cells):
    """Give cells their ids, and each function's cell the way to where it is derived."""
    for cell in list(document.findall(nodes.container)):
        if cell.get("nb_element") != "cell_code":
            continue
        source = cells[cell["cell_index"]]
        cell["ids"] = [source.id]
        name = source.metadata.get("nbgrader", {}).get("grade_id", "")
        if section := source.metadata.get("nbgrader", {}).get("solution") and section_of(name):
            cell.parent.insert(
                cell.parent.index(cell), exercise_origin(function=name, section=f"{section.page}: {section.heading}")
            )


def visit_block(self, node):
    """The exercise begins: what is to be written."""
    name, home = node["function"], node["assignment"]
    level = min(node["level"], 6)
    points = find(name).points
    title = (
        f'<h{level} class="exercise-title"><span>Exercise</span> Write <code>{name}</code>'
        f" <small>{points} point{'s' if points > 1 else ''}</small></h{level}>\n"
    )
    self.body.append(
        f'<section class="exercise exercise-{find(name).kind}" id="exercise-{name}" data-function="{name}"'
        f' data-assignment="{home}">\n{f"<details><summary>{title}</summary>" if node["folded"] else title}'
    )


def depart_block(self, node):
    """The exercise ends: where the others of its assignment are."""
    name, home = node["function"], assignment_of(node["function"])
    link = self.builder.get_relative_uri(self.builder.current_docname, f"exercises/{home.name}")
    self.body.append(
        f'<p class="exercise-more">All of this assignment: <a href="{link}#exercise-{name}">{escape(home.title)}</a>'
        f"</p>\n{'</details>' if node['folded'] else ''}</section>\n"
    )


def visit_list(self, node):
    """The functions of the page, and their assignments."""
    code = "<code>{0}</code>"
    functions = [f'<a href="#exercise-{name}" data-function="{name}">{code.format(name)}</a>' for name in node["asked"]]
    homes = {name: assignment_of(function).title for function, name in node["asked"].items()}
    here = self.builder.current_docname
    links = [
        f'<a href="{self.builder.get_relative_uri(here, f"exercises/{name}")}">{escape(title)}</a>'
        for name, title in homes.items()
    ]
    plural = "s" if len(links) > 1 else ""
    self.body.append(
        f'<p class="page-exercises">You write here: {" ".join(functions)}<br/>'
        f"<small>Assignment{plural}: {', '.join(links)}</small></p>\n"
    )
    raise nodes.SkipNode


def visit_origin(self, node):
    """Where a function is derived."""
    name = node["function"]
    page, _, label = find(name).section.partition("#")
    link = self.builder.get_relative_uri(self.builder.current_docname, page)
    self.body.append(
        f'<p class="exercise-origin" id="exercise-{name}" data-function="{name}"><code>{name}</code> is derived in '
        f'<a href="{link}#{label}">{escape(node["section"])}</a>, and you can write it there too.</p>\n'
    )
    raise nodes.SkipNode


def outdated(app, env, added, changed, removed):
    """Name the pages whose exercises have changed since they were read."""
    asked = by_section()
    digests = {name: _digest(asked[name]) for name in asked}
    known = getattr(env, "exercise_digests", {})
    env.exercise_digests = digests
    return [name for name in {*digests, *known} & {*env.found_docs} if digests.get(name) != known.get(name)]


def _digest(asked):
    return hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()


def setup(app):
    """Embed the exercises; the text is changed before it is read, so cells of code keep their numbers."""
    app.add_directive("embedded-exercise", Embedded)
    app.add_node(exercise_block, html=(visit_block, depart_block))
    app.add_node(exercise_list, html=(visit_list, None))
    app.add_node(exercise_origin, html=(visit_origin, None))
    app.connect("source-read", embed)
    app.connect("doctree-read", list_exercises)
    app.connect("env-get-outdated", outdated)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
