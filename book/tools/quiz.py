"""Questions that answer at once: the directives `quiz`, `quiz-number` and `quiz-score`.

A quiz is a question, then a list with one item for each answer: `[x]` right, `[ ]` wrong, its second
paragraph says why. The page works without a kernel; `assets/book.js` reacts to the reader, and keeps what was answered
in the browser, under `data-key`.
"""

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

BOX = re.compile(r"^\[([ x])\]\s*")


class quiz(nodes.General, nodes.Element):
    """A question with its answers."""


class question(nodes.General, nodes.Element):
    """What is asked."""


class choice(nodes.General, nodes.Element):
    """One answer to choose."""


class answer(nodes.General, nodes.Element):
    """The text of an answer."""


class number(nodes.General, nodes.Element):
    """A field for a number."""


class why(nodes.General, nodes.Element):
    """What appears when the answer is given."""


class score(nodes.General, nodes.Element):
    """A table: how many of a page's questions were answered right, by topic."""


class Question(SphinxDirective):
    """What both kinds of question share: a unique name, and the chapter to go back to."""

    has_content = True
    required_arguments = 1
    option_spec = {"topic": directives.unchanged_required}  # noqa: RUF012 (how docutils asks for options)

    def begin(self):
        """Return a new quiz and the nodes of its content."""
        name = self.arguments[0]
        names = self.env.metadata[self.env.docname].setdefault("quizzes", [])
        if name in names:
            raise self.error(f"there are two quizzes called {name!r} on this page")
        names.append(name)
        held = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, held)
        asked = quiz(name=f"quiz-{name}", topic=self.options.get("topic", self.env.docname))
        asked["ids"] = [asked["name"]]
        self.state.document.note_explicit_target(asked)
        return asked, [node for node in held.children if not isinstance(node, nodes.comment)]


class Choices(Question):
    """`quiz NAME`: choose one answer, or several where several are right."""

    def run(self):
        asked, parts = self.begin()
        *words, answers = parts
        if not words or not isinstance(answers, nodes.bullet_list):
            raise self.error("expected a question, then a list of answers that begin with [x] or [ ]")
        asked += question("", *words)
        asked += [self.choice(item) for item in answers]
        right = sum(item["right"] for item in asked.findall(choice))
        if not right:
            raise self.error("no answer is marked [x]")
        asked["several"] = right > 1
        return [asked]

    def choice(self, item):
        """Make a choice of an item; its first paragraph is the answer, the rest says why."""
        first, *rest = item.children
        text = first.next_node(nodes.Text)
        box = BOX.match(text.astext())
        if not box or not rest:
            raise self.error(f"expected '[x] or [ ]', an answer, then a paragraph that says why; got {item.astext()!r}")
        text.parent.replace(text, nodes.Text(text.astext()[box.end() :]))
        made = choice(right=box[1] == "x")
        made += answer("", *first.children)
        made += why("", *rest)
        return made


class Number(Question):
    """`quiz-number NAME`: type a number."""

    option_spec = Question.option_spec | {"answer": float, "tolerance": float}

    def run(self):
        if "answer" not in self.options:
            raise self.error("expected the option :answer:")
        asked, (words, *rest) = self.begin()
        if not rest:
            raise self.error("expected a question, then a paragraph that explains")
        field = number(answer=self.options["answer"], tolerance=self.options.get("tolerance", 0.0))
        asked += [question("", words), field, why("", *rest)]
        return [asked]


class Score(SphinxDirective):
    """`quiz-score`: what the reader has answered right on this page, by topic."""

    def run(self):
        return [score()]


def visit_quiz(self, node):
    builder = self.builder
    here, topic = builder.current_docname, node["topic"]
    if topic not in builder.env.titles:
        raise ExtensionError(f"{here}: the quiz {node['name']!r} names the topic {topic!r}, but there is no such page")
    title = builder.env.titles[topic].astext()
    link = "" if topic == here else builder.get_relative_uri(here, topic)
    kind = "number" if node.next_node(number) else "several" if node["several"] else "one"
    self.quiz = node["name"], "checkbox" if kind == "several" else "radio"
    self.body.append(
        self.starttag(
            node,
            "div",
            CLASS="quiz",
            role="group",
            **{"aria-labelledby": f"{node['name']}-question", "data-kind": kind},
            **{"data-topic": title, "data-link": link, "data-key": f"{here}:{node['name'].removeprefix('quiz-')}"},
        )
    )


def depart_quiz(self, node):
    self.body.append('<div class="quiz-buttons"><button type="button" class="quiz-check">Check</button></div>')
    self.body.append('<p class="quiz-result" role="status"></p></div>\n')


def visit_question(self, node):
    self.body.append(f'<div class="quiz-question" id="{self.quiz[0]}-question">')


def visit_choice(self, node):
    name, kind = self.quiz
    place = f"{name}-{node.parent.index(node)}"
    right = " data-right" if node["right"] else ""
    self.body.append(f'<div class="quiz-choice"{right}><input type="{kind}" name="{name}" id="{place}">')
    # some answers are formulas only, which do not count as words
    self.body.append(f'<label for="{place}"><span class="visually-hidden">Answer {node.parent.index(node)}: </span>')


def depart_answer(self, node):
    self.body.append("</label>")


def visit_number(self, node):
    name, _ = self.quiz
    self.body.append(
        f'<input type="text" inputmode="decimal" autocomplete="off" aria-label="Your number" id="{name}-number" '
        f'data-answer="{node["answer"]!r}" data-tolerance="{node["tolerance"]!r}">'
    )


def visit_why(self, node):
    self.body.append('<div class="quiz-why">')


def depart_div(self, node):
    self.body.append("</div>\n")


def visit_score(self, node):
    self.body.append('<div class="quiz-score" role="status" aria-live="polite"></div>\n')


def nothing(self, node):
    """Write nothing here."""


def setup(app):
    """Make the directives and nodes known to Sphinx."""
    app.add_directive("quiz", Choices)
    app.add_directive("quiz-number", Number)
    app.add_directive("quiz-score", Score)
    html = {
        quiz: (visit_quiz, depart_quiz),
        question: (visit_question, depart_div),
        choice: (visit_choice, depart_div),
        answer: (nothing, depart_answer),
        number: (visit_number, nothing),
        why: (visit_why, depart_div),
        score: (visit_score, nothing),
    }
    for node, pair in html.items():
        app.add_node(node, html=pair)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
