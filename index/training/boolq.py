"""Yes/no questions: BoolQ with the window that answers, against the nearest window of another article."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bm25s.stopwords import STOPWORDS_EN

from index.training.negatives import Windows
from index.training.reader_rows import Offsets, ReaderRow, tidy
from index.training.squad import LONGEST_WINDOW, Paragraph, open_text, sentences

# Words that carry no topic: sharing them does not make a window the best one.
COMMON = frozenset(STOPWORDS_EN)


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question, the paragraph that answers it, and the answer."""

    question: str
    paragraph: Paragraph
    yes: bool


def read_boolq(path: Path) -> list[YesNo]:
    """Rows of a BoolQ file whose passages read `Title -- text`."""
    rows = (json.loads(line) for line in open_text(path))
    return [YesNo(tidy(row["question"]), _paragraph(row["passage"]), row["answer"] == "yes") for row in rows]


def answered_row(asked: YesNo) -> ReaderRow:
    """The question with the run of sentences that shares most words with it."""
    start, end = best_window(asked.paragraph, asked.question)
    text = asked.paragraph.text[start:end]
    return ReaderRow("yes-no", asked.question, asked.paragraph.title, text, answerable=True, polarity=asked.yes)


def wrong_rows(questions: Sequence[YesNo], dice: random.Random, count: int) -> list[ReaderRow]:
    """Questions with the best BM25 window under another title."""
    windows = Windows([asked.paragraph for asked in questions])
    made = []
    for asked in dice.sample(questions, min(count, len(questions))):
        others = (place for place in windows.best(asked.question, 12) if place[0].title != asked.paragraph.title)
        if place := next(others, None):
            other, (start, end) = place
            made.append(ReaderRow("no-yes-no", asked.question, other.title, other.text[start:end], answerable=False))
    return made


def best_window(paragraph: Paragraph, question: str) -> Offsets:
    """Up to four sentences within LONGEST_WINDOW that hold most of the question's words; the longest of equals."""
    words = set(re.findall(r"\w+", question.casefold())) - COMMON
    bounds = paragraph.sentences
    runs = [(bounds[i][0], bounds[j][1]) for i in range(len(bounds)) for j in range(i, min(i + 4, len(bounds)))]
    fitting = [run for run in runs if run[1] - run[0] <= LONGEST_WINDOW] or runs[:1]

    def shared(run: Offsets) -> tuple[int, int]:
        said = set(re.findall(r"\w+", paragraph.text[run[0] : run[1]].casefold()))
        return len(words & said), run[1] - run[0]

    # A window of the full size keeps the sentence that decides more often than the tightest one does.
    return max(fitting, key=shared)


def _paragraph(passage: str) -> Paragraph:
    title, _, text = passage.partition(" -- ")
    return Paragraph(title, text, sentences(text), ())
