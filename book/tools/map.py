"""The map of the course, and strips of it on chapters and assignments: which functions a reader has written.

The directive `course-map` writes the whole map. The first page of a chapter gets the fields of its own functions, the
page of an assignment gets its own at the end. What is written here is how it all looks to somebody who begins;
`page/src/progress.js` fills in what the browser keeps.
"""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from autograder.course_map import assignment_after, assignments
from autograder.registry import find
from book.tools.course import chapters, digest, examinations, parts, points

MAP = "map"
STYLE, SCRIPT = "progress.css", "map/progress.js"


class progress(nodes.General, nodes.Element):
    """A piece of the map: `view` says which, `of` of what."""


class Map(SphinxDirective):
    """`course-map`: totals and buttons, then the chapters part by part, then the examinations."""

    def run(self):
        sections = [_section(title, progress(view="part", of=title)) for title in parts()]
        return [
            progress(view="totals", of=""),
            *sections,
            _section("Examinations", progress(view="examinations", of="")),
        ]


def _section(title, content):
    made = nodes.section("", nodes.title(title, title), content, ids=[nodes.make_id(f"map-{title}")])
    made["names"] = [title.lower()]
    return made


def add_strips(app, doctree, name):
    """Show the fields of a chapter before its first section, those of an assignment at the end of its page."""
    first = next(iter(doctree.findall(nodes.section)), None)
    if name in {chapter.pages[0] for chapter in chapters()}:
        place = next(place for place, child in enumerate(first) if isinstance(child, nodes.section))
        first.insert(place, progress(view="chapter", of=name))
    elif name.startswith("exercises/"):
        first += progress(view="assignment", of=name.removeprefix("exercises/"))


def visit_progress(self, node):
    """Write what a node asks for."""
    self.body.append(Writer(self.builder).view(node["view"], node["of"]))
    raise nodes.SkipNode


