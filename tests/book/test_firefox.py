"""Does the page run in a second browser, one of another family?"""

import pytest

from tests.book.firefox import FIREFOX, firefox
from tests.book.test_running_pages import FORWARD, RIGHT, WRONG

CELL = (
    """text => [...document.querySelectorAll("div.cell")].find((cell) => cell.children[0].textContent.includes(text))"""
)
BUTTON = f"""(text, name) => [...({CELL})(text).querySelectorAll("button")].find(
  (button) => button.textContent === name && button.getClientRects().length)"""
EDITOR = f"""text => ({CELL})(text).querySelector(".cm-content")"""
SAYS = f"""(text, words) => ({CELL})(text).innerText.includes(words)"""


def write(page, start, text):
    """Replace the code of a cell as a person does."""
    if page.evaluate(BUTTON, start, "Edit"):
        page.click(BUTTON, start, "Edit")
    page.wait_for(EDITOR, start)
    page.click(EDITOR, start)
    page.type("\ue009a", "\ue003")  # all, away
    page.evaluate("text => document.execCommand('insertText', false, text)", text)


@pytest.mark.skipif(not FIREFOX, reason="needs Firefox (apt-get install firefox-esr)")
@pytest.mark.parametrize("over", ["http", "file"])
def test_firefox_fails_a_wrong_gradient_says_why_and_passes_the_right_one(html, site, over, tmp_path):
    with firefox(tmp_path) as page:
        page.open((site if over == "http" else f"{html.as_uri()}/") + "exercises/layers.html")
        write(page, "def affine_forward", FORWARD)
        write(page, "def affine_backward", WRONG)
        page.click(BUTTON, "check(affine_backward)", "Check")
        page.wait_for(SAYS, "check(affine_backward)", "a mean where a sum belongs?")
        write(page, "def affine_backward", RIGHT)
        page.click(BUTTON, "check(affine_backward)", "Check")
        page.wait_for(SAYS, "check(affine_backward)", "affine_backward: passed.")
