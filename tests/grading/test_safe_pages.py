"""Is what a student shows harmless in an instructor's browser, and cheap to make so?"""

import json

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from autograder.grading.assignments.repair import read_submission
from autograder.grading.content import limited_process
from autograder.grading.content.cleaning import NotShown, clean_html, clean_markdown
from autograder.grading.content.limited_process import Budget, safe_html, safe_markdown
from autograder.grading.course.course_folder import Course
from autograder.grading.judge.verdict_outputs import finished_outputs
from autograder.grading.sandbox.outputs import clean_output
from tests.grading.conftest import ROOT


def test_broken_html_of_a_whole_submission_has_one_budget(monkeypatch):
    monkeypatch.setattr(limited_process, "SECONDS", 0.05)
    html = "<ul>" + "<li></ul><ul>" * 3500
    outputs = [
        clean_output(json.dumps({"output_type": "display_data", "data": {"text/html": html, "text/plain": "x"}}))
        for _ in range(50)
    ]
    budget = Budget(0.05)
    finished = finished_outputs(outputs, budget)
    assert budget.seconds <= 0 and "not shown" in finished[-1].data["text/html"]
    assert [output.data["text/plain"] for output in finished] == ["x"] * 50
    assert safe_html("<b>next</b>", Budget()) == "<b>next</b>", "the next submission has a budget of its own"


@pytest.mark.parametrize("html", ["<div>" * 5000, "<p>" * 5000, "<div></b>" * 5000, "<b><i>" * 5000])
def test_html_that_is_nested_too_deeply_is_not_parsed(html):
    with pytest.raises(NotShown, match="open tags"):
        clean_html(html)
    assert "open tags" in safe_html(html, Budget()) and escaped(html) in safe_markdown(html, {}, Budget())


def escaped(html):
    return html.replace("<", "&lt;").replace(">", "&gt;")


def test_deep_quotations_are_shown_as_they_were_written():
    assert safe_markdown("> " * 5000, {}, Budget()).endswith("&gt; </pre>")
    assert clean_markdown("> > - one\n\n" + "-" * 80, {}).count("<blockquote>") == 2


PICTURE = {"png.png": {"image/png": "aGk="}, "my photo.jpg": {"image/jpeg": "aGk="}}


@pytest.mark.parametrize(
    "source, shown",
    [
        ("![a](attachment:png.png)", "data:image/png;base64,aGk="),
        ("![a](attachment:my%20photo.jpg)", "data:image/jpeg;base64,aGk="),
        ('<img src="attachment:png.png">', "data:image/png;base64,aGk="),
        ("![my page](attachment:lost.webp)", "not shown here"),
        ("![a](https://a.example/x.png)", "not shown here"),
        ('<img src="plot.svg" alt="a plot">', "a plot"),
    ],
)
def test_a_picture_is_shown_if_it_was_pasted_and_else_a_sentence_stands_in_its_place(source, shown):
    html = clean_markdown(source, PICTURE)
    assert shown in html and "attachment:" not in html and ("<img" in html) == ("data:" in shown)


ADDRESSES = """
<img src="https://a.example/x.png" srcset="https://a.example/y.png 2x">
<img src="//a.example/x.png" class="btn btn-danger">
<p style="background: url(https://a.example/x.png)" class="modal">x</p>
<style>@import "https://a.example/x.css";</style>
<video poster="https://a.example/x.png" src="https://a.example/x.mp4"></video>
<link rel="stylesheet" href="https://a.example/x.css"><table background="https://a.example/x.png"><tr><td>x</table>
<svg><image href="https://a.example/x.png"/></svg><object data="https://a.example/x"></object>
<input type="image" src="https://a.example/x.png"><iframe src="https://a.example"></iframe>
![x][ref]

[ref]: https://a.example/x.png
"""


def test_nothing_on_a_page_asks_for_a_foreign_address_and_a_feedback_page_is_written():
    cell = new_markdown_cell("![lost](attachment:page.gif)\n\n[a link](https://b.example)\n" + ADDRESSES)
    exporter = HTMLExporter(config=Course(ROOT).config, template_name="basic")
    body, _ = exporter.from_notebook_node(new_notebook(cells=[cell]))
    assert '<a href="https://b.example"' in body and "not shown here" in body
    tags = BeautifulSoup(body, "html.parser").find_all(True)
    assert not {tag.name for tag in tags} & {"img", "svg", "link", "object", "video", "iframe", "input", "style"}
    assert not [tag for tag in tags if {"src", "srcset", "poster", "background", "style"} & set(tag.attrs)]
    assert not [tag for tag in tags if {"modal", "btn"} & set(tag.get("class", ()))]


def test_what_is_kept_of_an_output_is_not_html_before_it_is_cleaned():
    shown = {"output_type": "display_data", "data": {"text/html": "<style>x</style>y<form>"}}
    output = clean_output(json.dumps(shown))
    assert "text/html" not in output["data"]
    assert finished_outputs([output], Budget()) == [new_output("display_data", data={"text/html": "y&lt;form&gt;"})]


def test_a_notebook_of_millions_of_parts_is_not_parsed():
    content = b'{"cells": [' + b"{}," * 3_000_000 + b"{}]}"
    _, problem = read_submission(content, new_notebook())
    assert "parts" in problem


def test_an_output_that_would_take_much_memory_is_dropped():
    assert clean_output(b'{"output_type": "stream", "name": "stdout", "text": [' + b"[]," * 1_000_000 + b"0]}") is None
