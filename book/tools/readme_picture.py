"""Take the README's picture of a page: `python -m book.tools.readme_picture` (needs chromium and playwright)."""

import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
FLAGS += ["--disable-quic", "--disable-component-update"]


def take(page_name, target):
    """Save what a reader sees first of a built page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1250})
        page.goto((ROOT / "_build" / "html" / f"{page_name}.html").as_uri())
        page.wait_for_function("() => document.querySelector('mjx-container')")
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        browser.close()
    Image.open(target).quantize(64).save(target, optimize=True)  # a page has few colours


if __name__ == "__main__":
    take("classifiers/softmax", ROOT / "book" / "pictures" / "chapter.png")
