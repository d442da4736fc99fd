"""Judge rows from reading comprehension: the same fact told twice, told otherwise, or another fact of the article."""

import re
from collections.abc import Callable, Iterable, Iterator
from random import Random

from index.training.judge_fact import Fact
from index.training.judge_row import Relation, Row, Side, jittered
from index.training.judge_text import content_words, declared, sentence_case, shortened, windowed
from index.training.judge_values import apart, coarser, other_value, overlaps, same_value


class Teller:
    """Tells the facts of one article in varied forms, with their own or with another answer."""

    def __init__(self, facts: list[Fact], causes: list[str], rng: Random) -> None:
        self.facts, self.causes, self.rng = facts, causes, rng
        self.pools: dict[str, list[str]] = {}
        for fact in facts:
            self.pools.setdefault(fact.kind, []).append(fact.answer)
        self.told = {id(fact): f" {fact.text} {fact.before}" for fact in facts}

    def original(self, fact: Fact, answer: str) -> Side | None:
        """The sentence of the article, sometimes with the one before it; another answer is put in its place."""
        text, (start, end) = windowed(fact.text, fact.span, 40)
        if answer != fact.answer:
            text, end = text[:start] + answer + text[end:], start + len(answer)
        if fact.before and len(fact.before) < 130 and len(text) < 170 and self.rng.random() < 0.25:
            text, start, end = f"{fact.before} {text}", start + len(fact.before) + 1, end + len(fact.before) + 1
        return Side(text, (start, end))

    def short(self, fact: Fact, answer: str) -> Side | None:
        """The sentence without its side clauses."""
        text, (start, end) = shortened(fact.text, fact.span, self.rng, 26)
        return Side(text[:start] + answer + text[end:], (start, start + len(answer)))

    def stated(self, fact: Fact, answer: str) -> Side | None:
        """A statement made from the question, or from another question that has the same answer."""
        twins = (
            [f for f in self.facts if f.known and f.answer == fact.answer and f.text == fact.text] if fact.known else []
        )
        told = self.rng.choice(twins) if twins else fact
        made = declared(told.question, answer, self.told.get(id(told), told.text), self.rng)
        return Side(*made) if made else None

    def elsewhere(self, fact: Fact, answer: str) -> Side | None:
        """Another sentence of the article that holds the answer and is about what was asked."""
        asked = content_words(fact.question) - content_words(fact.answer)
        for other in self.facts if len(fact.answer) > 3 else ():
            at = other.text.find(fact.answer)
            if (
                other.text != fact.text
                and at >= 0
                and len(asked & content_words(other.text)) >= max(3, len(asked) // 2)
            ):
                text, (start, end) = windowed(other.text, (at, at + len(fact.answer)), 40)
                return Side(text[:start] + answer + text[end:], (start, start + len(answer)))
        return None

    def two_forms(self, fact: Fact, first: str, second: str) -> tuple[Side, Side] | None:
        """Tell two answers of a fact in two different forms, rarely in the same one."""
        forms: list[Callable[[Fact, str], Side | None]] = [
            self.original,
            self.short,
            self.stated,
            self.stated,
            self.elsewhere,
        ]
        alike = self.rng.random() < 0.12
        one, two = (forms[0], forms[0]) if alike else self.rng.sample(forms, 2)
        a, b = one(fact, first) or self.original(fact, first), two(fact, second) or self.short(fact, second)
        if a is None or b is None:
            return None
        return jittered(a, self.rng), jittered(b, self.rng)

    def other(self, fact: Fact) -> str | None:
        """Another answer of the fact's type."""
        if fact.kind == "cause":
            near = [answer for answer in self.pools["cause"] if not overlaps(answer, fact.answer)]
            return self.rng.choice(near if near and self.rng.random() < 0.6 else self.causes)
        return other_value(fact.answer, self.pools[fact.kind], self.rng)


def rows_of(facts: list[Fact], causes: list[str], rng: Random, limit: int = 70) -> Iterator[Row]:
    """Rows for all why-questions of an article and at most `limit` others, one of each relation at most."""
    teller = Teller(facts, causes, rng)
    why, others = ([fact for fact in facts if (fact.kind == "cause") == cause] for cause in (True, False))
    for fact in [*why, *rng.sample(others, min(limit, len(others)))]:
        if not fact.known:
            yield from _unanswered(fact, teller, rng)
            continue
        for make in (_conflict, _same, _compatible, _another_fact, _beside):
            row = make(fact, teller, rng)
            if row:
                yield row


def _row(fact: Fact, pair: tuple[Side, Side] | None, relation: Relation, made: str) -> Row | None:
    return Row(fact.question, *pair, relation, f"squad {made}") if pair else None


def _conflict(fact: Fact, teller: Teller, rng: Random) -> Row | None:
    answer, other = fact.answer, teller.other(fact)
    if other is None or (overlaps(answer, other) and not fact.typed):
        return None
    if fact.several and not fact.typed:
        return _row(fact, teller.two_forms(fact, answer, other), "compatible", "list")
    if rng.random() < 0.3:
        other = (apart(answer, other) and coarser(other, rng)) or same_value(other, rng) or other
    elif rng.random() < 0.15:
        answer = same_value(answer, rng) or answer
    return _row(fact, teller.two_forms(fact, answer, other), "conflict", fact.kind)


def _same(fact: Fact, teller: Teller, rng: Random) -> Row | None:
    answer = fact.answer
    if rng.random() < 0.35:
        # Both sides tell the same changed answer, so that an implausible answer says nothing about the relation.
        answer = teller.other(fact) or answer
    second = (same_value(answer, rng) if rng.random() < 0.5 else None) or answer
    pair = teller.two_forms(fact, answer, second)
    if pair and pair[0].text == pair[1].text and rng.random() < 0.8:
        return None
    return _row(
        fact,
        (_disturbed(pair[0], rng), _disturbed(pair[1], rng)) if pair else None,
        "same",
        "rewritten" if second != answer else "told twice",
    )


def _disturbed(side: Side, rng: Random) -> Side:
    """Change a number outside of the span, now and then: only the answer's slot decides."""
    if side.span is None or rng.random() > 0.3:
        return side
    for found in re.finditer(r"\b\d{2,4}\b", side.text):
        if found.start() >= side.span[1]:
            text = side.text[: found.start()] + str(int(found[0]) + rng.randint(1, 9)) + side.text[found.end() :]
            return Side(text, side.span)
    return side


def _compatible(fact: Fact, teller: Teller, rng: Random) -> Row | None:
    answer = (teller.other(fact) if rng.random() < 0.3 else None) or fact.answer
    parts = [part.strip() for part in re.split(r", (?:and )?| and ", answer) if part.strip()]
    if len(parts) >= 3 and rng.random() < 0.7:
        rng.shuffle(parts)
        cut = rng.randint(1, len(parts) - 1)
        first, second = " and ".join(parts[:cut]), " and ".join(parts[cut:])
        return _row(
            fact, teller.two_forms(fact, first if fact.several else answer, second), "compatible", "part of list"
        )
    coarse = coarser(answer, rng)
    return _row(fact, teller.two_forms(fact, answer, coarse), "compatible", "coarser") if coarse else None


def _another_fact(fact: Fact, teller: Teller, rng: Random) -> Row | None:
    """Evidence for another question of the article whose answer has the same type."""
    near = [
        other
        for other in teller.facts
        if other.kind == fact.kind
        and other.text != fact.text
        and abs(other.paragraph - fact.paragraph) <= 1
        and not overlaps(other.answer, fact.answer)
    ]
    if not near or fact.kind == "cause":
        return None
    asked = content_words(fact.question)
    near.sort(key=lambda other: -len(asked & content_words(other.question)))
    other = rng.choice(near[:4])
    if len(content_words(other.question) - asked) < 2:
        return None
    answer = fact.answer if rng.random() < 0.12 else other.answer
    mine = rng.choice((teller.original, teller.short, teller.stated))(fact, fact.answer)
    others = rng.choice((teller.original, teller.short, teller.stated))(other, answer)
    return _row(fact, (jittered(mine, rng), jittered(others, rng)) if mine and others else None, "other", "other fact")


def _beside(fact: Fact, teller: Teller, rng: Random) -> Row | None:
    """Words of the answer's type in a sentence of the paragraph that answers something else."""
    asked = content_words(fact.question)
    near = [other for other in teller.facts if other.paragraph == fact.paragraph and fact.answer not in other.text]
    near = [other for other in near if len(content_words(other.text) & asked) < max(2, len(asked) // 2)]
    if not near:
        return None
    text, _ = windowed(rng.choice(near).text, (0, 1), 40)
    mine = rng.choice((teller.original, teller.short, teller.stated))(fact, fact.answer)
    theirs = Side(text, _like(fact, text, rng))
    return _row(fact, (jittered(mine, rng), theirs) if mine else None, "other", "beside")


def _like(fact: Fact, text: str, rng: Random) -> tuple[int, int]:
    """Some words of a text, of the answer's type if there are any."""
    pattern = (
        r"\d[\d,.]*( \w+)?" if fact.typed else r"(?:[A-Z]\w+ ?)+" if fact.kind.startswith("name") else r"\w+( \w+){1,5}"
    )
    found = [match.span() for match in re.finditer(pattern, text)]
    found = found or [match.span() for match in re.finditer(r"\w+( \w+){0,3}", text)]
    return rng.choice(found or [(0, len(text))])


def _unanswered(fact: Fact, teller: Teller, rng: Random) -> Iterator[Row]:
    """A passage that seems to answer and does not, beside a statement that does."""
    answer = fact.answer if rng.random() < 0.3 else teller.other(fact) or fact.answer
    mine = rng.choice((teller.original, teller.short))(fact, fact.answer)
    theirs = declared(fact.question, answer, fact.text, rng)
    if mine and theirs:
        text, (start, end) = theirs
        yield Row(
            fact.question,
            jittered(mine, rng),
            jittered(Side(sentence_case(text), (start, end)), rng),
            "other",
            "squad unanswered",
        )


def cause_answers(facts: Iterable[Fact]) -> list[str]:
    """Short answers to why-questions, as accounts to exchange."""
    return [
        fact.answer for fact in facts if fact.known and fact.kind == "cause" and 3 <= len(fact.answer.split()) <= 14
    ]
