PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test book live pdf bench lab student clean

# The stamp is newer than the lock file when everything in it is installed.
.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

demo: book
	$(BIN)/python -m autograder.grading.demo

book: .venv/installed
	$(BIN)/python -m book.build

live: book
	$(BIN)/python -m book.live

pdf: book
	$(BIN)/python -m book.paper

bench: .venv/installed
	$(BIN)/python -m benchmarks.misconceptions
	$(BIN)/python -m benchmarks.kernels
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.grading

lab: .venv/installed
	$(BIN)/jupyter lab

student: .venv/installed
	$(BIN)/python -m autograder.grading.assignments.student_bundle _build/student

clean:
	rm -rf _build .venv
