"""Judge rows from accounts: two sources on one matter, related as their writer says."""

from collections.abc import Iterator, Sequence
from random import Random

from index.training.account_rows import paragraph, place
from index.training.accounts import AskedAccount, Case
from index.training.judge_row import Row, Side, jittered
from index.training.squad import Paragraph

# How often a side shows a sentence before or after the one that answers.
WIDENED = 0.2


def account_pairs(cases: Sequence[Case], rng: Random) -> Iterator[Row]:
    """A row for each wording of a question that two accounts answer, and for one that a second account only resembles.

    What one account tells of another question stands beside an answer, too: they speak of different things.
    """
    for case in cases:
        if len(case.accounts) < 2:
            continue
        pages = [paragraph(account) for account in case.accounts]
        for question in case.questions:
            for wording in question.wordings:
                yield from _pairs(case, pages, question, wording, rng)


def _pairs(case: Case, pages: Sequence[Paragraph], question: AskedAccount, wording: str, rng: Random) -> Iterator[Row]:
    a, b = (_side(page, question, at, wording, rng) for at, page in enumerate(pages))
    if a and b and question.relation:
        yield Row(wording, a, b, question.relation, f"account {question.relation}")
    for one, at, mine in ((a, 1, question.told[0]), (b, 0, question.told[1])):
        elsewhere = [
            other for other in case.questions if other is not question and (told := other.told[at]) and told.answers
        ]
        if one and mine and mine.answers and not question.told[at] and elsewhere:
            other = rng.choice(elsewhere)
            side = _side(pages[at], other, at, other.wordings[0], rng)
            if side:
                yield Row(wording, one, side, "other", "account another question")


def _side(page: Paragraph, question: AskedAccount, at: int, wording: str, rng: Random) -> Side | None:
    told = question.told[at]
    found = place(page, told, wording) if told else None
    if not found:
        return None
    span, first, last = found
    if rng.random() < WIDENED:
        first, last = (first - 1, last) if rng.random() < 0.5 else (first, last + 1)
    start, end = page.sentences[max(0, first)][0], page.sentences[min(last, len(page.sentences) - 1)][1]
    return jittered(Side(page.text[start:end], (span[0] - start, span[1] - start)), rng, 0.2)
