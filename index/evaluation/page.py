"""Write a report as one HTML file for people: everything escaped, nothing loaded, no script."""

from collections.abc import Iterable, Sequence
from html import escape

from index.evaluation.compare import Comparison, Moved, Shift
from index.evaluation.gate import outcome
from index.evaluation.plots import interval_bars, reliability_plot, risk_coverage_plot
from index.evaluation.report import STATUSES, Cited, Figure, Item, Report
from index.evaluation.style import CSS

_MOST_SHOWN = 40  # of each list; the JSON report holds all
_HEADS = (
    "right",
    "answered precision",
    "coverage of answerable",
    "silent recall",
    "conflict recall",
    "quote exactness",
)
_GUIDES = {
    "risk": "Questions in order of confidence: the share of wrong ones among those answered so far. Lower is better; "
    "a decline counts as wrong where an answer was due.",
    "reliability": "Each dot is a fifteenth of the questions. On the dashed line the confidence says exactly how often "
    "the answer is right; red lines are the error.",
}


def render_page(report: Report, comparison: Comparison | None = None) -> str:
    """Return the whole page; with a comparison it says first what got better and worse."""
    body = "".join(
        (
            _opening(report),
            _compared(comparison) if comparison else "",
            _section("Measures", f"<figure>{interval_bars(report.figures)}</figure>"),
            _section("What was expected, and what came", _confusion(report)),
            _curves(report),
            _wrong(report),
            _missed(report),
        )
    )
    title = f"Evaluation of {escape(report.name)}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{CSS}</style></head><body>{body}</body></html>\n"
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _opening(report: Report) -> str:
    wrong = len(report.wrong_answers)
    bad = " bad" if wrong else ""
    heads = f'<div class="head{bad}"><b>{wrong}</b><span>wrong answers</span></div>'
    heads += "".join(_head(report.figure(name)) for name in _HEADS)
    models = ", ".join(f"{role} {digest[:12]}" for role, digest in sorted(report.models.items()))
    about = f"{len(report.items)} questions, generation {report.generation}, {report.created:%Y-%m-%d %H:%M} UTC"
    return (
        f"<header><h1>Evaluation of {escape(report.name)}</h1>"
        f'<p class="meta">{escape(about)}{escape("; " + models if models else "")}</p>'
        f'<div class="heads">{heads}</div></header>'
    )


def _head(figure: Figure) -> str:
    shown = "–" if figure.value is None else f"{figure.value:.3f}"
    bad = " bad" if figure.name == "quote exactness" and figure.value not in (None, 1.0) else ""
    return f'<div class="head{bad}"><b>{shown}</b><span>{escape(figure.name)}, n={figure.n}</span></div>'


def _wrong(report: Report) -> str:
    wrong = report.wrong_answers
    if not wrong:
        return _section("Wrong answers", '<p class="none">None: whatever was answered is right.</p>')
    return _section("Wrong answers, the most confident first", _articles(wrong, ""))


def _missed(report: Report) -> str:
    missed = [item for item in report.items if not item.right and not item.wrong_answer]
    if not missed:
        return _section("Declined, or declined otherwise, where it was not expected", '<p class="none">None.</p>')
    return _section("Declined, or declined otherwise, where it was not expected", _articles(missed, "decline"))


def _articles(items: Sequence[Item], kind: str) -> str:
    rest = len(items) - _MOST_SHOWN
    more = f'<p class="none">… and {rest} more, in the JSON report.</p>' if rest > 0 else ""
    return "".join(_article(item, kind) for item in items[:_MOST_SHOWN]) + more


def _article(item: Item, kind: str) -> str:
    sure = f", confidence {item.confidence:.2f}" if item.confidence is not None else ""
    why = f'<p class="meta">{escape(item.rule)}</p>' if item.rule else ""
    return (
        f'<article class="{kind}">{_headline(item)}'
        f"<p>Expected {escape(item.wanted)}; {escape(outcome(item))}{sure}.</p>{why}{_quotes(item.quotes)}</article>"
    )


