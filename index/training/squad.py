"""Read SQuAD-shaped files and cut their paragraphs into windows as retrieval would hand them to the reader."""

import gzip
import json
import random
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencex

from index.training.reader_rows import Offsets, ReaderRow, tidy

# Passages hold one to four sentences; longer than this they would not fit beside a question.
LONGEST_WINDOW = 520
# How often a window has one, two, three and four sentences.
SIZES = (2, 3, 3, 2)
NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:(?:of|the|de|von|van|and) )?[A-Z][\w’'-]+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over a paragraph. `spans` hold every occurrence of its answer, or of the plausible wrong one."""

    text: str
    answer: str
    spans: tuple[Offsets, ...]
    impossible: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article with its sentence boundaries and questions."""

    title: str
    text: str
    sentences: tuple[Offsets, ...]
    questions: tuple[Asked, ...]


def open_text(path: Path) -> Iterator[str]:
    """Lines of a plain or gzipped UTF-8 file."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    else:
        with path.open(encoding="utf-8") as lines:
            yield from lines


def read_squad(path: Path) -> list[list[Paragraph]]:
    """Articles, each a list of paragraphs."""
    articles = json.loads("".join(open_text(path)))["data"]
    return [[_paragraph(_title(article["title"]), part) for part in article["paragraphs"]] for article in articles]


def sentences(text: str) -> tuple[Offsets, ...]:
    """Sentence boundaries without the white space around them."""
    bounds = ((at["start_index"], at["end_index"]) for at in sentencex.get_sentence_boundaries("en", text))
    stripped = ((start, start + len(text[start:end].rstrip())) for start, end in bounds)
    return tuple(
        (start + len(text[start:end]) - len(text[start:end].lstrip()), end) for start, end in stripped if start < end
    )


def occurrences(text: str, part: str) -> tuple[Offsets, ...]:
    """Where `part` stands in the text as whole words."""
    pattern = rf"(?<!\w){re.escape(part)}(?!\w)"
    return tuple(found.span() for found in re.finditer(pattern, text))


def window_around(paragraph: Paragraph, target: int, dice: random.Random, sizes: Sequence[int] = SIZES) -> Offsets:
    """One to four sentences that hold sentence `target` at a random place, within LONGEST_WINDOW if it can be."""
    size = dice.choices((1, 2, 3, 4), sizes)[0]
    first = target - dice.randrange(size)
    last = min(first + size, len(paragraph.sentences)) - 1
    first = max(0, first)
    while last > first and paragraph.sentences[last][1] - paragraph.sentences[first][0] > LONGEST_WINDOW:
        first, last = (first + 1, last) if first < target else (first, last - 1)
    return paragraph.sentences[first][0], paragraph.sentences[last][1]


def tiles(paragraph: Paragraph) -> list[Offsets]:
    """Cut the whole paragraph into windows of up to three sentences, without overlap."""
    made: list[Offsets] = []
    for start, end in paragraph.sentences:
        full = (
            not made
            or end - made[-1][0] > LONGEST_WINDOW
            or sum(s >= made[-1][0] for s, _ in paragraph.sentences if s < start) >= 3
        )
        if full:
            made.append((start, end))
        else:
            made[-1] = (made[-1][0], end)
    return made


def target_sentence(paragraph: Paragraph, asked: Asked) -> int | None:
    """Of the sentences with an occurrence of the answer, the one that shares most words with the question."""
    held = [i for i, at in enumerate(paragraph.sentences) if any(at[0] <= s and e <= at[1] for s, e in asked.spans)]
    words = set(re.findall(r"\w+", asked.text.casefold()))

    def shared(i: int) -> int:
        start, end = paragraph.sentences[i]
        return len(words & set(re.findall(r"\w+", paragraph.text[start:end].casefold())))

    return max(held, key=shared, default=None)


def names(text: str) -> list[str]:
    """Capitalized word sequences, except a lone word at the beginning of a sentence."""
    found = NAME.finditer(text)
    return [at.group() for at in found if " " in at.group() or (at.start() > 0 and text[at.start() - 2] not in ".?!")]


def path_for(paragraph: Paragraph, question: str, window: str, dice: random.Random) -> str:
    """The title, sometimes with a made heading, sometimes nothing.

    Never nothing where the question names what only the title does: then the window alone is no answer.
    """
    missing = any(name.casefold() not in window.casefold() for name in _named(paragraph, question))
    if not missing and dice.random() > 0.6:
        return ""
    heading = next(iter(names(window)), "")
    return f"{paragraph.title} › {heading}" if heading and dice.random() < 0.2 else paragraph.title


def _named(paragraph: Paragraph, question: str) -> list[str]:
    """Names in a question, also in one that is written without capitals: those that the article writes with them."""
    known = [paragraph.title, *names(paragraph.text)]
    return [*names(question), *(name for name in known if name.casefold() in question.casefold())]


def squad_row(
    paragraph: Paragraph, asked: Asked, dice: random.Random, sizes: Sequence[int] = SIZES
) -> ReaderRow | None:
    """A question with the window that answers it, or that seems to; None if no sentence holds the span whole."""
    target = target_sentence(paragraph, asked)
    if target is None:
        return None
    start, end = window_around(paragraph, target, dice, sizes)
    window = paragraph.text[start:end]
    inside = tuple((s - start, e - start) for s, e in asked.spans if start <= s and e <= end)
    path = path_for(paragraph, asked.text, window, dice)
    if asked.impossible:
        return ReaderRow("impossible", asked.text, path, window, answerable=False)
    return ReaderRow("positive", asked.text, path, window, answerable=True, spans=inside)


def _title(raw: str) -> str:
    return urllib.parse.unquote(raw).replace("_", " ")


def _paragraph(title: str, part: Mapping[str, Any]) -> Paragraph:
    text = part["context"]
    asked = tuple(_asked(text, question) for question in part["qas"])
    return Paragraph(title, text, sentences(text), tuple(question for question in asked if question.spans))


def _asked(text: str, question: Mapping[str, Any]) -> Asked:
    impossible = bool(question["is_impossible"])
    answers: Sequence[Mapping[str, Any]] = question.get("plausible_answers", ()) if impossible else question["answers"]
    answer = answers[0]["text"] if answers else ""
    at = answers[0]["answer_start"] if answers else 0
    spans = occurrences(text, answer) if answer else ()
    if not spans and answer and text[at : at + len(answer)] == answer:
        spans = ((at, at + len(answer)),)
    return Asked(tidy(question["question"]), answer, spans, impossible)
