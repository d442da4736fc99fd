"""Lay an answer out as pages that fit Discord's limits; pure, so that every limit can be tested on any answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote as percent

from bot import wording
from bot.escape import block_quote, escape, link, safe_url, shorten, units
from index.types import Answer, Conflicting, Decision, Evidence, Quote, Silent, Supported, Verdict

GREEN, AMBER, SLATE, BLUE = 0x2E9E5B, 0xE8A317, 0x6B7A90, 0x3B6FE0
PAGE_UNITS = 3880  # of the 4,000 of a message; the rest is for a line that credits whoever shared it
BLOCK_UNITS = PAGE_UNITS - 300  # the head of a later page takes less than 300
PAGE_BLOCKS = 8  # with separators, buttons and the container far below the 40 components of a message
LINK_UNITS = 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its accent colour and its texts, between which separators stand."""

    accent: int
    texts: tuple[str, ...]


def render(answer: Answer, *, public_url: str | None = None) -> list[Page]:
    """Lay out an answer, at least one page; a quote is whole on its page or, longer than a page, linked."""
    blocks = list(_blocks(answer.verdict, public_url))
    if foot := _foot(answer):
        blocks.append(foot)
    return paged(accent(answer.verdict), _head(answer), blocks, title=_asked(answer.question))


def accent(verdict: Verdict) -> int:
    match verdict:
        case Supported():
            return GREEN
        case Conflicting():
            return AMBER
        case Silent():
            return SLATE
        case _:
            assert_never(verdict)


def paged(colour: int, head: str, blocks: Sequence[str], *, title: str) -> list[Page]:
    """Fill pages with whole blocks; every page but the first begins with the title and its number."""
    groups: list[list[str]] = [[]]
    room = PAGE_UNITS - units(head)
    for block in blocks:
        if units(block) > room or len(groups[-1]) == PAGE_BLOCKS:
            groups.append([])
            room = BLOCK_UNITS
        groups[-1].append(block)
        room -= units(block)
    heads = [head, *(f"{title}\n-# page {number} of {len(groups)}" for number in range(2, len(groups) + 1))]
    return [Page(colour, (first, *group)) for first, group in zip(heads, groups, strict=True)]


def _asked(question: str) -> str:
    return f"-# {escape(shorten(question, 120))}" if question else "-# (question not kept)"


def _head(answer: Answer) -> str:
    """The question, the short answer or what kind of decline it is, and the reason in a sentence."""
    verdict = answer.verdict
    lines = [_asked(answer.question), f"## {_headline(verdict)}"]
    if isinstance(verdict, Conflicting):
        lines.append(f"They differ in {wording.DIFFERENCES[verdict.difference]}.")
        lines.extend([escape(shorten(verdict.note, 160))] if verdict.note else [])
    if answer.reason:
        lines.append(escape(shorten(answer.reason, 240)))
    return "\n".join(lines)


def _headline(verdict: Verdict) -> str:
    """The short answer, where there is one that stands on a line; a long one is read in its quote."""
    if not isinstance(verdict, Supported) or verdict.depends_on is not None:
        return wording.heading(verdict)
    if verdict.polarity:
        return verdict.polarity.capitalize()
    short = verdict.answer.strip()
    return escape(short) if short and len(short) <= 100 and "\n" not in short else wording.heading(verdict)


def _blocks(verdict: Verdict, base: str | None) -> Iterable[str]:
    match verdict:
        case Supported():
            return [_supported(evidence, verdict, base) for evidence in verdict.evidence]
        case Conflicting():
            return _conflict(verdict, base)
        case Silent():
            return _silent(verdict, base)
        case _:
            assert_never(verdict)


def _supported(evidence: Evidence, verdict: Supported, base: str | None) -> str:
    if verdict.depends_on is None or not evidence.scope:
        return quoted(evidence.quote, base)
    return quoted(evidence.quote, base, f"**{escape(shorten(evidence.scope, 80))}**{_named(evidence.answer)}")


def _conflict(verdict: Conflicting, base: str | None) -> Iterable[str]:
    """Each side's best quote first, so that the first page holds both sides; then what else agrees with a side."""
    for number, side in enumerate(verdict.sides, 1):
        date = side.evidence[0].quote.source.date
        label = f"**Side {number}{_named(side.answer)}** · {date.isoformat() if date else 'undated'}"
        yield quoted(side.evidence[0].quote, base, label)
    for number, side in enumerate(verdict.sides, 1):
        for evidence in side.evidence[1:]:
            yield quoted(evidence.quote, base, f"**Side {number}, also:**")


def _silent(verdict: Silent, base: str | None) -> Iterable[str]:
    for number, related in enumerate(verdict.related):
        yield quoted(related, base, "**Related, but not an answer:**" if number == 0 else "")


def _named(answer: str) -> str:
    """A short answer after a colon; a sentence is read in the quote below, where it is whole."""
    return f": {escape(answer)}" if len(answer) <= 60 and "\n" not in answer else ""


def quoted(quote: Quote, base: str | None, label: str = "") -> str:
    """A label, the quote as a block, where it stands. Too long once escaped, it is shown as code or linked."""
    cited = citation(quote, base)
    first = f"{label}\n" if label else ""
    highlight = quote.highlight
    inside = (highlight.start - quote.start, highlight.end - quote.start) if highlight else None
    for shown in (block_quote(quote.text, inside), block_quote(quote.text), _code(quote.text)):
        block = f"{first}{shown}\n{cited}"
        if shown and units(block) <= BLOCK_UNITS:
            return block
    return f"{first}*This quote of {len(quote.text):,} characters is too long for Discord. Read it here:*\n{cited}"


def _code(text: str) -> str:
    """The text as code, where every character stands for itself; nothing where a fence in it would end the block."""
    return "" if "`" in text else f"```text\n{text}\n```"


def citation(quote: Quote, base: str | None) -> str:
    """Title, linked where there is an address, then section, page and date."""
    source = quote.source
    parts = [
        link(shorten(source.title, 100), address(quote, base)),
        escape(shorten(source.section, 80)) if source.section else "",
        f"page {source.page}" if source.page else "",
        source.date.isoformat() if source.date else "",
    ]
    return "-# " + " · ".join(part for part in parts if part)


def address(quote: Quote, base: str | None) -> str | None:
    """Where a person reads the quote: the passage itself, the article, or Quoth's own page of it."""
    own = source_page(quote.source.id, None, base)
    page = f"{own}?start={quote.start}&end={quote.end}" if own else None
    addresses = (url for url in (quote.deep_link, quote.source.url, page) if url)
    return next((url for url in addresses if units(safe_url(url)) <= LINK_UNITS), None)


def source_page(source_id: str, url: str | None, base: str | None) -> str | None:
    """The article's own address, or Quoth's page of it where there is none."""
    own = f"{base.rstrip('/')}/sources/{percent(source_id, safe='')}" if base else None
    return next((one for one in (url, own) if one and units(safe_url(one)) <= LINK_UNITS), None)


def _foot(answer: Answer) -> str:
    verdict = answer.verdict
    if not isinstance(verdict, Supported):
        return ""
    parts = [_decided(verdict.decided_by)] if verdict.decided_by else []
    if answer.confidence is not None:
        parts.append(f"confidence {answer.confidence:.0%}")
    return "-# " + " · ".join(parts) if parts else ""


def _decided(decision: Decision) -> str:
    over = ", ".join(decision.over)
    return f"decided by {decision.rule}: {escape(shorten(decision.source, 80))} over {escape(shorten(over, 120))}"