def _headline(item: Item) -> str:
    return f'<h3>{escape(item.question)} <span class="id">{escape(item.id)}</span></h3>'


def _quotes(quotes: Iterable[Cited]) -> str:
    return "".join(_quote(quote) for quote in quotes)


def _quote(quote: Cited) -> str:
    side = f"side {quote.side + 1}: " if quote.side is not None else ""
    broken = "" if quote.exact else ' <span class="broken">not verbatim</span>'
    return (
        f"<blockquote>{_marked(quote)}<footer>{side}{escape(quote.title)} "
        f'<span class="place">{escape(quote.place)}</span>{broken}</footer></blockquote>'
    )


def _marked(quote: Cited) -> str:
    before, found, after = quote.text.partition(quote.highlight or "") if quote.highlight else (quote.text, "", "")
    return escape(before) + (f"<mark>{escape(found)}</mark>" if found else "") + escape(after)


def _confusion(report: Report) -> str:
    header = "".join(f'<th scope="col">{status}</th>' for status in STATUSES)
    rows = "".join(_confusion_row(expect, report.confusion[expect]) for expect in STATUSES)
    return (
        '<div class="wide"><table class="confusion"><thead><tr><th scope="col">expected ↓ came →</th>'
        f"{header}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _confusion_row(expect: str, counts: dict[str, int]) -> str:
    total = sum(counts.values()) or 1
    cells = "".join(
        f'<td style="--share:{counts[status] / total:.3f};--tint:var(--{"green" if status == expect else "red"})">'
        f"{counts[status]}</td>"
        for status in STATUSES
    )
    return f'<tr><th scope="row">{expect}</th>{cells}</tr>'


def _curves(report: Report) -> str:
    if not report.risk_coverage:
        return _section("Confidence", '<p class="none">The models are not calibrated, so there is no confidence.</p>')
    risk = f"<figure>{risk_coverage_plot(report.risk_coverage)}<figcaption>{_GUIDES['risk']}</figcaption></figure>"
    reliable = (
        f"<figure>{reliability_plot(report.reliability)}<figcaption>{_GUIDES['reliability']}</figcaption></figure>"
    )
    return _section("Confidence", f'<div class="pair">{risk}{reliable}</div>')


def _compared(comparison: Comparison) -> str:
    """Say what moved since the earlier run, worse before better."""
    parts = [
        f'<p>{len(comparison.worse)} <span class="down">worse</span>, {len(comparison.better)} '
        f'<span class="up">better</span>, {len(comparison.changed)} otherwise changed.</p>',
        "".join(_moved(pair, "") for pair in comparison.worse[:_MOST_SHOWN]),
        "".join(_moved(pair, "good") for pair in comparison.better[:_MOST_SHOWN]),
        _shifts(comparison.shifts),
    ]
    return _section("Against the earlier run", "".join(parts))


def _moved(pair: Moved, kind: str) -> str:
    return (
        f'<article class="{kind}">{_headline(pair.after)}'
        f"<p>Before: {escape(outcome(pair.before))}. Now: {escape(outcome(pair.after))}. "
        f"Expected {escape(pair.after.wanted)}.</p>{_quotes(pair.after.quotes)}</article>"
    )


def _shifts(shifts: Sequence[Shift]) -> str:
    rows = "".join(_shift(shift) for shift in shifts if shift.by)
    if not rows:
        return '<p class="none">No measure moved.</p>'
    head = "<tr><th>measure</th><th>before</th><th>now</th><th>by</th><th>clear of the intervals</th></tr>"
    return f'<div class="wide"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'


def _shift(shift: Shift) -> str:
    by = shift.by or 0.0
    way = "up" if (by > 0) == (shift.after.better == "higher") else "down"
    return (
        f'<tr><td class="text">{escape(shift.after.name)}</td><td>{shift.before.value:.3f}</td>'
        f'<td>{shift.after.value:.3f}</td><td class="{way}">{by:+.3f}</td>'
        f"<td>{'yes' if shift.clear else 'no'}</td></tr>"
    )
