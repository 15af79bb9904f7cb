"""Attacks on the grader, each a submission; tests and `make bench` both use them."""

from benchmarks.attacks import on_answers, on_the_sandbox

ATTACKS = (*on_the_sandbox.ATTACKS, *on_answers.ATTACKS)