class Writer:
    """Writes pieces of the map into the page that is being built."""

    def __init__(self, builder):
        self.env, self.here = builder.env, builder.current_docname
        self.link_to = lambda page: builder.get_relative_uri(self.here, page)

    def view(self, view, of):
        """The HTML of one piece."""
        return getattr(self, view)(of)

    def totals(self, _):
        """All functions as one line of marks, sums, what is next, and the buttons."""
        names = [name for chapter in chapters() for name in chapter.all_functions]
        pages = [page for chapter in chapters() for page in chapter.pages]
        marks = "".join(_marks(chapter.all_functions) for chapter in chapters())
        return f"""<div class="course-progress map-totals" data-scope="page">
<p class="map-count"><strong><span data-count>0</span> of {len(names)} functions</strong> are yours.</p>
<div class="map-line" aria-hidden="true">{marks}</div>
<p class="map-sums"><span><span data-earned>0</span> of {points(names)} points</span>
{self._quizzes(pages, "questions answered right")}</p>
{self._next(names[0])}
<p data-graded-sum hidden>Your graded functions: <strong></strong>. Below each field stands what its feedback says.</p>
<p class="map-legend">{LEGEND}</p>
<div class="map-buttons"><button type="button" data-do="save">Save my progress</button>
<button type="button" data-do="load">Load it from a file</button>
<button type="button" data-do="feedback">Show my feedback</button>
<button type="button" data-do="erase">Erase everything</button>
<input type="file" accept=".json,application/json" aria-label="A file with saved progress" hidden>
<input type="file" accept=".html,text/html" aria-label="Feedback pages" multiple hidden></div>
<p class="map-said" role="status"></p>
<noscript><p>This browser runs no scripts, so the map cannot show what you have done.</p></noscript>
</div>"""

    def part(self, title):
        """The chapters of a part."""
        return "".join(map(self._chapter, parts()[title]))

    def _chapter(self, chapter):
        names, home = chapter.all_functions, chapter.pages[0]
        title = escape(self.env.titles[home].astext())
        groups = "".join(self._group(*group) for group in chapter.functions.items())
        return f"""<section class="course-progress map-row" id="chapter-{chapter.number}">
<div class="map-head">
<h3><span class="map-number">{chapter.number}</span> <a href="{self.link_to(home)}">{title}</a></h3>
<p><span><span data-count>0</span> of {len(names)} functions</span>
<span><span data-earned>0</span> of {points(names)} points</span>
{self._quizzes(chapter.pages, "quizzes right")}</p></div>
<div class="map-groups">{groups}</div></section>
"""

    def _group(self, assignment, names):
        title = next(each.title for each in assignments() if each.name == assignment)
        link = f'<a href="{self.link_to(f"exercises/{assignment}")}">{escape(title)}</a>'
        return f'<p class="map-assignment">Assignment: {link}</p>{self._fields(names)}'

    def _fields(self, names):
        """A field for each function; a forward function and its backward function share a card."""
        backward = {find(name).forward: name for name in names if find(name).forward in names}
        cards = [[name, *filter(None, [backward.get(name)])] for name in names if name not in backward.values()]
        return f'<ul class="map-fields">{"".join(map(self._card, cards))}</ul>'

    def _card(self, names):
        title = names[0].removesuffix("_forward") if len(names) > 1 else names[0]
        label = escape(title).replace("_", "_<wbr>")
        bars = "".join(map(self._field, names))
        return f'<li><span class="map-name" aria-hidden="true">{label}</span><span class="map-bars">{bars}</span></li>'

    def _field(self, name):
        spec = find(name)
        worth = f"{spec.points} point{'s' if spec.points > 1 else ''}"
        return (
            f'<a class="field field-{spec.kind}" href="{self._exercise(name)}" data-function="{name}"'
            f' data-points="{spec.points}" data-state="new" title="{name}, {worth}"><span class="visually-hidden">'
            f'{name}, </span><span class="field-sign" aria-hidden="true"></span><span class="field-figure"></span>'
            '<span class="visually-hidden field-state">not begun</span></a>'
            f'<span class="map-graded" data-graded="{name}"><span aria-hidden="true"></span>'
            '<span class="visually-hidden"></span></span>'
        )

    def _exercise(self, name):
        """The exercise where the chapter derives it; its section, where the chapter does not hold the exercise."""
        page, _, label = find(name).section.partition("#")
        embedded = name in self.env.metadata[page].get("exercises", {})
        return f"{self.link_to(page)}#{f'exercise-{name}' if embedded else label}"

    def _next(self, first):
        link = f'<a data-next href="{self._exercise(first)}"><code>{first}</code></a>'
        return f'<p class="map-next"><span data-next-word>Begin with</span> {link}.</p>'

    def _quizzes(self, pages, words):
        """How many questions of some pages are answered right; nothing where none is asked."""
        keys = [f"{page}:{name}" for page in pages for name in self.env.metadata[page].get("quizzes", ())]
        if not keys:
            return ""
        return (
            f'<span class="map-quizzes" data-quizzes="{" ".join(keys)}"><span data-right>0</span> of {len(keys)} '
            f"{words}</span>"
        )

    def examinations(self, _):
        """A line for each examination."""
        rows = "".join(
            f'<li><a href="{self.link_to(page)}">{escape(self.env.titles[page].astext())}</a> '
            f"{self._quizzes([page], 'questions right')}</li>"
            for page in examinations()
        )
        return f'<ul class="course-progress map-examinations">{rows}</ul>'

    def chapter(self, page):
        """The strip on a chapter's first page."""
        chapter = next(each for each in chapters() if each.pages[0] == page)
        names = chapter.all_functions
        quizzes = self._quizzes(chapter.pages, "quizzes right")
        return f"""<section class="course-progress map-strip" aria-label="Your functions in this chapter">
<p role="status"><span data-count>0</span> of the {len(names)} functions of this chapter are yours. {quizzes}</p>
{self._fields(names)}
{self._next(names[0])}
<p class="map-way"><a href="{self.link_to(MAP)}#chapter-{chapter.number}">The map of the course</a></p></section>
"""

    def assignment(self, name):
        """What is done of an assignment, and how to hand it in."""
        here = next(each for each in assignments() if each.name == name)
        count, following = len(here.functions), assignment_after(name)
        return f"""<section class="course-progress map-strip" aria-label="Your functions in this assignment">
<p role="status"><span data-count>0</span> of {count} functions, <span data-earned>0</span> of {here.points} points.</p>
{self._fields(here.functions)}
{self._next(here.functions[0])}
<p data-complete hidden>All {count} functions pass. To hand in, answer the question in words, press "Save as .ipynb" at
the top of this page, and give <code>{name}.ipynb</code> to your instructor as your course has told you; the file holds
all that is graded.{self._following(following) if following else ""}</p>
<p class="map-way"><a href="{self.link_to(MAP)}">The map of the course</a></p></section>
"""

    def _following(self, assignment):
        link = self.link_to(f"exercises/{assignment.name}")
        return f' The next assignment is <a href="{link}">{escape(assignment.title)}</a>.'


def _marks(names):
    """A mark for each function, all of one width."""
    marks = (f'<i class="map-mark map-mark-{find(name).kind}" data-mark="{name}"></i>' for name in names)
    return f'<span class="map-chapter" style="flex-grow: {len(names)}">{"".join(marks)}</span>'


def _sample(kind, state, text):
    return f'<span><span class="field field-{kind}" data-state="{state}" aria-hidden="true">{SIGN}</span> {text}</span>'


SIGN = '<span class="field-sign"></span>'
LEGEND = " ".join(
    [
        _sample("forward", "new", "forward"),
        _sample("backward", "new", "backward"),
        _sample("loss", "new", "a loss, which is both"),
        _sample("function", "new", "another function: not begun"),
        _sample("function", "begun", "begun"),
        _sample("function", "passed", "passed"),
    ]
)


def add_files(app, name, template, context, doctree):
    """Load style and script on pages that show some of the map."""
    if 'class="course-progress ' in (context.get("body") or ""):
        app.add_css_file(STYLE)
        app.add_js_file(SCRIPT, loading_method="defer")


def renew(app, env):
    """Write all pages with a piece of the map again if anything has changed that it shows."""
    new = digest(env)
    if getattr(env, "course_digest", "") == new:
        return []
    env.course_digest = new
    shown = [MAP, *(chapter.pages[0] for chapter in chapters()), *(f"exercises/{each.name}" for each in assignments())]
    return [name for name in shown if name in env.found_docs]


def setup(app):
    """Make directive and node known to Sphinx."""
    app.add_directive("course-map", Map)
    app.add_node(progress, html=(visit_progress, None))
    app.connect("doctree-resolved", add_strips)
    app.connect("env-updated", renew)
    app.connect("html-page-context", add_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
