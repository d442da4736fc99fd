"""Gather the judge's rows from all sources, balance them, and hold some out."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

from index.training.accounts import held_out_cases, read_cases
from index.training.judge_accounts import account_pairs
from index.training.judge_fact import facts_of
from index.training.judge_facts import fact_rows
from index.training.judge_nli import pair_rows, premise_rows, yes_no_rows
from index.training.judge_policy import policy_rows
from index.training.judge_row import Row, balanced
from index.training.judge_squad import cause_answers, rows_of

_HELD_ARTICLES = 24
_ADVERSARIAL = "conjnli_adversarial_train_15k"
_SQUAD = {"same": 0.17, "compatible": 0.13, "conflict": 0.35, "other": 0.35}
_MADE_UP = {"same": 0.2, "compatible": 0.12, "conflict": 0.35, "other": 0.33}
_TOLD = {"same": 0.22, "compatible": 0.13, "conflict": 0.33, "other": 0.32}
# How often each pair of accounts may be shown, with more or less around the answers.
_TOLD_TIMES = 2
_POLAR = {"same": 0.38, "compatible": 0.0, "conflict": 0.40, "other": 0.22}


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that rows are made from."""

    squad: Path
    boolq: Path
    nli: Path
    nli_validation: Path


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each kind gives at most."""

    squad: int = 34_000
    pairs: int = 13_000
    premises: int = 2_500
    boolq: int = 5_000
    policy: int = 20_000
    facts: int = 20_000
    accounts: int = 0
    articles: int = 500

    def share(self, part: float) -> "Sizes":
        """The same mixture with fewer rows."""
        return Sizes(*(int(part * getattr(self, one.name)) for one in fields(self)))


def lines(path: Path) -> list[dict[str, Any]]:
    """Read a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def gather(sources: Sources, sizes: Sizes, seed: int) -> tuple[list[Row], list[Row]]:
    """Rows to train on and rows to validate on: other articles, other statements, other topics."""
    rng = Random(seed)
    with gzip.open(sources.squad, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    rng.shuffle(articles)
    held, kept = articles[:_HELD_ARTICLES], articles[_HELD_ARTICLES:]
    train = balanced(list(_squad(kept[: sizes.articles], rng)), _SQUAD, sizes.squad, rng)
    validation = balanced(list(_squad(held, rng)), _SQUAD, 500, rng)
    polar, held_polar = _polar(sources, sizes, rng)
    train += polar
    validation += held_polar
    train += balanced(list(policy_rows(sizes.policy * 2, rng, held_out=False)), _MADE_UP, sizes.policy, rng)
    train += balanced(list(fact_rows(sizes.facts * 2, rng, held_out=False)), _MADE_UP, sizes.facts, rng)
    validation += balanced(list(policy_rows(1600, rng, held_out=True)), _MADE_UP, 400, rng)
    validation += balanced(list(fact_rows(1600, rng, held_out=True)), _MADE_UP, 400, rng)
    cases, few = held_out_cases(read_cases())
    told = [row for _ in range(_TOLD_TIMES) for row in account_pairs(cases, rng)]
    train += balanced(told, _TOLD, sizes.accounts, rng)
    validation += balanced(list(account_pairs(few, rng)), _TOLD, 400, rng)
    rng.shuffle(train)
    return train, validation


def _squad(articles: list[dict[str, Any]], rng: Random) -> Iterator[Row]:
    found = [facts_of(article) for article in articles]
    causes = cause_answers(fact for facts in found for fact in facts)
    for facts in found:
        yield from rows_of(facts, causes, rng)


def _polar(sources: Sources, sizes: Sizes, rng: Random) -> tuple[list[Row], list[Row]]:
    pairs, asked = lines(sources.nli), lines(sources.boolq)
    rng.shuffle(pairs)
    rng.shuffle(asked)
    seen, held = _without_repeats(pairs)
    held += rng.sample(lines(sources.nli_validation), 300)
    train = balanced(list(pair_rows(_thinned(seen), rng)), _POLAR, sizes.pairs, rng)
    train += balanced(list(premise_rows(seen, rng)), _POLAR, sizes.premises, rng)
    train += balanced(list(yes_no_rows(asked[200:], rng)), _POLAR, sizes.boolq, rng)
    validation = balanced(list(pair_rows(held, rng)), _POLAR, 400, rng)
    validation += balanced(list(yes_no_rows(asked[:200], rng)), _POLAR, 150, rng)
    return train, validation


def _without_repeats(pairs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hold out the first 500 pairs and take every other pair that shares a text with them away."""
    held = pairs[:500]
    texts = {text for pair in held for text in (pair["premise"], pair["hypothesis"])}
    return [pair for pair in pairs[500:] if pair["premise"] not in texts and pair["hypothesis"] not in texts], held


def _thinned(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Less than a third of the adversarial pairs made by rule."""
    adversarial = [pair for pair in pairs if pair["source"] == _ADVERSARIAL]
    kept = [pair for pair in pairs if pair["source"] != _ADVERSARIAL] + adversarial[: len(adversarial) // 4]
    return sorted(kept, key=lambda pair: str(pair["hypothesis"])[::-1])


def counted(rows: list[Row]) -> dict[str, dict[str, int]]:
    """Rows by maker and relation, to print."""
    makers: dict[str, Counter[str]] = {}
    for row in rows:
        makers.setdefault(row.made, Counter())[row.relation] += 1
    return {maker: dict(count) for maker, count in sorted(makers.items())}
