"""Attacks on the grader, each a submission; tests and `make bench` both use them."""

from benchmarks.attacks import on_answers, on_resources, on_the_grader, on_the_sandbox

ATTACKS = (*on_the_sandbox.ATTACKS, *on_resources.ATTACKS, *on_the_grader.ATTACKS, *on_answers.ATTACKS)
