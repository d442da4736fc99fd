"""Weigh what the reader found: features of one passage for one question, and the probability that it answers."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.answering.calibration import Calibration
from index.answering.change import ends
from index.answering.charges import is_charged
from index.answering.claims import borne_out, claim_of
from index.answering.forms import lacks_form
from index.answering.inputs import heading_path
from index.answering.mentions import names_the_asked
from index.answering.quoting import quotable_span, sentence_of
from index.answering.reader import Reading
from index.answering.scope import Scopes, excluded, scopes_in
from index.answering.terms import absent, as_written, share_covered, unnamed
from index.answering.thesaurus import synonyms_of
from index.answering.values import (
    Kind,
    Question,
    QuestionKind,
    Relation,
    Term,
    Value,
    Weight,
    compare,
    is_old,
    names_in,
    question_terms,
    question_type,
    values_in,
)
from index.lexical import words
from index.types import Hit, Polarity, Span

# The share of a question's words that a sentence must hold, for a rule to say that it ends or costs nothing.
ABOUT_IT = 0.5
# More than this share of them stands in the one row of a list that is asked for.
NAMES_MOST = 0.5
# How surely a rule of language or arithmetic leans to yes or no; the reader alone is seldom as sure.
_SURE = 0.9
# Nine in ten of a question's cosines with passages of another organisation lie below (measured on three corpora).
_UNRELATED = 0.2
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCES = (QuestionKind.YES_NO, QuestionKind.WHY, QuestionKind.HOW, QuestionKind.MEANING, QuestionKind.LIST)
_NAMES = (QuestionKind.WHO, QuestionKind.WHERE, QuestionKind.WHICH)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what its words say about the answer."""

    text: str
    kind: Question
    terms: tuple[Term, ...]
    scopes: Scopes
    claim: Value | None = None

    @classmethod
    def of(cls, question: str, beside: str = "") -> "Asked":
        """Read a question; what was said beside it only tells for whom or where it is asked."""
        kind = question_type(question)
        claim = claim_of(question) if kind.yes_no else None
        return cls(question, kind, question_terms(question), scopes_in(f"{question} {beside}"), claim)

    def without_claim(self) -> tuple[Term, ...]:
        """Return what a passage must name: of a value that is only asked about, it may state another."""
        return tuple(term for term in self.terms if not (self.claim and term.span.overlaps(self.claim.span)))

    def worded_for(self, hits: Sequence[Hit]) -> list[str]:
        """Return the question as each hit is read with it: its dates and figures written as they stand there."""
        terms = self.without_claim()
        return [as_written(self.text, terms, hit) for hit in hits]

    @property
    def wants_sentence(self) -> bool:
        """Say whether a whole sentence is the answer: yes or no, reasons, explanations, lists."""
        return self.kind.kind in _SENTENCES

    @property
    def wants_name(self) -> bool:
        return self.kind.kind in _NAMES


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage as a possible answer. Spans are source offsets; `value` is what the span holds of the kind asked.

    `leaning` says how surely it says yes (towards 1) or no (towards -1); 0 unless the question asks for either.
    """

    hit: Hit
    features: Mapping[str, float]
    probability: float
    span: Span
    sentence: Span
    quote: Span
    value: Value | None
    leaning: float
    polarity: Polarity | None
    missing: tuple[str, ...]
    scopes: Scopes

    @property
    def answer(self) -> str:
        return self.hit.source.text[self.span.start : self.span.end]

    @property
    def text(self) -> str:
        return self.hit.source.text[self.sentence.start : self.sentence.end]


def weigh(asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading], calibration: Calibration) -> list[Candidate]:
    """Return the candidates, most probable first; ties keep the order of retrieval."""
    candidates = [
        _possible(asked, hit, reading, calibration)
        for hit, reading in zip(hits, readings, strict=True)
        if reading.span is not None
    ]
    return sorted(candidates, key=lambda candidate: -candidate.probability)


def _possible(asked: Asked, hit: Hit, reading: Reading, calibration: Calibration) -> Candidate:
    """Take the surest span that can be what is asked for, one of each sentence; where none can be, the surest."""
    surest = _candidate(asked, hit, reading, calibration)
    if surest.probability:
        return surest
    others = (_candidate(asked, hit, other, calibration) for other in reading.next_best())
    return next((one for one in others if one.probability), surest)


def _candidate(asked: Asked, hit: Hit, reading: Reading, calibration: Calibration) -> Candidate:
    assert reading.span
    ended = _ended(asked, hit)
    borne = borne_out(asked.claim, asked.terms, hit) if asked.claim and not ended else None
    read = ended or (borne and borne.sentence) or _told(hit, reading.span)
    span = _no_time_of_day(asked.kind, hit, _in_its_row(asked, hit, read))
    sentence = sentence_of(hit.passage, span)
    said = hit.source.text[sentence.start : sentence.end]
    charged = is_charged(asked.text, said) if asked.kind.yes_no and not ended and _is_about(asked, said) else None
    borne = borne if charged is None else None  # "on a Sunday" is when one pays, not what
    leaning = _leaning(asked, reading, ruled=False if ended else borne.holds if borne else charged)
    value = None if asked.wants_sentence else _value(asked.kind, hit.source.text, span, sentence)
    span = _with_unit(hit.source.text, span, sentence, value)
    terms = asked.without_claim() if borne else asked.terms
    missing = unnamed(terms, hit)
    scopes = _scopes(hit, span, sentence)
    # where a neighbouring row is told, it makes nothing surer
    features = features_of(asked, terms, hit, reading, sentence_of(hit.passage, read), value, missing)
    inside = Span(span.start - sentence.start, span.end - sentence.start)
    no_answer = (
        excluded(asked.scopes, scopes)
        or names_the_asked(asked.kind, asked.terms, asked.text, said, inside)
        or lacks_form(asked.kind, asked.text, said[inside.start : inside.end], said)
    )
    return Candidate(
        hit=hit,
        features=features,
        probability=0.0 if no_answer else calibration.answerable.probability(features),
        span=span,
        sentence=sentence,
        quote=quotable_span(hit.passage, span, more=1 if asked.kind.kind is QuestionKind.WHY else 0),
        value=borne.value if borne else value,
        leaning=leaning,
        polarity=_polarity(leaning, calibration.thresholds.polarity),
        missing=missing,
        scopes=scopes,
    )


def _scopes(hit: Hit, span: Span, sentence: Span) -> Scopes:
    """Read the scopes of a sentence around its answer; the answer itself restricts nothing."""
    text = hit.source.text
    around = f"{text[sentence.start : span.start]}|{text[span.end : sentence.end]}"
    return scopes_in(around, hit.passage.headings[-1] if hit.passage.headings else "")


def features_of(
    asked: Asked,
    terms: Sequence[Term],
    hit: Hit,
    reading: Reading,
    sentence: Span,
    value: Value | None,
    missing: Sequence[str],
) -> dict[str, float]:
    """Describe one reading in numbers that compare across passages and corpora (nothing counts ranks)."""
    content = [word for term in terms if term.weight is Weight.CONTENT for word in term.words]
    shown = set(stems(f"{heading_path(hit.source.title, hit.passage.headings)} {hit.passage.text}"))
    near = set(stems(hit.source.text[sentence.start : sentence.end]))
    covered, cosine = share_covered(content, shown), hit.dense or 0.0
    return {
        "read": certainty(reading),
        "cosine": cosine,
        "covered": covered,
        "unrelated": float(not covered and cosine < _UNRELATED),
        "covered_near": share_covered(content, near),
        "missing": float(sum(not has_digit(term) for term in missing)),
        "numbers": float(sum(map(has_digit, missing))),
        "absent": float(absent(terms, hit.source)),
        "fits": _fit(asked.kind, value),
    }


def certainty(reading: Reading) -> float:
    """Sum up how surely a reading answers, in logits: by the head, and by half of the span's margin."""
    return reading.answerable + max(min(reading.margin, 15.0), -15.0) / 2


