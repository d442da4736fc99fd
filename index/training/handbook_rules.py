"""Write what made-up handbooks allow, require and offer, and ask yes/no questions of it; see wording/rules.toml."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.training.handbook_words import FILLERS, WORDS, capital, fill, wording
from index.training.reader_rows import ReaderRow

RULES = wording("rules.toml")
SAID = {True: "allowed", False: "forbidden", None: "depends"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement with questions that it settles, and questions like them about something else."""

    text: str
    asks: tuple[str, ...]
    others: tuple[str, ...]
    polarity: bool | None


def rule_rows(dice: random.Random) -> Iterator[ReaderRow]:
    """Rows without end: of each passage one question that a rule in it settles, and one that none does."""
    while True:
        rules = [
            dice.choice((_permission, _permission, _general, _state, _state))(dice)
            for _ in range(dice.choice((1, 2, 2, 3)))
        ]
        chosen = dice.randrange(len(rules))
        window, span = _passage(rules, chosen, dice)
        path = dice.choice(RULES["titles"])
        rule = rules[chosen]
        asked = capital(dice.choice(rule.asks))
        yield ReaderRow("rule", asked, path, window, answerable=True, spans=(span,), polarity=rule.polarity)
        yield ReaderRow("rule-other", capital(dice.choice(rule.others)), path, window, answerable=False)


def _passage(rules: Sequence[Rule], chosen: int, dice: random.Random) -> tuple[str, tuple[int, int]]:
    """The rules as prose, bullets or questions and answers, and where the chosen one stands."""
    texts = [f"{capital(rule.text)}." for rule in rules]
    form = dice.choice(("prose", "prose", "bullets", "questions"))
    parts = list(texts)
    if form == "bullets":
        parts = [f"- {text}" for text in texts]
    if form == "questions":
        parts = [f"**{capital(dice.choice(rule.asks))}?** {text}" for rule, text in zip(rules, texts, strict=True)]
    if dice.random() < 0.4:
        parts.insert(dice.randint(0, len(parts)), f"{dice.choice(WORDS['neutral'])}.")
    window = (" " if form == "prose" else "\n\n" if form == "questions" else "\n").join(parts)
    start = window.index(texts[chosen])
    return window, (start, start + len(texts[chosen]) - 1)


def _permission(dice: random.Random) -> Rule:
    """May a group do something; the near questions ask of another group, or of another object of the same act."""
    who, others, strangers = dice.sample(RULES["who"], 3)
    shown, instead = _act(dice)
    shown |= {"who": who, "others": others}
    polarity = dice.choice((True, True, False, False, None))
    general = RULES["may_i"] if who in ("employees", "members", "customers", "tenants") else []
    asks = [*RULES["may"], *general]
    others_asked = [ask.format(**(shown | {"who": strangers})) for ask in RULES["may"]]
    others_asked += [ask.format(**(shown | instead)) for ask in asks]
    text = _filled(dice.choice(RULES[SAID[polarity]]), shown, dice)
    return Rule(text, tuple(ask.format(**shown) for ask in asks), tuple(others_asked), polarity)


def _general(dice: random.Random) -> Rule:
    """The same for everybody: whoever asks is meant."""
    shown, instead = _act(dice)
    shown |= {"who": dice.choice(RULES["who"])}
    polarity = dice.choice((True, True, False, False, None))
    asks = [*RULES["may_i"], *RULES["may_i"], *RULES["may"]]
    text = _filled(dice.choice(RULES["general"][SAID[polarity]]), shown, dice)
    wrong = tuple(ask.format(**(shown | instead)) for ask in asks)
    return Rule(text, tuple(ask.format(**shown) for ask in asks), wrong, polarity)


def _act(dice: random.Random) -> tuple[dict[str, str], dict[str, str]]:
    """An act with its object, and another object of the same act."""
    act = dice.choice(RULES["acts"])
    what, instead = dice.sample(act["what"], 2)
    return {"base": act["base"], "part": act["part"], "ing": act["ing"], "what": what}, {"what": instead}


def _state(dice: random.Random) -> Rule:
    """Whether something is so; the near questions ask of another thing, another scope, or another state."""
    state = dice.choice(RULES["states"])
    thing, other = dice.sample(RULES["things"], 2)
    polarity = dice.random() < 0.5
    scope = {name: fill(f"{{{name}}}", dice) for name in ("tier", "kind", "city")}
    moved = {name: dice.choice([word for word in WORDS[name] if word != scope[name]]) for name in scope}
    scoped = [ask for ask in state["asks"] if any(f"{{{name}}}" in ask for name in scope)]
    wrong = [ask.format(s=other, **scope) for ask in state["asks"]] + [ask.format(s=thing, **moved) for ask in scoped]
    wrong += [ask.format(s=thing, **scope) for ask in _unrelated(state, dice)]
    text = _filled(dice.choice(state["yes" if polarity else "no"]), scope | {"s": thing}, dice)
    return Rule(text, tuple(ask.format(s=thing, **scope) for ask in state["asks"]), tuple(wrong), polarity)


def _unrelated(state: Mapping[str, Any], dice: random.Random) -> Sequence[str]:
    """Questions after another state of the same thing."""
    asks: Sequence[str] = dice.choice([other for other in RULES["states"] if other is not state])["asks"]
    return asks


def _filled(pattern: str, known: dict[str, str], dice: random.Random) -> str:
    fresh = {name: filler(dice) for name, filler in FILLERS.items() if f"{{{name}}}" in pattern}
    return pattern.format(**(fresh | known))
