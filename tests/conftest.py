"""Say what a layer lacks before the modules are collected that would die of it."""

import os

import pytest

from tests.layout import problems


def pytest_sessionstart(session):
    """End with sentences if a layer is not whole; the workers of pytest-xdist need not look again."""
    found = [] if "PYTEST_XDIST_WORKER" in os.environ else problems()
    if found:
        pytest.exit(
            "\n".join(["The layout is not whole; see book/authors.md.", *found]), returncode=pytest.ExitCode.USAGE_ERROR
        )
