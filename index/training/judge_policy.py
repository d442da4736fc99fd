"""Judge rows about made-up rules, prices, times and events, in the tone of a firm's articles."""

from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar

from index.training.judge_made import other_than, person, value_of
from index.training.judge_row import Relation, Row, Side, jittered
from index.training.judge_text import sentence_case
from index.training.judge_topics import Event, Rule, Topic, subjects
from index.training.judge_values import MONTHS, apart, bounded, coarser, same_value

Kind = TypeVar("Kind")

_LOOSE = ("", "at most", "up to", "about", "around", "no more than", "at least", "roughly")
_WHOLE = (" for everyone", " everywhere", " in all cases", "", "", "")
_PART = (" for full-time staff", " on paper", " for regular customers", " in the main building")


def policy_rows(count: int, rng: Random, *, held_out: bool) -> Iterator[Row]:
    """Made-up pairs; every fifth topic, rule and event is held out for validation."""
    known = subjects()
    topics, rules, events = (
        _part(known.topics, held_out=held_out),
        _part(known.rules, held_out=held_out),
        _part(known.events, held_out=held_out),
    )
    makers: list[Callable[[], Row | None]] = [
        lambda: value_row(rng.choice(topics), topics, rng),
        lambda: value_row(rng.choice(topics), topics, rng),
        lambda: rule_row(rng.choice(rules), rules, rng),
        lambda: event_row(rng.choice(events), events, rng),
    ]
    for _ in range(count):
        row = rng.choice(makers)()
        if row:
            yield row


def _part(kept: tuple[Kind, ...], *, held_out: bool) -> list[Kind]:
    return [one for i, one in enumerate(kept) if (i % 5 == 3) == held_out]


def tell(topic: Topic, value: str, scope: str, rng: Random, *, told: str | None = None) -> Side:
    """Say a topic's value in one of its ways, with the value marked."""
    form = told or rng.choice(topic.told)
    gap = "{v}" if "{v}" in form else "{city}"
    text = form.replace("{s}", scope).replace(gap, "\0", 1).replace(gap, value)
    at = text.index("\0")
    shown_value = value[:1].upper() + value[1:] if at == 0 else value
    return Side(text.replace("\0", shown_value), (at, at + len(value)))


def beside(side: Side, topic: Topic, topics: list[Topic], rng: Random) -> Side:
    """Sometimes put another sentence of the same group before or after."""
    near = [other for other in topics if other.group == topic.group and other is not topic]
    if not near or side.span is None or rng.random() < 0.65:
        return side
    other = rng.choice(near)
    extra = tell(other, _value(other, rng), "", rng).text
    if rng.random() < 0.5:
        return Side(f"{side.text} {extra}", side.span)
    shift = len(extra) + 1
    return Side(f"{extra} {side.text}", (side.span[0] + shift, side.span[1] + shift))


def _value(topic: Topic, rng: Random) -> str:
    return rng.choice(subjects().cities) if "{city}" in topic.told[0] + topic.told[-1] else value_of(topic.value, rng)


def _another(topic: Topic, value: str, rng: Random) -> str:
    if "{city}" in topic.told[0] + topic.told[-1]:
        return rng.choice([city for city in subjects().cities if city != value])
    return other_than(value, topic.value, rng)


def value_row(topic: Topic, topics: list[Topic], rng: Random) -> Row | None:
    """One pair about a value; the relation is drawn first."""
    relation: Relation = rng.choice(("same", "compatible", "conflict", "conflict", "other", "other"))
    asked, value = rng.choice(topic.asked), _value(topic, rng)
    pair = rng.choice(subjects().scopes)
    ours, theirs = (pair if rng.random() < 0.5 else pair[::-1]) if "{s}" in asked else ("", "")
    if relation == "other":
        return _other_row(topic, topics, asked, value, (ours, theirs), rng)
    scoped = rng.random() < 0.4
    scopes = _scopes(ours, rng, named=scoped) if ours else ("", "")
    second = _second(relation, topic, value, rng)
    if second is None:
        return None
    if relation == "conflict" and rng.random() < 0.2:
        second = same_value(second, rng) or second
    value, second = _loosened(value, second, relation, rng)
    first_form, second_form = rng.sample(topic.told, 2) if rng.random() < 0.85 else (topic.told[0], topic.told[0])
    a, b = tell(topic, value, scopes[0], rng, told=first_form), tell(topic, second, scopes[1], rng, told=second_form)
    if relation == "conflict" and rng.random() < 0.2:
        b = _changed(b, rng)
    question = asked.replace("{s}", ours if scoped else "")
    return _finished(question, a, b, relation, f"policy {topic.value}", topic, topics, rng)


