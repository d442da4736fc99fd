"""Choose the reader's rows: how many of each kind, from which articles."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.training.account_rows import account_rows
from index.training.accounts import Case
from index.training.boolq import YesNo, answered_row, wrong_rows
from index.training.epithets import epithet_rows
from index.training.erased import erased_row, removed_row
from index.training.handbook import handbook_rows
from index.training.handbook_rules import rule_rows
from index.training.negatives import (
    Rewordings,
    Swaps,
    Windows,
    crossed_row,
    elsewhere_row,
    mined_row,
    opposed_row,
    opposites,
)
from index.training.news import news_rows
from index.training.reader_rows import ReaderRow, reopened, weather
from index.training.squad import SIZES, Asked, Paragraph, squad_row
from index.training.twisted import dated_row, reversed_row
from index.training.unknowns import embeddable, unknown_rows

Articles = Sequence[Sequence[Paragraph]]
# How often one impossible question may be shown, each time in another window.
AGAIN = 4


@dataclass(frozen=True, slots=True)
class Mix:
    """How many rows of each kind are asked for; a kind with too little material gives fewer."""

    positive: int = 26000
    impossible: int = 17000
    mined: int = 9000
    swapped: int = 9000
    opposed: int = 0
    reworded: int = 0
    erased: int = 0
    crossed: int = 0
    removed: int = 0
    elsewhere: int = 0
    reversed: int = 0
    dated: int = 0
    yes_no: int = 4800
    no_yes_no: int = 3000
    unknown: int = 1000
    handbook: int = 16000
    rule: int = 7000
    news: int = 0
    epithet: int = 0
    account: int = 0


def held_out(
    articles: Articles, seed: int, count: int = 20
) -> tuple[list[Sequence[Paragraph]], list[Sequence[Paragraph]]]:
    """Articles to train on and articles to validate on."""
    order = list(articles)
    random.Random(seed).shuffle(order)
    return order[count:], order[:count]


def reader_rows(
    articles: Articles,
    questions: Sequence[YesNo],
    mix: Mix,
    seed: int,
    sizes: Sequence[int] = SIZES,
    cases: Sequence[Case] = (),
) -> list[ReaderRow]:
    """All rows of a run, with question marks and openings varied alike, in an order that means nothing.

    `sizes` says how often a window of SQuAD or of an account has one, two, three and four sentences.
    """
    dice = random.Random(seed)
    builders: Mapping[str, Callable[[], list[ReaderRow]]] = {
        "squad": lambda: squad_rows(articles, mix, dice, sizes),
        "unknown": lambda: list(islice(_unknown(articles, dice), mix.unknown)),
        "yes-no": lambda: [answered_row(asked) for asked in dice.sample(questions, min(mix.yes_no, len(questions)))],
        "handbook": lambda: list(islice(handbook_rows(dice), mix.handbook)),
        "news": lambda: list(islice(news_rows(dice), mix.news)),
        "epithet": lambda: list(islice(epithet_rows(dice), mix.epithet)),
        "account": lambda: list(islice(account_rows(cases, dice, sizes), mix.account)),
        "rule": lambda: list(islice(rule_rows(dice), mix.rule)),
        "no-yes-no": lambda: wrong_rows(questions, dice, mix.no_yes_no) if mix.no_yes_no else [],
    }
    rows = [weather(reopened(row, dice), dice) for build in builders.values() for row in build()]
    dice.shuffle(rows)
    return rows


def squad_rows(articles: Articles, mix: Mix, dice: random.Random, sizes: Sequence[int]) -> list[ReaderRow]:
    """Positives, the same windows with swapped questions, impossible questions, and mined windows."""
    asked = _shuffled(articles, dice)
    possible = [at for at in asked if not at[1].impossible]
    impossible = [at for at in asked if at[1].impossible]
    rows = [
        (paragraph, row) for paragraph, question in possible if (row := squad_row(paragraph, question, dice, sizes))
    ]
    altered = altered_rows(articles, rows, mix, dice)
    # More rows than there are impossible questions show some of them again, in other windows.
    again = impossible * AGAIN
    wrong = (squad_row(paragraph, question, dice, sizes) for paragraph, question in again)
    bad = list(islice((row for row in wrong if row), mix.impossible))
    apart = (elsewhere_row(paragraph, question, dice) for paragraph, question in again)
    others = list(islice((row for row in apart if row), mix.elsewhere))
    beside = (removed_row(paragraph, question, dice) for paragraph, question in possible)
    removed = list(islice((row for row in beside if row), mix.removed))
    mined = _mined(articles, possible[: mix.mined], dice)
    return [*(row for _, row in rows[: mix.positive]), *bad, *others, *altered, *removed, *mined]


def altered_rows(
    articles: Articles, rows: Sequence[tuple[Paragraph, ReaderRow]], mix: Mix, dice: random.Random
) -> list[ReaderRow]:
    """The windows of answerable questions, asked something else, or without the answer in them."""
    swaps, rewordings, turned = Swaps(articles), Rewordings(articles), opposites()
    ways: Sequence[tuple[int, Callable[[Paragraph, ReaderRow], ReaderRow | None]]] = (
        (mix.swapped, lambda paragraph, row: swaps.swapped_row(row, paragraph.title, dice)),
        (mix.opposed, lambda _, row: opposed_row(row, turned, dice)),
        (mix.reworded, lambda paragraph, row: rewordings.reworded_row(row, paragraph.title, dice)),
        (mix.erased, lambda _, row: erased_row(row, dice)),
        (mix.crossed, lambda _, row: crossed_row(row, dice)),
        (mix.reversed, lambda _, row: reversed_row(row, dice)),
        (mix.dated, lambda _, row: dated_row(row, dice)),
    )
    made: list[list[ReaderRow]] = [[] for _ in ways]
    for paragraph, row in rows:
        for (wanted, way), kind in zip(ways, made, strict=True):
            if len(kind) < wanted and (other := way(paragraph, row)):
                kind.append(other)
    return [row for kind in made for row in kind]


def _shuffled(articles: Articles, dice: random.Random) -> list[tuple[Paragraph, Asked]]:
    asked = [(paragraph, question) for article in articles for paragraph in article for question in paragraph.questions]
    dice.shuffle(asked)
    return asked


def _mined(articles: Articles, asked: Sequence[tuple[Paragraph, Asked]], dice: random.Random) -> Iterator[ReaderRow]:
    home = {id(paragraph): at for at, article in enumerate(articles) for paragraph in article}
    made: dict[int, Windows] = {}
    for paragraph, question in asked:
        at = home[id(paragraph)]
        if at not in made:
            made[at] = Windows(articles[at])
        if row := mined_row(made[at], paragraph, question, dice):
            yield row


def _unknown(articles: Articles, dice: random.Random) -> Iterator[ReaderRow]:
    for paragraph, question in _shuffled(articles, dice):
        if embeddable(question):
            others = [other for other in paragraph.questions if other is not question and not other.impossible]
            yield from unknown_rows(paragraph, question, dice.choice(others) if others else None, dice)
