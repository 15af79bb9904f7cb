"""Is each function asked for where it is derived, in the words and with the cells of its assignment?"""

import ast
import re

from bs4 import BeautifulSoup

from autograder.course_map import assignments
from autograder.registry import find, load
from book.tools.embedding import with_exercises
from book.tools.exercise_cells import cells_of, definitions, exercises, needs
from book.tools.model_answers import model_answers

PAGE = """# A page

## The idea

```python
## no heading
```

### Details

## Backward

Words.
"""


def ask(*functions):
    found = {name: each for home in assignments() for name, each in exercises(home.name).items()}
    return [found[name] for name in functions]


def test_an_exercise_stands_at_the_end_of_its_section(html):
    text = with_exercises(PAGE, {"the-idea": ask("relu_forward"), "backward": ask("relu_backward")})
    assert re.findall(r"^(?:#+ .*|:+\{.*)$", text, re.MULTILINE) == [
        "# A page",
        "## The idea",
        "## no heading",
        "### Details",
        ":::::{embedded-exercise} relu_forward",
        "## Backward",
        ":::::{embedded-exercise} relu_backward",
    ]


def test_words_that_functions_of_a_section_share_stand_once(html):
    text = with_exercises(PAGE, {"backward": ask("relu_forward", "relu_backward", "affine_forward")})
    assert text.count(":without-words:") == 1
    assert text.index("relu_backward") < text.index(":without-words:") < text.index("affine_forward")


def test_further_exercises_of_a_section_are_folded(html):
    text = with_exercises(PAGE, {"backward": ask("relu_forward", "relu_backward", "affine_forward")})
    assert text.count(":folded:") == 1 and text.index("affine_forward") < text.index(":folded:")


def test_an_author_may_place_an_exercise_by_hand(html):
    text = PAGE.replace("Words.", ":::::{embedded-exercise} relu_forward\n:::::")
    assert with_exercises(text, {"the-idea": ask("relu_forward")}) == text


def test_every_function_stands_in_its_section_with_the_cells_of_its_assignment(html):
    pages = {}
    for home in assignments():
        cells = {
            cell.metadata.nbgrader.grade_id: cell.source for cell in cells_of(home.name) if "nbgrader" in cell.metadata
        }
        for name in home.functions:
            page, _, label = find(name).section.partition("#")
            if page not in pages:
                pages[page] = blocks(html / f"{page}.html")
            place, block = pages[page][f"exercise-{name}"]
            assert label in place, f"{page} does not ask for {name} in {label}"
            shown = [cell.get_text().rstrip("\n") for cell in block.select("div.cell > .cell_input pre")]
            assert shown == [cells[name], cells[f"check-{name}"]]
            back = block.select_one(".exercise-more a")["href"]
            assert back == f"../exercises/{home.name}.html#exercise-{name}"


def blocks(file):
    """The exercises of a page by their ids, each with the ids of the sections that it is in; the page is long."""
    found, path = {}, []
    text = file.read_text()
    for mark in re.finditer(r"<section\b([^>]*)>|</section>", text):
        if mark[1] is None:
            label, start = path.pop()
            if label.startswith("exercise-"):
                block = BeautifulSoup(text[start : mark.end()], "html.parser")
                found[label] = {label for label, _ in path}, block
        else:
            label = re.search(r'id="([^"]*)"', mark[1])
            path.append((label[1] if label else "", mark.start()))
    return found


def test_an_assignment_leads_from_each_function_to_its_section(html):
    for home in assignments():
        page = (html / "exercises" / f"{home.name}.html").read_text()
        links = dict(re.findall(r'<p class="exercise-origin"[^>]* data-function="(\w+)">.*?<a href="([^"]+)"', page))
        sections = {name: find(name).section.split("#") for name in home.functions}
        assert links == {name: f"../{name_of}.html#{label}" for name, (name_of, label) in sections.items()}


def test_given_code_is_what_functions_may_use_and_not_what_draws():
    drawn = "import numpy as np\nimport matplotlib.pyplot as plt\nplt.plot(1)\nx = 3"
    assert definitions(drawn) == "import numpy as np"
    assert definitions("from earlier import adam\n\nADAM = {'beta1': 0.9}") == "ADAM = {'beta1': 0.9}"
    assert definitions("def split(x):\n    return x") == "def split(x):\n    return x"


def test_a_page_knows_the_stubs_the_given_code_and_what_comes_from_earlier_assignments(html):
    cells = needs("lstm")
    assert {"earlier": ["sigmoid"]} in cells and {"given": "import numpy as np\nfrom autograder import check"} in cells
    stub = next(cell for cell in cells if cell.get("function") == "lstm_forward")
    assert stub["stub"] == "def lstm_forward(x, h0, Wx, Wh, b):\n    raise NotImplementedError"
    asked = [cell["function"] for home in assignments() for cell in needs(home.name) if "function" in cell]
    assert sorted(asked) == sorted(load())


def test_no_function_calls_a_helper_that_another_assignment_gives_otherwise():
    """So a page that brings in the code of several assignments, one after the other, mixes nothing up."""
    given, called = {}, set()
    for home in assignments():
        for each in needs(home.name):
            for node in ast.parse(each.get("given", "")).body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    given.setdefault(node.name, set()).add(ast.unparse(node))
        called |= {name for source in model_answers(home.name).values() for name in _from_outside(source)}
    otherwise = {name for name, sources in given.items() if len(sources) > 1}
    assert {"forward", "train"} <= otherwise and {"windows_of", "rows_of"} <= given.keys() & called
    assert not otherwise & called


def _from_outside(source):
    """Names that a function uses and neither takes nor sets."""
    nodes = list(ast.walk(ast.parse(source)))
    taken = {node.arg for node in nodes if isinstance(node, ast.arg)}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = taken | {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return {node.id for node in names} - own
