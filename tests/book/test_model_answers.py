"""Are model answers kept from who should not see them, and is what is said about them true?"""

import ast
import base64
import gzip
import io
import json
import re
import zipfile
from html import unescape

import pytest

from autograder.checking.public_check import check_function
from autograder.course_map import assignments
from autograder.registry import find, load
from book.tools import model_answers
from tests.book.chapters import ROOT
from tests.grading.test_right_answers import MODEL

ABOUT = {"memory", "readability", "shape", "speed", "stability"}
REMARKS = [(name, remark) for name, some in model_answers.remarks().items() for remark in some]
QUICKER = [(name, remark["code"]) for name, remark in REMARKS if "code" in remark]
TAKEN = re.compile(r'take\("\w+", "(.*)"\)')
SCRIPTS = {".css", ".html", ".ipynb", ".js", ".json", ".md", ".py", ".txt"}


def answers(folder):
    """What the scripts of a folder hold, by function."""
    texts = [file.read_text() for file in sorted(folder.glob("*.js"))]
    return {name: each for text in texts for name, each in json.loads(text[text.index("{") : -2]).items()}


def test_every_function_has_its_model_answer(tmp_path):
    model_answers.write(tmp_path / "answers", shown=True)
    told = answers(tmp_path / "answers")
    assert told.keys() == load().keys()
    assert all(ast.parse(each["model"]).body[0].name == name for name, each in told.items())


def test_one_line_of_the_configuration_leaves_all_answers_out(tmp_path):
    config, target = tmp_path / "_config.yml", tmp_path / "answers"
    text = (ROOT / "_config.yml").read_text()
    assert model_answers.are_shown()
    config.write_text(re.sub(r"(model_answers: )true", r"\1false", text))
    assert not model_answers.are_shown(config)
    model_answers.write(target, shown=True)
    model_answers.write(target, model_answers.are_shown(config))
    assert not target.exists(), "answers of an earlier build are left"


def squeezed(text):
    """A text without spaces, tags and the escapes of HTML and JSON."""
    text = unescape(re.sub(r"<[^>]*>", "", text)) if "<" in text else text
    return re.sub(r'\s|\\n|\\(?=")', "", text)


def secrets():
    """The body of each model answer, without spaces; one line alone is no secret."""
    for home in assignments():
        for name, source in model_answers.model_answers(home.name).items():
            body = ast.get_source_segment(source, ast.parse(source).body[0]).partition("\n")[2]
            if body.count("\n"):
                yield name, squeezed(body)


def texts(folder):
    """All texts below the folder, those in archives too; not the scripts with the answers."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            yield from unpacked(path.name, path.read_bytes())
        elif path.suffix in SCRIPTS and path.parent.name not in ("answers", "python"):
            yield str(path.relative_to(folder)), path.read_text(errors="replace")
    python = folder / "_static" / "page" / "python"
    script = (python / "index.js").read_text()
    for file in json.loads(script[script.index("{") : -2])["files"]:
        parts = [TAKEN.search((python / f"{file['name']}.{n}.js").read_text())[1] for n in range(len(file["parts"]))]
        content = gzip.decompress(b"".join(map(base64.b64decode, parts)))
        yield from (
            unpacked("stdlib", content) if file["name"] == "stdlib" else [(file["name"], content.decode("latin"))]
        )
    for path in sorted((folder / "_static" / "page" / "exercises").glob("*.js")):
        files = json.loads(path.read_text().partition("=")[2].rstrip(";\n"))
        yield path.name, "\n".join(base64.b64decode(each).decode(errors="replace") for each in files.values())


def unpacked(name, content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = [each for each in archive.namelist() if "." + each.rpartition(".")[2] in SCRIPTS]
        for each in inside:
            yield f"{name}: {each}", archive.read(each).decode(errors="replace")


def test_nothing_else_in_the_book_holds_an_answer(html):
    wanted = dict(secrets())
    assert len(wanted) > 100
    found = [(place, name) for place, text in texts(html) for name in held(wanted, squeezed(text))]
    assert found == []


def held(wanted, text):
    return [name for name, body in wanted.items() if body in text]


def test_an_answer_that_leaks_is_found():
    name, body = "affine_backward", model_answers.model_answers("layers")["affine_backward"]
    page = "<pre>" + body.replace("x, w", '<span class="n">x</span>, w') + "</pre>"
    assert held(dict(secrets()), squeezed(page)) == [name]
    assert held(dict(secrets()), squeezed(json.dumps({"cells": [body]}))) == [name]


@pytest.mark.parametrize("name, remark", REMARKS, ids=lambda value: value if isinstance(value, str) else value["about"])
def test_a_remark_is_about_a_function_and_its_conditions_do_not_meet_the_model(name, remark):
    assert name in load() and remark["about"] in ABOUT and remark["text"].endswith((".", "`.")), remark
    source = next(each[name] for home in assignments() if name in (each := model_answers.model_answers(home.name)))
    if "code" not in remark and ("has" in remark or "lacks" in remark):
        has, lacks = (remark.get(key, default) for key, default in (("has", ""), ("lacks", "(?!)")))
        assert not (re.search(has, source) and not re.search(lacks, source)), "it would be said of the model itself"


@pytest.mark.parametrize("name, code", QUICKER, ids=[name for name, _ in QUICKER])
def test_what_is_quicker_is_right(name, code):
    namespace = {}
    exec(f"import numpy as np\n\n{code}", namespace)
    report = check_function(find(name), MODEL | {name: namespace[name]})
    assert report.passed, report.text()
