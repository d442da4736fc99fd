"""Write short handbook passages and ask of them: what they say, and what they only nearly say.

Each passage states several attributes of one to three things, in prose, as a list, as questions and answers or as
labelled lines. It is asked for what it states, for another thing's value, for an attribute that it does not give,
and for what it gives of one thing but not of another.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.training.handbook_facts import TOPICS, Family, Topic
from index.training.handbook_words import FILLERS, WORDS, capital, fill
from index.training.reader_rows import Offsets, ReaderRow

DAY = re.compile(r"\d{1,2} [A-Z]|[A-Z][a-z]+ \d{1,2},")


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence about a thing; `span` is what answers in it: the value, or all of it where nothing is decided."""

    thing: str
    family: Family
    text: str
    span: Offsets


@dataclass(frozen=True, slots=True)
class Page:
    """A passage with the facts that it states and where each of them begins."""

    topic: Topic
    things: tuple[str, ...]
    facts: tuple[Fact, ...]
    path: str
    window: str
    starts: tuple[int, ...]
    generic: bool


def handbook_rows(dice: random.Random) -> Iterator[ReaderRow]:
    """Rows without end: of each page one or two questions that it answers, and as many that it does not."""
    while True:
        page = write_page(dice)
        turns = dice.choice((1, 1, 2))
        for number in dice.sample(range(len(page.facts)), min(turns, len(page.facts))):
            yield stated(page, number, dice)
        for _ in range(turns):
            yield missing(page, dice)


def write_page(dice: random.Random) -> Page:
    """Choose a topic, its things, what is said of them, and a form."""
    topic = dice.choice(TOPICS)
    things = _things(topic, dice.choices((1, 2, 3), (55, 30, 15))[0], dice)
    families = dice.sample(topic.families, dice.randint(1, 4) if len(things) == 1 else dice.randint(1, 2))
    pairs = [(thing, family) for family in families for thing in things]
    if len(things) > 1 and len(pairs) > 2:
        pairs.remove(dice.choice(pairs))
    headed = len(things) == 1 and dice.random() < 0.4
    form = dice.choices((_prose, _listed, _asked, _labelled), (50, 20, 15, 15))[0]
    facts = form(topic, pairs, headed, dice)
    glue = " " if form is _prose else "\n\n" if form is _asked else "\n"
    texts = [fact.text for fact in facts]
    window, starts = _joined(texts, glue, dice) if form is _prose else (glue.join(texts), _starts(texts, glue))
    title = fill(dice.choice(topic.titles), dice)
    heading = capital(things[0]) if headed else fill(dice.choice(topic.titles), dice) if dice.random() < 0.3 else ""
    path = f"{title} › {heading}" if heading and heading != title else title
    return Page(topic, things, tuple(facts), path, window, tuple(starts), len(things) == 1)


def stated(page: Page, number: int, dice: random.Random) -> ReaderRow:
    """Ask for a fact of the page; now and then of "the office" where the page knows only one."""
    fact = page.facts[number]
    thing = page.topic.nouns[0] if page.generic and " " in page.topic.nouns[0] and dice.random() < 0.25 else fact.thing
    question = _question(fact.family, thing, dice)
    start = page.starts[number]
    span = (start + fact.span[0], start + fact.span[1])
    return ReaderRow("handbook", question, page.path, page.window, answerable=True, spans=(span,))


def missing(page: Page, dice: random.Random) -> ReaderRow:
    """Ask for another thing, for another attribute, or for what is given of one thing but not of the other."""
    said = {(fact.thing, fact.family) for fact in page.facts}
    known = [family for family in page.topic.families if any(family is fact.family for fact in page.facts)]
    crossed = [(thing, family) for thing in page.things for family in known if (thing, family) not in said]
    unsaid = [(dice.choice(page.things), family) for family in page.topic.families if family not in known]
    swapped = [(_other(page.topic, page.things, dice), dice.choice(known))]
    foreign = [_foreign(page, known[0].value, dice)]
    pools = (("crossed", crossed, 60), ("attribute", unsaid, 35), ("thing", swapped, 45), ("foreign", foreign, 15))
    weights = [weight if pool else 0 for _, pool, weight in pools]
    kind, pool, _ = dice.choices(pools, weights)[0]
    thing, family = dice.choice(pool)
    question = _question(family, thing, dice)
    return ReaderRow(f"handbook-{kind}", question, page.path, page.window, answerable=False)


def _foreign(page: Page, value: str, dice: random.Random) -> tuple[str, Family]:
    """A question of another topic for a value of the same sort: days of training, when the page has days of notice."""
    others = [(t, f) for t in TOPICS if t.families is not page.topic.families for f in t.families if f.value == value]
    everything = [(t, f) for t in TOPICS if t.families is not page.topic.families for f in t.families]
    topic, family = dice.choice(others or everything)
    return fill(topic.name, dice), family