def _loosened(value: str, second: str, relation: Relation, rng: Random) -> tuple[str, str]:
    """Bounds and approximations on both sides, so that "at most" alone never means compatible."""
    if rng.random() > 0.35 or (relation == "conflict" and not apart(value, second)) or relation == "compatible":
        return value, second
    words = rng.choice(_LOOSE)
    return bounded(value, words), bounded(second, words if relation == "same" else rng.choice(_LOOSE))


def _scopes(ours: str, rng: Random, *, named: bool) -> tuple[str, str]:
    """Scopes that overlap: the same, everything, or a part."""
    first = ours if named else rng.choice(_WHOLE)
    return first, ours if named and rng.random() < 0.5 else rng.choice((*_WHOLE, *_PART))


def _second(relation: Relation, topic: Topic, value: str, rng: Random) -> str | None:
    """The value that the second text tells; None if there is no coarser one."""
    if relation == "compatible":
        return coarser(value, rng)
    if relation == "conflict":
        return _another(topic, value, rng)
    return (same_value(value, rng) if rng.random() < 0.6 else None) or value


def _finished(
    question: str, a: Side, b: Side, relation: Relation, made: str, topic: Topic, topics: list[Topic], rng: Random
) -> Row:
    return Row(
        question,
        jittered(beside(a, topic, topics, rng), rng),
        jittered(beside(b, topic, topics, rng), rng),
        relation,
        made,
    )


def _changed(side: Side, rng: Random) -> Side:
    """A change that is stated: the newer rule still conflicts with the older text."""
    opening = rng.choice(
        (
            "Since {month}: ",
            "New as of {month}: ",
            "From {month} on, the following holds: ",
            "This was changed in {month}. ",
        )
    )
    return _shifted(opening.replace("{month}", rng.choice(MONTHS)), side)


def _shifted(opening: str, side: Side) -> Side:
    assert side.span is not None
    return Side(opening + side.text, (side.span[0] + len(opening), side.span[1] + len(opening)))


def _other_row(
    topic: Topic, topics: list[Topic], asked: str, value: str, scopes: tuple[str, str], rng: Random
) -> Row | None:
    """Another topic of the group, a disjoint scope, or a value told as past."""
    ours, theirs = scopes
    draw = rng.random()
    if draw < 0.4 and ours:
        second = value if rng.random() < 0.15 else _another(topic, value, rng)
        question = asked.replace("{s}", ours if rng.random() < 0.6 else "")
        a, b = tell(topic, value, ours, rng), tell(topic, second, theirs, rng)
        return _finished(question, a, b, "other", "policy scope", topic, topics, rng)
    question = asked.replace("{s}", "")
    if draw < 0.6:
        old = tell(topic, _another(topic, value, rng), "", rng)
        opening = rng.choice(
            (
                "Until 2023 the rule was different: ",
                "Formerly it was like this: ",
                "In earlier years, ",
                "Before the reform, ",
                "The old rule, no longer in force, said: ",
            )
        )
        return _finished(
            question, tell(topic, value, "", rng), _shifted(opening, old), "other", "policy past", topic, topics, rng
        )
    near = [
        other for other in topics if other.group == topic.group and other is not topic and other.value == topic.value
    ]
    near = near or [other for other in topics if other is not topic and other.value == topic.value]
    if not near:
        return None
    other = rng.choice(near)
    theirs_value = value if rng.random() < 0.2 else _another(topic, value, rng)
    return _finished(
        question,
        tell(topic, value, "", rng),
        tell(other, theirs_value, "", rng),
        "other",
        "policy slot",
        topic,
        topics,
        rng,
    )