def has_digit(term: str) -> bool:
    """Say whether what a question names is a figure or holds one: rule 7, severity 4, 3 May."""
    return any(map(str.isdigit, term))


def _fit(kind: Question, value: Value | None) -> float:
    """Return 1 if the span holds a value of a kind that is asked for, -1 if not, 0 where none is."""
    if not kind.expects:
        return 0.0
    if value is None or (kind.counted and value.counted and not _counts(kind, value)):
        return -1.0
    return 1.0 if not kind.counted or _counts(kind, value) else 0.0


def _value(kind: Question, text: str, span: Span, sentence: Span) -> Value | None:
    """Find the asked-for value in the span, read in its sentence so that units and hedges around it count."""
    said = text[sentence.start : sentence.end]
    stated = names_in(said) if kind.expects == {Kind.NAME} else values_in(said)
    found = [value for value in stated if not kind.expects or value.kind in kind.expects]
    start, end = span.start - sentence.start, span.end - sentence.start
    inside = [value for value in found if value.span.start < end and start < value.span.end]
    inside = [value for value in inside if not is_old(said, value.span.start)] or inside
    shares = [value for value in inside if kind.kind is QuestionKind.SHARE and value.kind is Kind.PERCENT]
    counted = [value for value in inside if _counts(kind, value)]
    chosen = next(iter(shares or counted or inside), None)
    if chosen and chosen.kind in (Kind.DATE, Kind.TIME):
        chosen = _with_others(_end_told(kind, chosen, said[start:end]), inside)
    return replace(chosen, limit=True) if chosen and kind.limit else chosen


