"""The outcome of `autograder check FILE` as JUnit XML, which CI systems show as tests."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from autograder.checking.supervision import Outcome

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(outcome: Outcome, file: str, path: Path) -> None:
    """Write one test case for each function; what was not checked is a failure only where it counts.

    Parameters
    ----------
    outcome : Outcome
    file : str
        What was checked.
    path : Path
        Where to write.
    """
    suite = ET.Element("testsuite", name=f"autograder check {_clean(file)}")
    for report in outcome.reports:
        case = ET.SubElement(suite, "testcase", classname=Path(_clean(file)).stem, name=report["function"], time="0")
        if not report["passed"]:
            texts = [problem["text"] for problem in report["problems"]]
            failure = ET.SubElement(case, "failure", message=_clean(texts[0]) if texts else "", type="check")
            failure.text = _clean(report["text"])
    if outcome.faulty or outcome.unreadable or not outcome.reports:
        case = ET.SubElement(suite, "testcase", classname=Path(_clean(file)).stem, name="the file", time="0")
        lines = [outcome.unreadable, *outcome.problems, *outcome.not_checked]
        failure = ET.SubElement(case, "error", message="Not all of it could be checked.", type="file")
        failure.text = _clean("\n".join(filter(None, lines)) or "It defines no exercise function.")
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", str(sum(case.find("error") is not None for case in cases)))
    suite.set("skipped", "0")
    suite.set("time", "0")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _clean(text):
    return NOT_XML.sub("?", text)