def rule_row(rule: Rule, rules: list[Rule], rng: Random) -> Row | None:
    """Whether something holds: both texts agree, disagree, or one is about another rule."""
    question = rng.choice(rule.asked)
    fill = {
        "n": rng.choice(("2", "3", "four", "6", "10", "12")),
        "month": f"{rng.choice(MONTHS)}{rng.choice(('', ' 2024', ' 2025'))}",
    }
    yes, no = list(rule.holds), [*rule.fails, *rule.ended]
    draw = rng.random()
    relation: Relation
    if draw < 0.45:
        a, b, relation = rng.choice(yes), rng.choice([*rule.fails, *rule.ended, *rule.ended]), "conflict"
    elif draw < 0.7:
        a, b = rng.sample(yes if rng.random() < 0.5 else list(no if "{n}" in "".join(yes) else rule.fails), 2)
        relation = "same"
    else:
        near = [other for other in rules if other is not rule]
        other = rng.choice([one for one in near if one.group == rule.group] or near)
        a, b, relation = (
            rng.choice([*yes, *rule.fails]),
            rng.choice([*other.holds, *other.fails, *other.ended]),
            "other",
        )
    return Row(question, _ruled(a.format(**fill), rng), _ruled(b.format(**fill), rng), relation, "policy rule")


def _ruled(text: str, rng: Random) -> Side:
    """Mark what a reader marks: the statement, a few words of it, or nothing."""
    draw = rng.random()
    if draw < 0.25:
        return Side(text, None)
    if draw < 0.6:
        return Side(text, (0, len(text)))
    words = text.rstrip(".").split(" ")
    first = rng.randrange(len(words))
    last = min(len(words), first + rng.randint(2, 5))
    start = len(" ".join(words[:first])) + bool(first)
    return Side(text, (start, len(" ".join(words[:last]))))


def event_row(event: Event, events: list[Event], rng: Random) -> Row | None:
    """Accounts of one event: another one, the same in other words, with more detail, or something beside it."""
    name = person(rng)
    question = rng.choice(event.asked).replace("{p}", name)
    one, two = rng.sample(event.accounts, 2)
    forms = rng.sample(event.told, 2)
    a = _account(forms[0], rng.choice(one), name)
    draw = rng.random()
    if draw < 0.45:
        b, relation = _account(forms[1], rng.choice(two), name), "conflict"
    elif draw < 0.65:
        b, relation = _account(forms[1], rng.choice(one), name), "same"
    elif draw < 0.8:
        extra = rng.choice(event.beside)
        b, relation = _more(_account(forms[1], rng.choice(one), name), extra.replace("{p}", name)), "compatible"
    else:
        b, relation = _unrelated(event, events, name, rng), "other"
    if rng.random() < 0.25:
        a = _more(a, rng.choice(event.beside).replace("{p}", name))
    return Row(question, jittered(a, rng), jittered(b, rng), _relation(relation), "policy account")


def _relation(name: str) -> Relation:
    relations: dict[str, Relation] = {
        "same": "same",
        "compatible": "compatible",
        "conflict": "conflict",
        "other": "other",
    }
    return relations[name]


def _account(form: str, account: str, name: str) -> Side:
    text = form.replace("{p}", name)
    at = text.index("{c}")
    said = account.replace("{p}", name)
    return Side(text.replace("{c}", said), (at, at + len(said)))


def _more(side: Side, extra: str) -> Side:
    return Side(f"{side.text} {extra}", side.span)


def _unrelated(event: Event, events: list[Event], name: str, rng: Random) -> Side:
    """A sentence that goes with the event, or an account of another event."""
    others = [other for other in events if other is not event]
    others = [other for other in others if other.group == event.group and rng.random() < 0.8] or others
    if not others or rng.random() < 0.5:
        text = rng.choice(event.beside).replace("{p}", name)
        return Side(sentence_case(text), (0, len(text) - 1))
    other = rng.choice(others)
    return _account(
        rng.choice(other.told), rng.choice(rng.choice(other.accounts)), person(rng) if rng.random() < 0.5 else name
    )