def _end_told(kind: Question, period: Value, answer: str) -> Value:
    """Return the one end of a period that is asked for or told: "8:00" of "from 8:00 to 18:00" is when it opens."""
    if not period.ends or kind.lasting:
        return period
    ends = [replace(period, low=low, high=high, ends=None) for low, high in period.ends]
    told = values_in(answer)
    if len(told) == 1 and told[0].kind is period.kind and not told[0].ends:
        return next((end for end in ends if compare(told[0], end) is not Relation.DISJOINT), period)
    return period if kind.edge is None else ends[kind.edge]


def _with_others(first: Value, inside: Sequence[Value]) -> Value:
    """Let a list of days or times be any of them: "on Mondays and Thursdays" does not deny "on Thursdays"."""
    rest = [one for one in inside[1:] if (one.kind, one.unit) == (first.kind, first.unit)]
    if not rest or first.other or first.ends:
        return first
    return replace(first, other=(min(one.low for one in rest), max(one.high for one in rest)))


def _with_unit(text: str, span: Span, sentence: Span, value: Value | None) -> Span:
    """Complete a bare figure with what its value counts it in: 91 to 91 percent."""
    end = sentence.start + value.span.end if value else 0
    return Span(span.start, end) if end > span.end and _FIGURE.fullmatch(text[span.start : span.end]) else span


def _counts(kind: Question, value: Value) -> bool:
    """Say whether a value counts what is asked for: how many *weeks*, not the days beside them."""
    thing = set(stems(" ".join((kind.counted or "", *synonyms_of(kind.counted or "")))))
    return bool(thing) and not thing.isdisjoint(stems(f"{value.text} {value.counted or ''}"))


def _ended(asked: Asked, hit: Hit) -> Span | None:
    """Find the sentence that says of what a yes-or-no question asks about that it was ended."""
    if not asked.kind.yes_no:
        return None
    text = hit.source.text
    for sentence in hit.passage.sentences:
        said = text[sentence.start : sentence.end]
        if ends(said, asked.text) and _is_about(asked, said):
            return sentence
    return None


def _is_about(asked: Asked, said: str) -> bool:
    """Say whether a sentence holds ABOUT_IT of a question's words."""
    content = [word for term in asked.terms if term.weight is not Weight.NUMBER for word in term.words]
    return bool(content) and share_covered(content, set(stems(said))) >= ABOUT_IT


