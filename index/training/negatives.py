"""Windows that come close and do not answer: what retrieval ranks high, and questions with another name in them."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import bm25s
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from index.training.handbook_words import wording
from index.training.reader_rows import Offsets, ReaderRow
from index.training.squad import Asked, Paragraph, names, path_for, target_sentence, tiles, window_around

YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
STEMMER = Stemmer.Stemmer("english")
ASKING = "what when where which whom whose does from have been were than many much called name type kind used"
STOPPED = frozenset({*STOPWORDS_EN, *ASKING.split()})
WORD = re.compile(r"(?<=\w )[a-z]{4,}(?= \w)")

Place = tuple[Paragraph, Offsets]


class Windows:
    """The windows of one article, or of any list of paragraphs, searched with BM25."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.places: list[Place] = [(paragraph, at) for paragraph in paragraphs for at in tiles(paragraph)]
        texts = [f"{paragraph.title} {paragraph.text[at[0] : at[1]]}" for paragraph, at in self.places]
        self._index = bm25s.BM25()
        self._index.index(_words(texts), show_progress=False)

    def best(self, question: str, count: int) -> list[Place]:
        """Windows by descending BM25 score."""
        count = min(count, len(self.places))
        ranked, _ = self._index.retrieve(_words([question]), k=count, show_progress=False)
        return [self.places[i] for i in ranked[0]]


def mined_row(windows: Windows, paragraph: Paragraph, asked: Asked, dice: random.Random) -> ReaderRow | None:
    """One of the three best windows that hold neither the answer nor the sentences that it was asked of."""
    wrong = [place for place in windows.best(asked.text, 8) if not _answers(place, paragraph, asked)][:3]
    if not wrong:
        return None
    other, (start, end) = wrong[min(int(dice.expovariate(1.0)), len(wrong) - 1)]
    window = other.text[start:end]
    path = path_for(other, asked.text, window, dice)
    return ReaderRow("mined", asked.text, path, window, answerable=False)


def _answers(place: Place, paragraph: Paragraph, asked: Asked) -> bool:
    """Whether the window might answer: it repeats the answer's words, or overlaps a sentence with the answer."""
    other, (start, end) = place
    said = set(re.findall(r"\w+", other.text[start:end].casefold()))
    if set(re.findall(r"\w+", asked.answer.casefold())) <= said:
        return True
    return other is paragraph and any(s < end and e > start for s, e in asked.spans)


