PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
QUIET = $$([ -t 2 ] || echo --quiet)  # its list of packages is for a terminal
UV := $(BIN)/uv pip install --python $(BIN)/python
unexport PYTHONDONTWRITEBYTECODE  # what is imported is compiled once, not by every process again

.PHONY: demo test book live pdf bench lab hub student lock clean

# The stamps are newer than the lock files when everything in them is installed. uv comes first, then it brings the rest;
# where it can't, for it does not know an index that only pip's settings name, pip does. What the sandbox imports is
# compiled before: in there nothing can be written.
.venv/installed: requirements.txt pyproject.toml
	@echo "Installing $$(grep -c '^[a-z].*==' requirements.txt) packages into .venv; this is done once."
	@$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/# via/p' requirements.txt > .venv/uv.txt
	@$(PIP) --require-hashes -r .venv/uv.txt
	@$(UV) $(QUIET) --require-hashes -r requirements.txt || $(PIP) --require-hashes -r requirements.txt
	@$(UV) --quiet --no-deps --no-build-isolation -e . || $(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "from autograder.grading.sandbox.inside.shell import make_shell; make_shell()"
	@touch $@

.venv/installed-test: requirements-test.txt .venv/installed
	$(UV) $(QUIET) --require-hashes -r requirements.txt -r requirements-test.txt || \
		$(PIP) --require-hashes -r requirements.txt -r requirements-test.txt
	touch $@

test: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

demo: .venv/installed
	@$(BIN)/python -m autograder.grading.demo

book: .venv/installed
	@$(BIN)/python -m book.tools.build

live: book
	$(BIN)/python -m book.tools.live

pdf: book .venv/installed-test
	$(BIN)/python -m book.tools.pdf

bench: .venv/installed
	$(BIN)/python -m benchmarks.mutants
	$(BIN)/python -m benchmarks.seeds
	$(BIN)/python -m benchmarks.misconceptions
	$(BIN)/python -m benchmarks.cost
	$(BIN)/python -m benchmarks.attacks
	$(BIN)/python -m benchmarks.kernels
	$(BIN)/python -m benchmarks.remarks
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.grading
	$(BIN)/python -m benchmarks.memory

# formgrader wants the course below what Lab shows
lab: .venv/installed
	$(BIN)/jupyter lab $(if $(COURSE_ROOT),--ServerApp.root_dir="$(COURSE_ROOT)")

# make hub CLOSED="layers classifiers": as for `make student`
hub: .venv/installed
	@$(BIN)/python -m hub $(if $(CLOSED),--closed $(CLOSED))

# make student CLOSED="layers classifiers": assignments whose answers may be given to those that build on them
student: .venv/installed
	$(BIN)/python -m autograder.grading.assignments.student_bundle _build/student $(if $(CLOSED),--closed $(CLOSED))

# Pinned versions stay while pyproject.toml allows them; for the newest, remove the three files first.
lock: COMPILE := _build/lock/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--custom-compile-command "make lock (from pyproject.toml; do not edit)"
lock: IN_REQUIREMENTS = $$(sed -n 's/^\([^ =]*\)==.*/--no-emit-package \1/p' requirements.txt)
lock:
	$(PYTHON) -m venv _build/lock
	_build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra test --constraints requirements.txt --output-file requirements-test.txt \
		$(IN_REQUIREMENTS)
	$(COMPILE) --extra hub --constraints requirements.txt --output-file requirements-hub.txt $(IN_REQUIREMENTS)

clean:
	rm -rf _build .venv