def _leaning(asked: Asked, reading: Reading, *, ruled: bool | None) -> float:
    """Lean as a rule of language or arithmetic says, if one does, else as the reader."""
    if not asked.kind.yes_no:
        return 0.0
    if ruled is None:
        return math.tanh(reading.polarity / 2)
    return _SURE if ruled else -_SURE


def _polarity(leaning: float, threshold: float) -> Polarity | None:
    """Say yes or no only where the reader is surer than the threshold, a probability."""
    if (1 + abs(leaning)) / 2 < threshold or not leaning:
        return None
    return "yes" if leaning > 0 else "no"


def _told(hit: Hit, span: Span) -> Span:
    """What a reader points at, without marks, and without what lies between sentences: the number of a list's item.

    A span of nothing but such a number stands for its item.
    """
    passage, text = hit.passage, hit.source.text
    span = _trimmed(text, span)
    if passage.sentences and not any(one.overlaps(span) for one in passage.sentences):
        return next((one for one in passage.sentences if one.start >= span.start), passage.sentences[-1])
    sentence = sentence_of(passage, span)
    return _trimmed(text, Span(max(span.start, sentence.start), min(span.end, sentence.end)))


def _in_its_row(asked: Asked, hit: Hit, span: Span) -> Span:
    """Take a figure from the row that names most of what is asked for, if a reader took it from one that names nothing.

    Rows are a list's or a table's lines, which readers of prose tell apart badly.
    """
    text = hit.source.text
    own = sentence_of(hit.passage, span)
    rows = [one for one in hit.passage.sentences if _is_row(text, one)] if asked.kind.expects else []
    figure = _value(asked.kind, text, span, own) if own in rows else None
    if figure is None or figure.kind is Kind.NAME:
        return span
    shown = {row: set(stems(text[row.start : row.end])) for row in rows}
    if share_covered([word for term in asked.terms for word in term.words], shown[own]):
        return span
    content = [word for term in asked.terms if term.weight is Weight.CONTENT for word in term.words]
    naming = [row for row in rows if share_covered(content, shown[row]) > NAMES_MOST]
    found = [value for row in naming for value in _of_kind(figure.kind, text, row)]
    return found[0] if len(naming) == len(found) == 1 else span


def _no_time_of_day(kind: Question, hit: Hit, span: Span) -> Span:
    """Take the day or the price beside a time of day where that is asked for: Wednesday of "Wednesday at 11:00"."""
    wanted = {QuestionKind.WHEN: Kind.DATE, QuestionKind.HOW_MUCH: Kind.AMOUNT}.get(kind.kind)
    if wanted is None or Kind.TIME in kind.expects:
        return span
    text, sentence = hit.source.text, sentence_of(hit.passage, span)
    fitting = _of_kind(wanted, text, sentence)
    told = [place.overlaps(span) for place in _of_kind(Kind.TIME, text, sentence)]
    if not any(told) or not fitting or any(place.overlaps(span) for place in fitting):
        return span
    nearest = min(fitting, key=lambda place: _gap(place, span))
    return nearest if len(fitting) == 1 or _gap(nearest, span) <= len(" at ") else span


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end)


def _of_kind(kind: Kind, text: str, sentence: Span) -> list[Span]:
    values = [value.span for value in values_in(text[sentence.start : sentence.end]) if value.kind is kind]
    return [Span(sentence.start + one.start, sentence.start + one.end) for one in values]


def _is_row(text: str, sentence: Span) -> bool:
    """Say whether a sentence is all of a line, but for what marks it as a list's or a table's."""
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    return not line.strip(" \t|*+-") and text[sentence.end : sentence.end + 3].lstrip(" \t|")[:1] in ("", "\n")


def _trimmed(text: str, span: Span) -> Span:
    """Cut marks and blanks off a span's ends; a span of nothing else is left as it is."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t*_`\"“”‘'.,;:()[]":
        start += 1
    while end > start and text[end - 1] in " \n\t*_`\"“”’'.,;:()[]":
        end -= 1
    return Span(start, end) if start < end else span


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words as retrieval sees them; numbers as they stand."""
    return tuple(words(text))


def log_odds(chance: float) -> float:
    clipped = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))