def elsewhere_row(paragraph: Paragraph, asked: Asked, dice: random.Random) -> ReaderRow | None:
    """An impossible question with another window of its paragraph: of three, the one that shares most words with it."""
    target = target_sentence(paragraph, asked)
    others = [place for place in range(len(paragraph.sentences)) if place != target]
    shown = [window_around(paragraph, place, dice) for place in dice.sample(others, min(3, len(others)))]
    apart = [at for at in shown if target is None or not _overlaps(at, paragraph.sentences[target])]
    words = _long_words(asked.text)
    shared = {at: len(words & _long_words(paragraph.text[at[0] : at[1]])) for at in apart}
    start, end = max(apart, key=lambda at: shared[at], default=(0, 0))
    if not shared.get((start, end)):
        return None
    window = paragraph.text[start:end]
    path = path_for(paragraph, asked.text, window, dice)
    return ReaderRow("elsewhere", asked.text, path, window, answerable=False)


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def _overlaps(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Swaps:
    """Names by the word before them, so that a place is swapped for a place and a person for a person, mostly."""

    def __init__(self, articles: Sequence[Sequence[Paragraph]]) -> None:
        self._near: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._far: dict[str, list[str]] = defaultdict(list)
        for title, before, name in _named(articles):
            self._near[title, before].append(name)
            self._far[before].append(name)

    def swapped_row(self, row: ReaderRow, title: str, dice: random.Random) -> ReaderRow | None:
        """Ask the row's question with another name, year or number; None if there is none that the window lacks."""
        shown = f"{row.path} {row.window}".casefold()
        parts = [(at, new) for at, new in self._choices(row.question, title, dice) if _foreign(at.group(), new, shown)]
        if not parts:
            return None
        return _replaced(row, *dice.choice(parts))

    def _choices(self, question: str, title: str, dice: random.Random) -> Iterator[tuple[re.Match[str], str]]:
        for at in YEAR.finditer(question):
            yield at, str(int(at.group()) + dice.choice((-1, 1)) * dice.randint(1, 40))
        for at in NUMBER.finditer(question):
            if not YEAR.fullmatch(at.group()) and at.group().isdigit():
                yield at, str(int(at.group()) + dice.randint(1, 9))
        for name in dict.fromkeys(names(question)):
            found = re.search(rf"(?<=\w )(?<!^){re.escape(name)}\b(?!['’]s)", question)
            if not found:
                continue
            before = question[: found.start()].rsplit(maxsplit=1)[-1].casefold()
            pool = self._near[title, before] if dice.random() < 0.6 else self._far[before]
            if pool:
                yield found, dice.choice(pool)


def crossed_row(row: ReaderRow, dice: random.Random) -> ReaderRow | None:
    """Ask the row's question of another name, year or number of the same window: all the words are there, elsewhere."""
    answers = [row.window[start:end] for start, end in row.spans]
    kinds = (YEAR, NUMBER)
    choices = [(at, new) for kind in kinds for at in kind.finditer(row.question) for new in kind.findall(row.window)]
    choices += [
        (at, new)
        for name in dict.fromkeys(names(row.question))
        for at in re.finditer(rf"(?<!^){re.escape(name)}\b", row.question)
        for new in dict.fromkeys(names(row.window))
    ]
    fitting = [(at, new) for at, new in choices if _crosses(at.group(), new, row, answers)]
    if not fitting:
        return None
    return replace(_replaced(row, *dice.choice(fitting)), kind="crossed")


def _crosses(old: str, new: str, row: ReaderRow, answers: Sequence[str]) -> bool:
    """Whether a part of the window may take the place of one that stands there too, and is told of apart from it."""
    if old not in row.window or any(new in answer or answer in new for answer in answers):
        return False
    words = set(re.findall(r"\w+", new.casefold()))
    if words & set(re.findall(r"\w+", f"{row.question} {row.path}".casefold())):
        return False
    told_together = (rf"{re.escape(a)}(?:,| and| or| &)+ {re.escape(b)}" for a, b in ((old, new), (new, old)))
    return not any(re.search(pair, row.window) for pair in told_together)


def opposites() -> dict[str, list[str]]:
    """Words with those that turn a question into another one, both ways."""
    pairs = wording("opposites.toml")["pairs"]
    made: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        made[one].append(other)
        made[other].append(one)
    return made


def opposed_row(row: ReaderRow, turned: Mapping[str, Sequence[str]], dice: random.Random) -> ReaderRow | None:
    """Ask the row's question with one word turned into its opposite; None if it has no such word."""
    shown = set(re.findall(r"\w+", f"{row.path} {row.window}".casefold()))
    found = [at for at in re.finditer(r"\w+", row.question) if at.start() and at.group() in turned]
    choices = [(at, new) for at in found for new in turned[at.group()] if new not in shown]
    if not choices:
        return None
    at, new = dice.choice(choices)
    return replace(_replaced(row, at, new), kind="opposed")


class Rewordings:
    """Plain words by article and by the word before them: other things that the same article is asked about."""

    def __init__(self, articles: Sequence[Sequence[Paragraph]]) -> None:
        self._pool: dict[tuple[str, str], set[str]] = defaultdict(set)
        for paragraph in (paragraph for article in articles for paragraph in article):
            for asked in paragraph.questions:
                for before, at in _plain(asked.text):
                    self._pool[paragraph.title, before].add(at.group())

    def reworded_row(self, row: ReaderRow, title: str, dice: random.Random) -> ReaderRow | None:
        """Ask about something else: a word that the window has gives way to one that it has no form of."""
        shown = " ".join(re.findall(r"\w+", f"{row.path} {row.window}".casefold()))
        anchored = [(before, at) for before, at in _plain(row.question) if at.group()[:4] in shown]
        dice.shuffle(anchored)
        for before, at in anchored:
            old = at.group()
            pool = [word for word in sorted(self._pool[title, before]) if _alike(old, word) and word[:4] not in shown]
            if pool:
                return replace(_replaced(row, at, dice.choice(pool)), kind="reworded")
        return None


def _plain(question: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Words in lower case that carry meaning, each with the word before it."""
    for at in WORD.finditer(question):
        if at.group() not in STOPPED:
            yield question[: at.start()].rsplit(maxsplit=1)[-1].casefold(), at


def _alike(old: str, new: str) -> bool:
    """Whether two words look like the same part of speech and are no forms of one word."""
    endings = ("ed", "ing", "s", "ly", "al", "ive", "ous")
    shape, other = (next((end for end in endings if word.endswith(end)), "") for word in (old, new))
    return shape == other and old[:4] != new[:4]


def _replaced(row: ReaderRow, at: re.Match[str], new: str) -> ReaderRow:
    question = row.question[: at.start()] + new + row.question[at.end() :]
    return ReaderRow("swapped", question, row.path, row.window, answerable=False)


def _named(articles: Sequence[Sequence[Paragraph]]) -> Iterator[tuple[str, str, str]]:
    """Title, preceding word and name, for every name inside a question that is written with capitals."""
    for article in articles:
        for paragraph in article:
            for asked in paragraph.questions:
                for name in names(asked.text):
                    words = asked.text[: asked.text.find(name)].split()
                    if words:
                        yield paragraph.title, words[-1].casefold(), name


def _foreign(old: str, new: str, shown: str) -> bool:
    """Whether the old part stands in what is shown and no word of the new one does."""
    parts = re.findall(r"\w{3,}|\d+", new.casefold())
    return old.casefold() in shown and bool(parts) and not any(re.search(rf"\b{re.escape(p)}\b", shown) for p in parts)


def _words(texts: Sequence[str]) -> bm25s.tokenization.Tokenized | list[list[str]]:
    return bm25s.tokenize(list(texts), stopwords="en", stemmer=STEMMER, show_progress=False)