def _things(topic: Topic, count: int, dice: random.Random) -> tuple[str, ...]:
    made = [fill(topic.name, dice)]
    while len(made) < count:
        made.append(_other(topic, made, dice))
    return tuple(made)


def _other(topic: Topic, known: Sequence[str], dice: random.Random) -> str:
    """Another thing of the kind, if possible one that differs in its last word alone: priority 4 beside priority 2."""
    tried = [thing for thing in (fill(topic.name, dice) for _ in range(40)) if thing not in known]
    stem = known[0].rpartition(" ")[0]
    return next((thing for thing in tried if stem and thing.rpartition(" ")[0] == stem), tried[0])


def _question(family: Family, thing: str, dice: random.Random) -> str:
    return capital(dice.choice(family.asks).replace("{e}", thing))


def _fact(thing: str, shown: str, family: Family, dice: random.Random) -> Fact:
    """State the attribute with a fresh value, or, now and then, that it is not decided."""
    if family.gaps and dice.random() < 0.12:
        text = capital(dice.choice(family.gaps).replace("{e}", shown)) + "."
        return Fact(thing, family, text, (0, len(text) - 1))
    value = FILLERS[family.value](dice)
    pattern = dice.choice(family.says)
    if family.value == "date":
        pattern = pattern.replace("in {v}", "on {v}") if DAY.match(value) else pattern.replace("on {v}", "in {v}")
    before, after = (part.replace("{e}", shown) for part in pattern.split("{v}"))
    return _cased(thing, family, before, value, after)


def _cased(thing: str, family: Family, before: str, value: str, after: str) -> Fact:
    text = capital(f"{before}{value}{after}.")
    return Fact(thing, family, text, (len(before), len(before) + len(value)))


Pairs = Sequence[tuple[str, Family]]


def _prose(topic: Topic, pairs: Pairs, headed: bool, dice: random.Random) -> list[Fact]:  # noqa: FBT001  # one of four forms
    """Sentences; a lone thing is named once, or only in the heading."""
    alone = len({thing for thing, _ in pairs}) == 1
    facts = []
    for number, (thing, family) in enumerate(pairs):
        again = alone and (headed or number > 0) and dice.random() < 0.75
        facts.append(_fact(thing, dice.choice(topic.nouns) if again else thing, family, dice))
    return facts


def _listed(topic: Topic, pairs: Pairs, headed: bool, dice: random.Random) -> list[Fact]:  # noqa: FBT001  # as above
    """Prose behind bullets."""
    return [_behind("- ", fact) for fact in _prose(topic, pairs, headed, dice)]


def _asked(topic: Topic, pairs: Pairs, headed: bool, dice: random.Random) -> list[Fact]:  # noqa: FBT001  # as above
    """Bold questions, each with the answer as a sentence or as the bare value."""
    made = []
    for thing, family in pairs:
        shown = topic.nouns[0] if headed and " " in topic.nouns[0] else thing
        fact = _fact(thing, shown, family, dice)
        if dice.random() < 0.4 and fact.span[1] - fact.span[0] < len(fact.text) - 1:
            fact = _cased(thing, family, "", fact.text[slice(*fact.span)], "")
        made.append(_behind(f"**{_question(family, shown, dice)}** ", fact))
    return made


def _labelled(topic: Topic, pairs: Pairs, headed: bool, dice: random.Random) -> list[Fact]:  # noqa: FBT001  # as above
    """`Label: value` lines, with the thing's name where the heading does not give it."""
    made = []
    for thing, family in pairs:
        if not family.label:
            made.append(_fact(thing, thing, family, dice))
            continue
        name = "" if headed else f"{capital(thing)}, "
        label = family.label if headed else family.label[0].lower() + family.label[1:]
        mark = dice.choice(("{}: ", "**{}:** ", "- {}: ", "{} – "))
        before, value = mark.format(f"{name}{label}"), FILLERS[family.value](dice)
        made.append(Fact(thing, family, f"{before}{value}", (len(before), len(before) + len(value))))
    return made


def _behind(before: str, fact: Fact) -> Fact:
    span = (fact.span[0] + len(before), fact.span[1] + len(before))
    return Fact(fact.thing, fact.family, before + fact.text, span)


def _joined(texts: Sequence[str], glue: str, dice: random.Random) -> tuple[str, list[int]]:
    """Sentences with up to two that say nothing among them."""
    parts: list[tuple[int, str]] = list(enumerate(texts))
    for sentence in dice.sample(WORDS["neutral"], dice.choice((0, 0, 1, 2))):
        parts.insert(dice.randint(0, len(parts)), (-1, f"{sentence}."))
    at = _starts([text for _, text in parts], glue)
    starts = [at[i] for i, (number, _) in enumerate(parts) if number >= 0]
    return glue.join(text for _, text in parts), starts


def _starts(texts: Sequence[str], glue: str) -> list[int]:
    at, starts = 0, []
    for text in texts:
        starts.append(at)
        at += len(text) + len(glue)
    return starts
