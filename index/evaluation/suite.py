"""Answer the rows of a suite, each over its own documents, and keep the predictions; a run can be taken up again."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, assert_never, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import QuestionError, UsageError
from index.evaluation.samples import sources_of
from index.types import Answer, Conflicting, Evidence, Silent, Source, Supported

Row = Mapping[str, Any]
AskOver = Callable[[str, Sequence[Source]], Answer]
Action = Literal["answer", "decline_silent", "decline_conflict"]


class PredictedQuote(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    doc_id: str
    text: str


class Prediction(BaseModel):
    """One line of a prediction file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    action: Action
    answer: str
    quotes: tuple[PredictedQuote, ...] = ()
    confidence: float = 0.0


def read_suite(path: Path, split: str = "all") -> tuple[Row, ...]:
    """Read a suite's rows of one split (`all`: every row); raise UsageError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the suite {str(path)!r} cannot be read: {error}. Name a JSONL file.") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return tuple(row for row in rows if split in ("all", row.get("split", split)))


def _row(path: Path, number: int, line: str) -> Row:
    try:
        row: Row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{path.name}, line {number} is not JSON: {error}.") from error
    wanted = ("id", "question", "documents", "expect", "gold_answers")
    lacking = [name for name in wanted if not isinstance(row, dict) or name not in row]
    if lacking:
        raise UsageError(f"{path.name}, line {number} has no {lacking[0]!r}. A suite's rows need it.")
    if row["expect"] not in get_args(Action):
        raise UsageError(f"{path.name}, line {number} expects {row['expect']!r}. Write {', '.join(get_args(Action))}.")
    if any(not document.keys() >= {"id", "text"} for document in row["documents"]):
        raise UsageError(f"{path.name}, line {number} has a document without 'id' or 'text'. Both are needed.")
    return row


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Read predictions by row id; a last line that was cut off is left out, for its row is asked again."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return {}
    found = {}
    for number, line in enumerate(lines, 1):
        try:
            prediction = Prediction.model_validate_json(line)
        except ValidationError as error:
            if number == len(lines):
                break
            raise UsageError(f"{str(path)!r}, line {number} is no prediction. Move the file away.") from error
        found[prediction.id] = prediction
    return found


def predict_all(rows: Sequence[Row], ask_over: AskOver, out: Path) -> Iterator[Prediction]:
    """Yield a prediction for each row, in order; those already in `out` are taken from there, new ones appended."""
    done = read_predictions(out)
    _write(out, done.values())
    with out.open("a", encoding="utf-8") as file:
        for row in rows:
            kept = done.get(str(row["id"]))
            prediction = kept or predict(row, ask_over)
            if kept is None:
                file.write(prediction.model_dump_json() + "\n")
                file.flush()
            yield prediction


def _write(out: Path, predictions: Any) -> None:
    """Rewrite what was read, so that a line that was cut off does not swallow the next."""
    out.write_text("".join(prediction.model_dump_json() + "\n" for prediction in predictions), encoding="utf-8")


def predict(row: Row, ask_over: AskOver) -> Prediction:
    """Answer one row over its documents; a question that cannot be taken is a decline."""
    try:
        answer = ask_over(str(row["question"]), sources_of(row))
    except QuestionError:
        return Prediction(id=str(row["id"]), action="decline_silent", answer="")
    action, said, evidence = _said(answer)
    return Prediction(
        id=str(row["id"]),
        action=action,
        answer=said,
        quotes=tuple(PredictedQuote(doc_id=piece.quote.source.id, text=piece.quote.text) for piece in evidence),
        confidence=answer.confidence or 0.0,
    )


def _said(answer: Answer) -> tuple[Action, str, Sequence[Evidence]]:
    match answer.verdict:
        case Supported(answer=said, evidence=evidence):
            return "answer", said, evidence
        case Conflicting(sides=sides):
            return "decline_conflict", "", [piece for side in sides for piece in side.evidence]
        case Silent():
            return "decline_silent", "", ()
        case _:
            assert_never(answer.verdict)
