"""Hold the quotes of an answer against what is published now: holds, moved, changed or gone."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from api.answerer import Answerer, Corpus, find_source
from api.schemas import CheckedQuoteBody, PlaceBody, Standing, VerifyBody
from index.answering.body import AnswerBody, QuoteBody
from index.answers import answering_quotes
from index.chunking import chunk
from index.types import Source, Span

CLOSE = 0.6  # of SequenceMatcher's ratio: the same sentence with words changed, not another sentence on the topic


def verify(body: AnswerBody, answerer: Answerer) -> VerifyBody:
    """Check every quote that answered. CPU-bound: a lost quote is searched for."""
    with answerer.reading() as corpus:
        checked = tuple(_check(quote, corpus, answerer) for quote in answering_quotes(body))
        fine = all(each.standing in {Standing.HOLDS, Standing.MOVED} for each in checked)
        return VerifyBody(answer_id=body.answer_id, generation=corpus.id, holds=fine, quotes=checked)


def _check(quote: QuoteBody, corpus: Corpus, answerer: Answerer) -> CheckedQuoteBody:
    source = find_source(corpus, quote.source.id)
    if source is not None and source.text[quote.start : quote.end] == quote.text:
        return CheckedQuoteBody(quote=quote, standing=Standing.HOLDS, now=_place(source, quote.start, quote.text, 1.0))
    candidates = list(_candidates(quote, source, corpus, answerer))
    for candidate in candidates:
        at = _nearest(candidate.text, quote)
        if at is not None:
            return CheckedQuoteBody(quote=quote, standing=Standing.MOVED, now=_place(candidate, at, quote.text, 1.0))
    closest = max((_closest(quote.text, each) for each in candidates), key=lambda place: place.similarity, default=None)
    if closest is not None and closest.similarity >= CLOSE:
        return CheckedQuoteBody(quote=quote, standing=Standing.CHANGED, now=closest)
    return CheckedQuoteBody(quote=quote, standing=Standing.GONE, now=None)


def _candidates(quote: QuoteBody, source: Source | None, corpus: Corpus, answerer: Answerer) -> Iterator[Source]:
    """Where a lost quote may be: its own source first, then what searching for its words brings up."""
    seen = set()
    if source is not None:
        seen.add(source.id)
        yield source
    for hit in answerer.search(quote.text[:500], 10):
        found = find_source(corpus, hit.source.id)
        if found is not None and found.id not in seen:
            seen.add(found.id)
            yield found


def _nearest(text: str, quote: QuoteBody) -> int | None:
    """Where the quote stands in a text, nearest to its old place if it stands there more than once."""
    places = []
    at = text.find(quote.text)
    while at != -1:
        places.append(at)
        at = text.find(quote.text, at + 1)
    return min(places, key=lambda place: abs(place - quote.start), default=None)


def _closest(text: str, source: Source) -> PlaceBody:
    """The run of sentences most like a text: of as many sentences as may fill its length; none that is not CLOSE.

    What SequenceMatcher matches stands in one order in both, so that it is no longer than their longest common
    subsequence: that is counted in a fraction of the time, and rules out most runs.
    """
    best = _place(source, 0, "", 0.0)
    common = _Common(text)
    for span in _runs(source, len(text)):
        run = source.text[span.start : span.end]
        most = _likeness(min(len(text), len(run)), text, run)
        if not _is_better(most, best) or not _is_better(_likeness(common.length(run), text, run), best):
            continue
        ratio = SequenceMatcher(None, text, run, autojunk=False).ratio()
        if ratio > best.similarity:
            best = _place(source, span.start, run, ratio)
    return best


def _likeness(matched: int, one: str, other: str) -> float:
    """As SequenceMatcher's ratio counts so many matched characters."""
    return 2.0 * matched / (len(one) + len(other))


def _is_better(most: float, best: PlaceBody) -> bool:
    return most > best.similarity and round(most, 3) >= CLOSE


class _Common:
    """Count the longest common subsequence of a text with others, all its characters at once (Hyyrö 2004)."""

    def __init__(self, text: str) -> None:
        self._all = (1 << len(text)) - 1
        self._where: dict[str, int] = {}
        for n, character in enumerate(text):
            self._where[character] = self._where.get(character, 0) | 1 << n

    def length(self, other: str) -> int:
        left = self._all  # a bit for each character that is not matched
        for character in other:
            met = left & self._where.get(character, 0)
            left = (left + met | left - met) & self._all
        return (self._all ^ left).bit_count()


def _runs(source: Source, length: int) -> Iterator[Span]:
    for passage in chunk(source):
        for first, begin in enumerate(passage.sentences):
            for last in passage.sentences[first:]:
                yield Span(begin.start, last.end)
                if last.end - begin.start > length:
                    break


def _place(source: Source, start: int, text: str, similarity: float) -> PlaceBody:
    return PlaceBody(
        source_id=source.id, start=start, end=start + len(text), text=text, similarity=round(similarity, 3)
    )
