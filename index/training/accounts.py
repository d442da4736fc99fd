"""Read accounts written one by one, not by rule: passages of two sources, asked in everyday words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from zlib import crc32

from index.training.judge_row import Relation
from index.training.reader_rows import Offsets
from index.training.squad import occurrences

FOLDER = Path(__file__).parent / "accounts"
BREAK = "==="
FIELD = re.compile(r"(A|B|\?|a|b|r): ?(.*)")
POLARITIES = {"yes: ": True, "no: ": False}
NOTHING, LOOKALIKE = "-", "~ "


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says to a question. Without `answers` its words only look like an answer."""

    spans: tuple[Offsets, ...]
    answers: bool
    polarity: bool | None


@dataclass(frozen=True, slots=True)
class Account:
    """A passage of a source; `path` is its title, with headings after it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedAccount:
    """A question in several wordings, what each account tells of it (None: nothing), and how the two relate."""

    wordings: tuple[str, ...]
    told: tuple[Told | None, ...]
    relation: Relation | None


@dataclass(frozen=True, slots=True)
class Case:
    """One or two accounts of a matter, and the questions."""

    accounts: tuple[Account, ...]
    questions: tuple[AskedAccount, ...]


def read_cases(folder: Path = FOLDER, names: Sequence[str] = ()) -> list[Case]:
    """All cases of a folder's .txt files, in the order of their names; with `names` those of these files alone.

    Raises:
        ValueError: a case is not well formed; names the file, the case and what is wrong with it.
    """
    paths = [folder / f"{name}.txt" for name in names] or sorted(folder.glob("*.txt"))
    return [case for path in paths for case in parse_cases(path.read_text("utf-8"), path.name)]


def held_out_cases(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Cases to train on and one in twenty to validate on, chosen by their text, so that a new case moves no other."""
    held = [case for case in cases if crc32(case.accounts[0].text.encode()) % 20 == 0]
    return [case for case in cases if case not in held], held


def parse_cases(text: str, name: str) -> Iterator[Case]:
    """Cases of one file, which `===` lines divide; `name` is for errors, of the kind that `read_cases` raises."""
    parts = re.split(rf"(?m)^{BREAK}[^\n]*\n", text)
    for number, part in enumerate((part for part in parts if part.strip()), 1):
        try:
            yield _case(_fields(part))
        except ValueError as error:
            message = f"{name}, case {number}: {error}"
            raise ValueError(message) from error


def _fields(part: str) -> list[tuple[str, str]]:
    """Marked lines with their marks; unmarked lines belong to the one before."""
    fields: list[tuple[str, str]] = []
    for line in part.strip().splitlines():
        if found := FIELD.fullmatch(line.rstrip()):
            fields.append((found[1], found[2]))
        elif fields:
            mark, before = fields.pop()
            fields.append((mark, f"{before}\n{line.rstrip()}"))
        else:
            message = f"begins with {line[:40]!r} instead of 'A: title'"
            raise ValueError(message)
    return [(mark, value.strip()) for mark, value in fields]


def _case(fields: Sequence[tuple[str, str]]) -> Case:
    accounts = tuple(_account(value) for mark, value in fields if mark in {"A", "B"})
    if not accounts or len(accounts) > 2:
        message = f"{len(accounts)} accounts instead of one or two"
        raise ValueError(message)
    asked: list[dict[str, str]] = []
    for mark, value in fields:
        if mark == "?":
            asked.append({mark: value})
        elif mark in {"a", "b", "r"}:
            if not asked or mark in asked[-1]:
                message = f"{mark}: {value[:40]!r} belongs to no question"
                raise ValueError(message)
            asked[-1][mark] = value
    return Case(accounts, tuple(_asked(question, accounts) for question in asked))


def _account(value: str) -> Account:
    path, _, text = value.partition("\n")
    if not path or not text.strip():
        message = f"account {path[:40]!r} has no title or no text"
        raise ValueError(message)
    return Account(path, text.strip())


def _asked(question: dict[str, str], accounts: Sequence[Account]) -> AskedAccount:
    wordings = tuple(wording.strip() for wording in question["?"].split("|") if wording.strip())
    if not wordings:
        message = "a question without words"
        raise ValueError(message)
    told = tuple(_told(question.get(mark, NOTHING), at) for mark, at in zip("ab", accounts, strict=False))
    return AskedAccount(wordings, told, _relation(question.get("r", ""), told, wordings[0]))


def _told(value: str, account: Account) -> Told | None:
    if value == NOTHING:
        return None
    answers = not value.startswith(LOOKALIKE)
    words = value.removeprefix(LOOKALIKE).strip()
    polarity = next((yes for mark, yes in POLARITIES.items() if words.startswith(mark)), None)
    if polarity is not None:
        words = words.split(": ", 1)[1].strip()
    spans = occurrences(account.text, words)
    if not words or not spans:
        message = f"{words!r} does not stand in {account.path!r}"
        raise ValueError(message)
    return Told(spans, answers, polarity if answers else None)


def _relation(value: str, told: Sequence[Told | None], wording: str) -> Relation | None:
    both = [at for at in told if at]
    if len(both) < 2 or not any(at.answers for at in both):
        return None
    if not all(at.answers for at in both):
        return "other"
    for relation in get_args(Relation):
        if value == relation:
            return relation  # type: ignore[no-any-return]  # get_args is untyped
    message = f"{wording!r} is answered by both and needs 'r: ' with one of {', '.join(get_args(Relation))}"
    raise ValueError(message)
