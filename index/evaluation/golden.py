"""Ask golden questions and judge the answers by what their file expects."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self, assert_never

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from index.answering.questions import clean_question
from index.errors import QuestionError, UsageError
from index.evaluation.report import Cited, Item, Report, Status, make_report
from index.types import Answer, Conflicting, Evidence, Quote, Silent, Supported

FILE = "questions.jsonl"

Ask = Callable[[str], Answer]
TextOf = Callable[[str], str]


class GoldenQuestion(BaseModel):
    """One line of a question file; fields that are not named here are the team's own, and kept."""

    model_config = ConfigDict(frozen=True, extra="allow")
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    expect: Status
    any: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()

    @model_validator(mode="after")
    def _has_what_it_expects(self) -> Self:
        if self.expect == "answered" and not all((self.any, *self.any)):
            raise ValueError("an expected answer needs `any`: a list of strings, one of which must stand in it")
        if self.expect == "conflict" and (len(self.sides) < 2 or not all(all((side, *side)) for side in self.sides)):
            raise ValueError(
                "an expected conflict needs `sides`: for each side, strings of which one stands in a quote"
            )
        return self

    @property
    def wanted(self) -> str:
        """What is expected, for people."""
        match self.expect:
            case "answered":
                return " or ".join(f"“{text}”" for text in self.any)
            case "conflict":
                return " against ".join(" or ".join(f"“{text}”" for text in side) for side in self.sides)
            case "silent":
                return "silence"
            case _:
                assert_never(self.expect)


def read_questions(path: Path) -> tuple[GoldenQuestion, ...]:
    """Read a question file; raise UsageError naming the line and what it lacks."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UsageError(f"the questions {str(path)!r} cannot be read: {error.strerror}. Name a file.") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the questions {str(path)!r} are not UTF-8 at byte {error.start}. Save them as UTF-8."
        ) from error
    questions = tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    _refuse_twins(path, questions)
    return questions


def _question(path: Path, number: int, line: str) -> GoldenQuestion:
    try:
        question = GoldenQuestion.model_validate(json.loads(line))
        clean_question(question.question)  # not only when all others were asked
    except QuestionError as error:
        raise UsageError(f"{path.name}, line {number}: question: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path.name}, line {number}: {field or 'the question'}: {first['msg']}.") from error
    except ValueError as error:
        raise UsageError(f"{path.name}, line {number} is not JSON: {error}. Write one object a line.") from error
    return question


def _refuse_twins(path: Path, questions: Sequence[GoldenQuestion]) -> None:
    if not questions:
        raise UsageError(f"{path.name} holds no questions. Write one JSON object a line: id, question, expect.")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise UsageError(f"{path.name}: the id {question.id!r} is there twice. Give each question its own.")
        seen.add(question.id)


def ask_golden(questions: Sequence[GoldenQuestion], ask: Ask, text_of: TextOf) -> tuple[Item, ...]:
    """Ask each question and judge the answer. `text_of` gives a source's canonical text, to check quotes against."""
    return tuple(judge(question, ask(question.question), text_of) for question in questions)


def golden_report(items: Sequence[Item], *, name: str, generation: str, models: dict[str, str] | None = None) -> Report:
    return make_report(items, name=name, kind="golden", generation=generation, models=models)


def judge(question: GoldenQuestion, answer: Answer, text_of: TextOf) -> Item:
    """Compare one answer with what was expected."""
    quotes = tuple(cited_quotes(answer, text_of))
    both = _sides_stand(question.sides, answer) if question.expect == "conflict" else False
    return Item(
        id=question.id,
        question=question.question,
        expect=question.expect,
        status=status_of(answer),
        right=_meets(question, answer),
        wanted=question.wanted,
        answer=answer.verdict.answer if isinstance(answer.verdict, Supported) else None,
        confidence=answer.confidence,
        reason=answer.reason,
        rule=answer.trace.rule,
        both_sides=both,
        quotes=quotes,
    )


def status_of(answer: Answer) -> Status:
    match answer.verdict:
        case Supported():
            return "answered"
        case Conflicting():
            return "conflict"
        case Silent():
            return "silent"
        case _:
            assert_never(answer.verdict)


def _meets(question: GoldenQuestion, answer: Answer) -> bool:
    verdict = answer.verdict
    match verdict:
        case Supported():
            return question.expect == "answered" and _answer_stands(question.any, verdict)
        case Conflicting():
            return question.expect == "conflict" and _sides_stand(question.sides, answer)
        case Silent():
            return question.expect == "silent"
        case _:
            assert_never(verdict)


def _answer_stands(wanted: Sequence[str], verdict: Supported) -> bool:
    said = (verdict.answer, verdict.evidence[0].quote.text)
    return any(stands(one, text) for one in wanted for text in said)


def _sides_stand(wanted: Sequence[Sequence[str]], answer: Answer) -> bool:
    """Say whether each wanted side stands in a side of its own: a matching that uses no side twice."""
    if not isinstance(answer.verdict, Conflicting):
        return False
    fits = [
        {n for n, side in enumerate(answer.verdict.sides) if _side_holds(side.evidence, strings)} for strings in wanted
    ]
    return _matched(fits, frozenset())


def _matched(fits: Sequence[set[int]], taken: frozenset[int]) -> bool:
    return not fits or any(_matched(fits[1:], taken | {side}) for side in fits[0] - taken)


def _side_holds(evidence: Sequence[Evidence], strings: Sequence[str]) -> bool:
    return any(stands(one, piece.quote.text) for one in strings for piece in evidence)


def stands(wanted: str, text: str) -> bool:
    """Say whether a string stands in a text; case and the width of white space do not count."""
    return _folded(wanted) in _folded(text)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def cited_quotes(answer: Answer, text_of: TextOf) -> Iterator[Cited]:
    """List the quotes that carry a verdict; the related ones of a silence are no evidence."""
    match answer.verdict:
        case Supported(evidence=evidence):
            yield from (_cited(piece.quote, None, text_of) for piece in evidence)
        case Conflicting(sides=sides):
            for n, side in enumerate(sides):
                yield from (_cited(piece.quote, n, text_of) for piece in side.evidence)
        case Silent():
            return
        case _:
            assert_never(answer.verdict)


def _cited(quote: Quote, side: int | None, text_of: TextOf) -> Cited:
    where = quote.source
    line = f":{where.line}" if where.line else ""
    page = f", page {where.page}" if where.page else ""
    exact = text_of(where.id)[quote.start : quote.end] == quote.text
    shown = quote.highlight
    return Cited(
        text=quote.text,
        source=where.id,
        title=where.title,
        place=f"{where.path}{line}{page}",
        highlight=quote.text[shown.start - quote.start : shown.end - quote.start] if shown else None,
        side=side,
        exact=exact,
    )


def find_questions(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Find the question files that lie directly in the folders that are built."""
    return tuple(path / FILE for path in paths if path.is_dir() and (path / FILE).is_file())
