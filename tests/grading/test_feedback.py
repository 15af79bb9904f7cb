"""Does a student see at once what went wrong and where to read, on a telephone, and is what others wrote only text?"""

import shutil

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect, sync_playwright

from book.tools.readme_picture import FLAGS
from tests.book.test_pages import NARROW, hurdles
from tests.grading.conftest import Classroom

ASSIGNMENT, QUESTION, STUDENT = "layers", "why-subtract-the-maximum", "mallory"
CHROMIUM = shutil.which("chromium")
HOSTILE = "<img src=x onerror=\"document.title = 'taken'\">"
SLIP = """

right = affine_backward
def affine_backward(dout, cache):
    dx, dw, db = right(dout, cache)
    return dx, dw / len(dout), db
"""
SHOWS = f"""
print({HOSTILE!r})
from IPython.display import HTML
HTML({HOSTILE!r} + "<script>document.title = 'taken'</script>")
"""


@pytest.fixture(scope="module")
def file(released, tmp_path_factory):
    """The page of a student with a slip, an unfinished function, a marked answer and a penalty."""
    classroom = Classroom(tmp_path_factory.mktemp("feedback") / "course")
    shutil.copytree(released / "course", classroom.root)
    notebook = classroom.source(ASSIGNMENT)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    cells["affine_forward"].source += SHOWS
    cells["affine_backward"].source += SLIP
    cells["relu_forward"].source = f"def relu_forward(x):\n    raise ValueError({HOSTILE!r})"
    for name in ("softmax_loss", "train_digits"):
        cells[name].source = f"def {name}(*_):\n    raise NotImplementedError"
    cells[QUESTION].source = f"Because **translation** changes nothing. {HOSTILE}"
    classroom.submit(STUDENT, ASSIGNMENT, notebook)
    classroom.environment["BOOK_ADDRESS"] = "https://book.example/"
    run(classroom, "autograde")
    mark(classroom)
    run(classroom, "generate_feedback")
    return classroom.root / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html"


def run(classroom, command):
    done = classroom.run("nbgrader", command, ASSIGNMENT, timeout=300)
    assert done.returncode == 0, done.stderr


def mark(classroom):
    """What an instructor does in formgrader, and what a policy for late work does."""
    with Gradebook(f"sqlite:///{classroom.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_student(STUDENT, first_name=HOSTILE, last_name="Mallory")
        place = ASSIGNMENT, ASSIGNMENT, STUDENT
        gradebook.find_grade(QUESTION, *place).manual_score = 2
        gradebook.find_grade(QUESTION, *place).needs_manual_grade = False
        gradebook.find_comment(QUESTION, *place).manual_comment = f"Say **why** it helps. {HOSTILE}"
        gradebook.find_comment("affine_backward", *place).manual_comment = "Nearly there!"
        gradebook.find_submission_notebook(*place).late_submission_penalty = 1
        gradebook.db.commit()


@pytest.fixture(scope="module")
def page(file):
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": NARROW, "height": 800})
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(file.as_uri())
        yield page
        browser.close()


def entry(page, name):
    """What is said at the top of a function or question."""
    return page.locator(".entry").filter(has=page.get_by_role("link", name=name, exact=True))


def test_the_page_begins_with_what_to_do_next(page):
    """Full points for one function, 2 of 3 for the slip, 2 of 3 for the answer, and a point less for coming late."""
    expect(page.get_by_text("5 of 20 points")).to_be_visible()
    expect(page.get_by_text("Handed in late: 1 point is taken off.")).to_be_visible()
    expect(entry(page, "affine_forward")).to_contain_text("passed, 2 of 2 points")
    slip = entry(page, "affine_backward")
    expect(slip.get_by_text("not yet, 2 of 3 points")).to_be_visible()
    expect(slip.get_by_text("You divided dw by the number of samples.", exact=True)).to_be_visible()
    expect(slip.get_by_text("a second division makes the step N times too small")).to_be_visible()
    expect(slip.get_by_text("Nearly there!")).to_be_visible()
    link = slip.get_by_role("link", name="The affine layer: Backward, entry by entry")
    expect(link).to_have_attribute("href", "https://book.example/graphs/affine.html#backward-entry-by-entry")
    expect(entry(page, "softmax_loss").get_by_text("softmax_loss is not written yet.")).to_be_visible()
    answered = entry(page, "Why subtract the maximum")
    expect(answered.get_by_text("marked, 2 of 3 points")).to_be_visible()
    expect(answered.locator(".comment strong").get_by_text("why", exact=True)).to_be_visible()


def test_below_only_what_passed_is_folded_and_each_entry_leads_there(page):
    folded, opened = page.locator("#code-affine_forward .code"), page.locator("#code-affine_backward .code")
    expect(folded).to_be_hidden()
    expect(opened).to_be_visible()
    entry(page, "affine_forward").get_by_role("link", name="affine_forward", exact=True).click()
    expect(page.locator("#code-affine_forward")).to_be_in_viewport()
    page.locator("#code-affine_forward summary").click()
    expect(folded).to_be_visible()
    expect(page.locator("#code-why-subtract-the-maximum strong").get_by_text("translation", exact=True)).to_be_visible()


def test_what_others_wrote_is_text_and_nothing_is_asked_for(page, file):
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    expect(page.locator("header").get_by_text(HOSTILE)).to_be_visible()
    expect(entry(page, "relu_forward").get_by_text(HOSTILE)).to_be_visible()
    expect(page.locator("#code-affine_forward pre.output").get_by_text(HOSTILE)).to_be_visible()
    assert (
        page.locator("img:not([src^='data:image/png']), [onerror], script:not([type='application/json'])").count() == 0
    )
    assert page.title() != "taken" and page.asked == [file.as_uri()]
    assert len(file.read_bytes()) < 100_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_a_telephone_by_everyone(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert hurdles(page) == []
