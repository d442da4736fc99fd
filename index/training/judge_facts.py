"""Judge rows about attributes of things in made-up handbooks and news: the reader's wording, told twice."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from index.answering.values import Relation, compare, values_in
from index.training.handbook_facts import TOPICS, Family, Topic
from index.training.handbook_words import FILLERS, WORDS, capital, fill
from index.training.judge_row import Relation as Label
from index.training.judge_row import Row, Side, jittered
from index.training.judge_values import coarser, other_value, overlaps, same_value
from index.training.news import MAKERS, NEWS, named

_CHANGES = (
    "Since {month}, {s}", "As of {month} {s}", "After a review, {s}", "Update: {s}", "This has changed: {s}",
    "Please note that {s}", "Following a decision of the board, {s}", "From now on {s}",
)  # fmt: skip
_NOW = re.compile(r" (is|are|has|have|needs|costs|starts|runs|lasts|takes|allows) ")
_LEADS = ("According to the team page, {s}", "As everybody knows, {s}", "In short: {s}", "It was agreed that {s}")


def fact_rows(count: int, rng: Random, *, held_out: bool) -> Iterator[Row]:
    """Made-up pairs; every fifth kind of thing, and of news, is held out for validation."""
    kinds = list(dict.fromkeys(topic.families for topic in TOPICS))
    topics = [topic for topic in TOPICS if (kinds.index(topic.families) % 5 == 3) == held_out]
    news = [one for i, one in enumerate(NEWS["attributes"]) if (i % 5 == 3) == held_out]
    makers: Sequence[Callable[[], Row | None]] = (
        lambda: attribute_row(rng.choice(topics), rng),
        lambda: attribute_row(rng.choice(topics), rng),
        lambda: news_row(news, rng),
    )
    for _ in range(count):
        row = rng.choice(makers)()
        if row:
            yield row


def attribute_row(topic: Topic, rng: Random) -> Row | None:
    """One thing's attribute, and what a second text says of it, of a sibling attribute, or of another thing."""
    family, thing = rng.choice(topic.families), fill(topic.name, rng)
    question = capital(rng.choice(family.asks).replace("{e}", thing))
    value = FILLERS[family.value](rng)
    a = _told(family, thing, value, rng)
    draw = rng.random()
    if draw < 0.36:
        return _row(question, a, _contrary(topic, family, thing, value, rng), "conflict", "fact value", rng)
    if draw < 0.56:
        again = same_value(value, rng) if rng.random() < 0.6 else None
        return _row(question, a, _told(family, _short(topic, thing, rng), again or value, rng), "same", "fact", rng)
    if draw < 0.66:
        less = coarser(value, rng)
        b = _told(family, _short(topic, thing, rng), less, rng) if less else _with_more(a, topic, thing, rng)
        return _row(question, a, b, "compatible", "fact", rng)
    siblings = [one for one in topic.families if one is not family and one.value == family.value]
    if siblings and draw < 0.88:
        other = _told(rng.choice(siblings), _short(topic, thing, rng), FILLERS[family.value](rng), rng)
        return _row(question, a, other, "other", "fact sibling", rng)
    stranger = next((one for one in (fill(topic.name, rng) for _ in range(20)) if one != thing), None)
    other = _told(family, stranger, FILLERS[family.value](rng), rng) if stranger else None
    return _row(question, a, other, "other", "fact thing", rng)


def news_row(attributes: Sequence[dict[str, object]], rng: Random) -> Row | None:
    """What two reports mention of one person in passing."""
    known = {str(one["asks"]): one for one in attributes}
    attribute = rng.choice(list(known.values()))
    name, made = f"{rng.choice(WORDS['first'])} {rng.choice(WORDS['last'])}", str(attribute["value"])
    question = named(rng.choice(_forms(attribute, "asks")), name, rng)
    value = MAKERS[made](rng)
    a = _mentioned(attribute, name, value, rng)
    draw = rng.random()
    if draw < 0.4:
        other = _excluded(value, lambda: MAKERS[made](rng), rng)
        b = _mentioned(attribute, name, other, rng) if other else None
        return _row(question, a, b, "conflict", "news", rng)
    if draw < 0.65:
        return _row(question, a, _mentioned(attribute, name, value, rng), "same", "news", rng)
    near = [one for one in attributes if one is not attribute and one["value"] == made]
    near = near or [one for one in attributes if one is not attribute]
    sibling = rng.choice(near)
    return _row(question, a, _mentioned(sibling, name, MAKERS[str(sibling["value"])](rng), rng), "other", "news", rng)


