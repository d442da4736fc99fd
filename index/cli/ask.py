"""`quoth ask`: answer one question in the terminal."""

import sys
from collections.abc import Iterator
from typing import Annotated, assert_never

import typer
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from index.answering.body import answer_body
from index.answering.live import LiveAnswerer
from index.answering.questions import clean_question
from index.settings import read_settings
from index.types import Answer, Conflicting, Evidence, Quote, Side, Silent, Supported

DECLINED = 3
SIDE_WIDTH = 44


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as JSON, exactly as the API gives it.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when Quoth declines.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show the passages considered and the rule that decided.")] = False,
) -> None:
    """Ask the articles a question: an answer in their own words, a conflict with both sides, or a plain silence."""
    asked = clean_question(question)  # wrong use is that, whether or not there is an index to ask
    answerer = LiveAnswerer(read_settings())
    try:
        answer = answerer.ask(asked)
    finally:
        answerer.close()
    if as_json:
        sys.stdout.write(answer_body(answer).model_dump_json(indent=2) + "\n")
    else:
        console = Console(highlight=False)
        console.print(Group(*_answer(answer, console.width), *(_trace(answer) if why else ())))
    if strict and not isinstance(answer.verdict, Supported):
        raise typer.Exit(DECLINED)


def _answer(answer: Answer, width: int) -> Iterator[RenderableType]:
    verdict = answer.verdict
    yield Text("")
    match verdict:
        case Supported():
            yield from _supported(verdict, answer)
        case Conflicting():
            yield Text(answer.reason or "", style="bold yellow")
            yield Text("")
            sides = [
                Panel(Group(*_side(side)), title=Text(_dated(side)), border_style="yellow") for side in verdict.sides
            ]
            beside = width >= SIDE_WIDTH * len(sides)
            yield Columns(sides, equal=True, expand=True, width=width // len(sides) - 2) if beside else Group(*sides)
            if verdict.note:
                yield Text(verdict.note, style="yellow")
        case Silent():
            yield Text(answer.reason or "", style="bold blue")
            if verdict.related:
                yield Text("\nClosest passages, not an answer:", style="dim")
                for quote in verdict.related:
                    yield from _quote(quote, "dim")
        case _:
            assert_never(verdict)


def _supported(verdict: Supported, answer: Answer) -> Iterator[RenderableType]:
    if verdict.depends_on and answer.reason:
        yield Text(answer.reason, style="bold green")
    else:
        said = f"{verdict.polarity.capitalize()}. " if verdict.polarity else ""
        yield Text(f"{said}{verdict.answer}", style="bold green")
    for evidence in verdict.evidence:
        if evidence.scope:
            yield Text(f"\n{evidence.scope}", style="bold")
        yield from _quote(evidence.quote)
    if answer.reason and not verdict.depends_on:
        yield Text(f"\n{answer.reason}", style="dim")
    if answer.confidence is not None:
        yield Text(f"\nconfidence {answer.confidence:.0%}", style="dim")


def _side(side: Side) -> Iterator[RenderableType]:
    yield Text(side.answer, style="bold")
    for evidence in side.evidence:
        yield from _quote(evidence.quote)


def _dated(side: Side) -> str:
    dates = sorted({str(_date(evidence)) for evidence in side.evidence if _date(evidence)}, reverse=True)
    return ", ".join(dates) or "undated"


def _date(evidence: Evidence) -> object:
    return evidence.quote.source.date


def _quote(quote: Quote, style: str = "") -> Iterator[RenderableType]:
    """Print a quote verbatim, its answer underlined, and where it stands."""
    text = Text(quote.text, style=style or "italic")
    if quote.highlight:
        text.stylize("bold underline", quote.highlight.start - quote.start, quote.highlight.end - quote.start)
    cited = quote.source
    place = [cited.title, *([cited.section] if cited.section and cited.section != cited.title else [])]
    where = quote.deep_link or cited.path + (f":{cited.line}" if cited.line else "")
    page = f", page {cited.page}" if cited.page else ""
    dated = f", {cited.date}" if cited.date else ""
    yield Padding(text, (1, 0, 0, 2))
    yield Padding(Text(f"— {' › '.join(place)}{page}{dated}", style="cyan"), (0, 0, 0, 2))
    yield Padding(Text(where, style=f"dim link {quote.deep_link}" if quote.deep_link else "dim"), (0, 0, 0, 4))


def _trace(answer: Answer) -> Iterator[RenderableType]:
    trace = answer.trace
    times = ", ".join(f"{name} {spent:.0f} ms" for name, spent in trace.stages.items())
    yield Text(f"\nWhy: {trace.rule}. ({times}; {answer.elapsed_ms} ms in all)", style="dim")
    for step in trace.steps:
        yield Text(f"  {step.probability:.2f}  {step.source_id}  “{step.span}”  {step.outcome}", style="dim")
