"""One action of nbgrader for many assignments in one process, for it takes seconds to start.

`python -m autograder.grading.assignments.nbgrader_batch ACTION NAME ...`; instead of names a `-` takes one from each
line of standard input, as they come.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import jsonschema
from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import api
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.dbutil import _temp_alembic_ini
from nbgrader.nbgraderformat import common
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

RELEASE = "generate_assignment"


def main(arguments: list[str]) -> str:
    """Do it; returns why it could not be done, or an empty string."""
    action, *names = arguments
    app = NbGrader()
    app.initialize([])
    if action == RELEASE:
        write_at_once()
    act = getattr(NbGraderAPI(config=app.config), action)
    for name in _each(names):
        done = act(name, force=True)
        if not done["success"]:
            return f"{name}: {done.get('error', '')}{done.get('log', '')}"
    return ""


def _each(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (line.strip() for line in sys.stdin) if name == "-" else [name]


def write_at_once() -> None:
    """Let nbgrader 0.9.6 write each part of an assignment in one transaction, and look at its own schema once.

    It commits after every cell, which the disk has to confirm each time; it connects anew for each step, and forgets
    the statements that it has compiled; it checks the schema of its metadata anew for each cell; and it starts another
    Python to learn the version of its tables.
    """
    api.create_engine = cache(create_engine)
    api.sessionmaker = lambda **options: sessionmaker(class_=OneTransaction, **options)
    api.get_alembic_version = _newest_tables
    common.jsonschema = SimpleNamespace(validate=_validate)


class OneTransaction(Session):
    """Commits when it is closed."""

    def commit(self) -> None:
        """Send what is new to the database, in the transaction that has begun."""
        has_gone = bool(self.deleted)
        self.flush()
        if has_gone:
            self.expire_all()

    def close(self) -> None:
        """End the transaction; an error before has rolled it back."""
        super().commit()
        super().close()


def _newest_tables() -> str:
    with _temp_alembic_ini("sqlite://") as ini:
        return ScriptDirectory.from_config(Config(ini)).get_current_head() or ""


def _validate(instance: Any, schema: dict[str, Any]) -> None:
    """As `jsonschema.validate`, but that a schema is itself checked once."""
    _validator(json.dumps(schema)).validate(instance)


@cache
def _validator(text: str) -> jsonschema.protocols.Validator:
    schema = json.loads(text)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
