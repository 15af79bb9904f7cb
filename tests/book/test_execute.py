"""Do the pages' cells run, and leave what Jupyter Book looks for?"""

import ast
import os
import subprocess
import sys
import threading
from urllib.parse import quote

import pytest
import yaml
from jupyter_cache import get_cache
from sphinx.errors import ExtensionError

from book.figures import BACKWARD
from book.tools import awaited, build, execute
from book.tools.awaited import Awaited
from tests.book.chapters import CHAPTERS, cells

PAGE = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  name: python3
---

# A page

```{{code-cell}} ipython3
{code}
```
"""
FIGURE = "\nimport matplotlib.pyplot as plt\n\nplt.plot([1, 2]);"


def test_what_a_page_shows_is_kept_and_a_page_that_fails_is_not(tmp_path):
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    code = "from book.figures import slope\n\nprint(slope(lambda x: 3 * x, 1.0, 1.0))"
    good.write_text(PAGE.format(code=code + FIGURE))
    bad.write_text(PAGE.format(code="1 / 0"))
    run, cache = [], get_cache(tmp_path / "cache")
    execute.run(execute.not_kept([good, bad], tmp_path / "cache"), tmp_path / "cache", run.append)
    assert sorted(run) == [bad, good]
    assert [record.uri for record in cache.list_unexecuted()] == [str(bad)]
    (record,) = cache.list_cache_records()
    (cell,) = [cell for cell in cache.get_cache_bundle(record.pk).nb.cells if cell.cell_type == "code"]
    said, drawn = cell.outputs
    assert said["text"].startswith("2.99") and "image/png" in drawn["data"]


def test_a_page_that_is_gone_disturbs_nobody(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE.format(code=""))
    get_cache(tmp_path / "cache").add_nb_to_project(page, read_data=execute.READER)
    page.unlink()
    assert execute.not_kept([], tmp_path / "cache") == []


def test_pages_that_shall_not_be_run_are_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE.format(code="1 / 0"))
    assert [each.uri for each in execute.not_kept([page], tmp_path / "cache")] == [str(page)]
    left = build.ROOT / "book" / "graphs" / "affine.md"
    config = yaml.safe_load(build._without([left], tmp_path).read_text())
    assert config["execute"]["exclude_patterns"] == ["exercises/*", "graphs/affine.md"]
    assert config["html"] == yaml.safe_load((build.ROOT / "_config.yml").read_text())["html"]


def test_what_is_being_run_is_read_last_and_not_before_it_has_run(tmp_path, monkeypatch):
    monkeypatch.setenv(awaited.VARIABLE, str(tmp_path / "awaited"))
    names, seen = ["a", "b/index", "b/more", "c"], []
    with Awaited(tmp_path / "awaited", ["b/more", "b/index"]) as running:
        awaited.read_last(None, None, names)
        assert names == ["a", "c", "b/more", "b/index"]

        def read():
            for name in names:
                awaited.wait(None, name, [""])
                seen.append(name)

        reader = threading.Thread(target=read)
        reader.start()
        reader.join(4 * awaited.PAUSE)
        assert seen == ["a", "c"]
        running.done("b/index")
        reader.join(4 * awaited.PAUSE)
        assert seen == ["a", "c"]
        running.done("b/more")
        reader.join()
        assert seen == names
    awaited.wait(None, "b/index", [""])


def test_who_waits_for_cells_that_an_error_ended_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(awaited.VARIABLE, str(tmp_path / "awaited"))
    with pytest.raises(KeyboardInterrupt), Awaited(tmp_path / "awaited", ["b/more"]):
        raise KeyboardInterrupt
    for name in ("a", "b/more"):
        with pytest.raises(ExtensionError, match="stopped before its end"):
            awaited.wait(None, name, [""])


def test_all_pages_with_cells_are_run_in_the_order_of_the_book():
    pages = [path.relative_to(build.ROOT / "book").as_posix() for path in build.pages_with_cells()]
    assert {*CHAPTERS} <= {*build.pages_with_cells()}
    assert pages.index("neurons/index.md") < pages.index("graphs/affine.md") < pages.index("beyond/index.md")


def test_what_a_downloaded_page_imports_is_installed(tmp_path):
    """In a folder that is not the checkout: a page saved as a notebook runs wherever the project is installed."""
    trees = [ast.parse(cell) for path in CHAPTERS for cell in cells(path)]
    imports = {
        ast.unparse(node) for tree in trees for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    }
    script = "\n".join(sorted(imports))
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert "book.figures" in script and done.returncode == 0, done.stderr


def test_an_edited_misconception_runs_no_page_again_and_an_edited_kernel_all():
    names = {path.name for path in build.imported_by_pages()}
    assert {"conv.py", "arguments.py", "figures.py"} <= names
    assert not [name for name in names if name.endswith(("_wrong.py", "_right.py", "_bench.py", "_oracle.py"))]


def test_a_change_of_a_text_or_of_a_page_is_seen_and_what_a_build_writes_is_none(tmp_path):
    files = ("book/index.md", "solutions/relu.py", "book/exercises/layers.ipynb", "html/index.html")
    for name in (*files, "exercises/layers.md", "autograder/cli.py", "_config.yml", "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("before")
    seen = []
    for name in files:
        before = build.inputs(tmp_path), build.written(tmp_path)
        assert before == (build.inputs(tmp_path), build.written(tmp_path))
        (tmp_path / name).write_text("after")
        os.utime(tmp_path / name, ns=(1, 1))
        seen.append(
            [old != new for old, new in zip(before, (build.inputs(tmp_path), build.written(tmp_path)), strict=True)]
        )
    assert seen == [[True, False], [True, False], [False, False], [False, True]]


def test_a_chart_has_a_still_picture_for_where_scripts_do_not_run(tmp_path):
    page = tmp_path / "page.md"
    code = """import altair as alt
from book.figures import interactive, rows

chart = alt.Chart(rows(x=[1, 2])).mark_point(style="backward", clip=True).encode(x="x:Q")
chart = chart.add_params(alt.param(bind=alt.binding_range()))
for _ in range(2):
    display(interactive(chart, "a < b", "below"))"""
    page.write_text(PAGE.format(code=code))
    execute.run(execute.not_kept([page], tmp_path / "cache"), tmp_path / "cache")
    cache = get_cache(tmp_path / "cache")
    (record,) = cache.list_cache_records()
    html, again = (output["data"]["text/html"] for output in cache.get_cache_bundle(record.pk).nb.cells[-1].outputs)
    assert "clip-path" in html and html == again  # whatever was drawn before it
    assert '<noscript><img alt="a &lt; b" src="data:image/svg+xml,%3Csvg' in html
    assert quote(BACKWARD) in html and html.index("</noscript><script") < html.index("<figcaption>below</figcaption>")
