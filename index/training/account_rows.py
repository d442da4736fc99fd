"""Ask of accounts: what they tell, what only looks like it, and what they leave out."""

import random
import re
from collections.abc import Iterator, Sequence

from index.training.accounts import Account, Case, Told
from index.training.reader_rows import Offsets, ReaderRow
from index.training.squad import Paragraph, sentences, window_around

# Share of the windows that are shown with their title.
TITLED = 0.85
# Of an account's windows without the answer, how many are asked as well.
BESIDE = 0.35


def account_rows(cases: Sequence[Case], dice: random.Random, sizes: Sequence[int]) -> Iterator[ReaderRow]:
    """Rows without end: every wording of every question with a window of every account, each time another one."""
    asked = [
        (paragraph(account), question.told[at], wording)
        for case in cases
        for question in case.questions
        for at, account in enumerate(case.accounts)
        for wording in question.wordings
    ]
    while asked:
        dice.shuffle(asked)
        for told in asked:
            yield from _rows(*told, dice, sizes)


def paragraph(account: Account) -> Paragraph:
    """An account with its sentences; a line ends one, as in a list."""
    bounds: list[Offsets] = []
    at = 0
    for line in account.text.splitlines(keepends=True):
        bounds += [(at + start, at + end) for start, end in sentences(line)]
        at += len(line)
    return Paragraph(account.path, account.text, tuple(bounds), ())


def place(page: Paragraph, told: Told, asked: str) -> tuple[Offsets, int, int] | None:
    """The span that is meant, with the first and last sentence that it touches; None if no sentence has it.

    Of several occurrences the one is meant whose sentence shares most words with the question.
    """
    words = set(re.findall(r"\w+", asked.casefold()))
    held: list[tuple[int, Offsets, int, int]] = []
    for span in told.spans:
        touched = [i for i, at in enumerate(page.sentences) if at[0] < span[1] and at[1] > span[0]]
        if touched:
            text = page.text[page.sentences[touched[0]][0] : page.sentences[touched[-1]][1]].casefold()
            held.append((len(words & set(re.findall(r"\w+", text))), span, touched[0], touched[-1]))
    if not held:
        return None
    _, span, first, last = max(held, key=lambda one: one[0])
    return span, first, last


def _rows(
    page: Paragraph, told: Told | None, asked: str, dice: random.Random, sizes: Sequence[int]
) -> Iterator[ReaderRow]:
    path = page.title if dice.random() < TITLED else ""
    found = place(page, told, asked) if told else None
    if not told or not found:
        start, end = window_around(page, _nearest(page, asked, dice), dice, sizes)
        yield ReaderRow("account-silent", asked, path, page.text[start:end], answerable=False)
        return
    span, first, last = found
    start, end = window_around(page, first, dice, sizes)
    end = max(end, page.sentences[last][1])
    window = page.text[start:end]
    if not told.answers:
        yield ReaderRow("account-alike", asked, path, window, answerable=False)
        return
    inside = ((span[0] - start, span[1] - start),)
    yield ReaderRow("account", asked, path, window, answerable=True, spans=inside, polarity=told.polarity)
    others = [i for i in range(len(page.sentences)) if not first - 1 <= i <= last + 1]
    if others and dice.random() < BESIDE:
        start, end = window_around(page, dice.choice(others), dice, (1, 1, 0, 0))
        if all(at[1] <= start or at[0] >= end for at in told.spans):
            yield ReaderRow("account-beside", asked, path, page.text[start:end], answerable=False)


def _nearest(page: Paragraph, asked: str, dice: random.Random) -> int:
    """The sentence that shares most words with the question."""
    words = set(re.findall(r"\w+", asked.casefold()))

    def shared(i: int) -> tuple[int, float]:
        start, end = page.sentences[i]
        return len(words & set(re.findall(r"\w+", page.text[start:end].casefold()))), dice.random()

    return max(range(len(page.sentences)), key=shared)