def _contrary(topic: Topic, family: Family, thing: str, value: str, rng: Random) -> Side | None:
    """Another value, now and then told as a change; or that nothing is decided."""
    if family.gaps and rng.random() < 0.12:
        text = capital(rng.choice(family.gaps).replace("{e}", thing)) + "."
        return Side(text, (0, len(text) - 1))
    other = _excluded(value, lambda: FILLERS[family.value](rng), rng)
    if other is None:
        return None
    side = _told(family, _short(topic, thing, rng), other, rng)
    return _changed(side, rng) if side and rng.random() < 0.4 else side


def _excluded(value: str, make: Callable[[], str], rng: Random) -> str | None:
    """A value that cannot be right beside the first: near it, or made afresh."""
    near = (other_value(value, [], rng) if rng.random() < 0.5 else None for _ in range(20))
    others = (one or make() for one in near)
    return next((one for one in others if _exclude(value, one)), None)


def _exclude(a: str, b: str) -> bool:
    left, right = values_in(a), values_in(b)
    if left and right:
        return compare(left[0], right[0]) is Relation.DISJOINT
    return not overlaps(a, b)


def _changed(side: Side, rng: Random) -> Side:
    """Tell a statement as new: "is now", or behind an opening that says so."""
    verb = _NOW.search(side.text)
    if verb and side.span and verb.end() <= side.span[0] and rng.random() < 0.6:
        text = f"{side.text[: verb.end()]}now {side.text[verb.end() :]}"
        return Side(text, (side.span[0] + 4, side.span[1] + 4))
    return _opened(side, rng.choice(_CHANGES).replace("{month}", rng.choice(WORDS["month"])))


def _opened(side: Side, opening: str) -> Side:
    before = opening.removesuffix("{s}")
    first = side.text[:1].lower() if re.match(r"(?:The|It|A|An|This|We|You|Our) ", side.text) else side.text[:1]
    shift = len(before)
    span = (side.span[0] + shift, side.span[1] + shift) if side.span else None
    return Side(f"{before}{first}{side.text[1:]}", span)


def _with_more(side: Side | None, topic: Topic, thing: str, rng: Random) -> Side | None:
    """The same with a sentence about something else behind it."""
    other = rng.choice(topic.families)
    extra = _told(other, _short(topic, thing, rng), FILLERS[other.value](rng), rng)
    return Side(f"{side.text} {extra.text}", side.span) if side and extra else None


def _told(family: Family, thing: str, value: str, rng: Random) -> Side | None:
    """A statement with its value marked."""
    before, gap, after = rng.choice(family.says).replace("{e}", thing).partition("{v}")
    text = f"{before}{value}{after}."
    return Side(capital(text), (len(before), len(before) + len(value))) if gap else None


def _short(topic: Topic, thing: str, rng: Random) -> str:
    """The thing's name, or now and then a noun that stands for it."""
    return thing if rng.random() < 0.7 else rng.choice(topic.nouns)


def _mentioned(attribute: dict[str, object], name: str, value: str, rng: Random) -> Side:
    pattern = rng.choice(_forms(attribute, "says")).replace("{tail}", rng.choice(NEWS["tails"]))
    before, after = (named(part, name, rng) for part in pattern.split("{v}"))
    return Side(capital(f"{before}{value}{after}."), (len(before), len(before) + len(value)))


def _forms(attribute: dict[str, object], name: str) -> list[str]:
    forms = attribute[name]
    assert isinstance(forms, list)
    return forms


def _row(question: str, a: Side | None, b: Side | None, relation: Label, made: str, rng: Random) -> Row | None:
    if a is None or b is None or (relation != "same" and a.text == b.text):
        return None
    if rng.random() < 0.12:
        a = _opened(a, rng.choice(_LEADS))
    return Row(question, jittered(a, rng), jittered(b, rng), relation, made)
