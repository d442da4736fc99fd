"""Print what an evaluation found: measures, misses with their quotes, what moved."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.evaluation.compare import Comparison
from index.evaluation.gate import outcome
from index.evaluation.report import Item, Report

_MAIN_FIGURES = (
    "right",
    "answered precision",
    "coverage of answerable",
    "silent recall",
    "conflict recall",
    "false conflicts on controls",
    "calibration error",
    "quote exactness",
)


def show_report(console: Console, report: Report) -> None:
    title = Text(f"{report.name}: {len(report.items)} questions")
    table = Table(title=title, title_justify="left", box=None)
    for heading in ("", "", "95 %", "n"):
        table.add_column(heading, justify="left" if not heading else "right")
    for figure in report.figures:
        if figure.value is not None:
            table.add_row(figure.name, f"{figure.value:.3f}", f"{figure.low:.2f}–{figure.high:.2f}", str(figure.n))
    console.print(table)
    for item in report.wrong_answers if report.kind == "golden" else ():
        _print_item(console, item, "red")
    for item in report.items if report.kind == "golden" else ():
        if not item.right and not item.wrong_answer:
            _print_item(console, item, "yellow")


def _print_item(console: Console, item: Item, colour: str) -> None:
    console.print(Text(f"{item.id} {item.question}", style=f"bold {colour}"))
    console.print(Text(f"  expected {item.wanted}; {outcome(item)}"))
    for quote in item.quotes:
        console.print(Text(f"  “{quote.text}” — {quote.title}, {quote.place}", style="dim"))


def show_means(console: Console, reports: Sequence[Report]) -> None:
    """Print means over sets, each weighing the same, with the worst set beside them."""
    table = Table(title=f"mean of {len(reports)} sets", title_justify="left", box=None)
    for heading in ("", "mean", "worst", "set"):
        table.add_column(heading, justify="left" if heading in ("", "set") else "right")
    for name in _MAIN_FIGURES:
        values = [
            (figure.value, report.name) for report in reports if (figure := report.figure(name)).value is not None
        ]
        known = [(value, name_of) for value, name_of in values if value is not None]
        if known:
            worst = (max if reports[0].figure(name).better == "lower" else min)(known)
            mean = sum(value for value, _ in known) / len(known)
            table.add_row(name, f"{mean:.3f}", f"{worst[0]:.3f}", Text(worst[1]))
    console.print(table)


def show_comparison(console: Console, comparison: Comparison) -> None:
    for name, colour, moved in (("worse", "red", comparison.worse), ("better", "green", comparison.better)):
        console.print(f"{len(moved)} {name}", style=colour)
        for pair in moved:
            line = f"  {pair.after.id} {pair.after.question}: {outcome(pair.before)} → {outcome(pair.after)}"
            console.print(Text(line))
    for shift in comparison.shifts:
        if shift.by:
            clear = ", clear of the intervals" if shift.clear else ""
            console.print(f"  {shift.after.name}: {shift.by:+.3f}{clear}")
