"""Do both ways to grade, nbgrader's and ours, read the same limits from a course's configuration?"""

import pytest
from traitlets import TraitError
from traitlets.config import Config

from autograder.grading.course.settings import read_settings
from autograder.grading.nbgrader_plugins.preprocessors import ExecuteInSandbox, ValidateInSandbox
from autograder.grading.sandbox.limits import Limits


@pytest.mark.parametrize("section", ["ExecuteInSandbox", "SandboxSettings"])
def test_settings_reach_the_plug_in_and_the_course(section):
    config = Config({section: {"cell_seconds": 7.0, "memory_megabytes": 256, "sandbox": "namespaces"}})
    for settings in (read_settings(config), ExecuteInSandbox(config=config), ValidateInSandbox(config=config)):
        assert settings.limits == Limits(cell=7.0, memory=256 << 20) and settings.sandbox == "namespaces"


def test_the_name_of_the_plug_in_wins():
    config = Config({"ExecuteInSandbox": {"cell_seconds": 7.0}, "SandboxSettings": {"cell_seconds": 8.0}})
    assert read_settings(config).cell_seconds == ExecuteInSandbox(config=config).cell_seconds == 7.0


def test_without_settings_the_limits_are_the_sandboxs_own():
    assert read_settings(Config()).limits == Limits()


def test_a_sandbox_that_does_not_exist_is_refused():
    with pytest.raises(TraitError):
        read_settings(Config({"ExecuteInSandbox": {"sandbox": "paper"}}))
