"""`quoth forget` and `quoth backup`: what is kept of people, let go of or copied."""

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from index.answers import FILE, AnswerStore
from index.database import copy_database
from index.errors import UsageError
from index.people import SALT, person_id
from index.settings import FILE as SETTINGS_FILE
from index.settings import read_settings


class Kind(StrEnum):
    """How a person is known here."""

    ADDRESS = "address"
    DISCORD = "discord"
    PERSON = "person"


def forget(
    kind: Annotated[
        Kind, typer.Argument(help="A visitor's address, a Discord user id, or an API caller's name for a person.")
    ],
    name: Annotated[str, typer.Argument(help="The address, the id or the name.")],
) -> None:
    """Erase a person's questions, answers and feedback."""
    settings = read_settings()
    store = AnswerStore(settings.data_dir / FILE, retention_days=settings.retention_days)
    try:
        reports = [store.forget(person_id(settings.data_dir, *known)) for known in _known_as(kind, name)]
    finally:
        store.close()
    answers, votes = sum(report.answers for report in reports), sum(report.votes for report in reports)
    if answers or votes:
        Console().print(f"Erased {answers} answers and {votes} votes. Their links now say that they are gone.")
    else:
        told = f"Nothing is kept of the {kind.value} {name!r} in {str(settings.data_dir)!r}."
        Console().print(told, markup=False, emoji=False, soft_wrap=True)


def _known_as(kind: Kind, name: str) -> list[tuple[str, str]]:
    """Every kind and name that a person's answers may be kept under; a bot before an API names people to it."""
    known = [(kind.value, name)]
    return [*known, (Kind.PERSON.value, f"discord:{name}")] if kind is Kind.DISCORD else known


def backup(target: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Copy settings, keys, answers and feedback while Quoth is running. The index is not copied: build it again."""
    settings = read_settings()
    if target.exists():
        raise UsageError(f"{str(target)!r} is already there. Name a new folder.")
    target.mkdir(parents=True, mode=0o700)
    try:
        copied = _copy(settings.data_dir, target)
    except BaseException:
        shutil.rmtree(target)  # half a backup would pass for one
        raise
    done = f"Copied {', '.join(path.name for path in copied) or 'nothing'} to {target}."
    Console().print(done, markup=False, emoji=False, soft_wrap=True)


def _copy(data_dir: Path, target: Path) -> list[Path]:
    databases = sorted(data_dir.glob("*.sqlite3"))
    for database in databases:
        copy_database(database, target / database.name)
    others = [path for path in (data_dir / SALT, Path(SETTINGS_FILE)) if path.is_file()]
    for path in others:
        shutil.copy2(path, target / path.name)
    return [*databases, *others]
