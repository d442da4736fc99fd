"""Ask in a passage's own words: where synonyms of a question's words stand in it, put them in the words' places."""

import re
from functools import cache
from pathlib import Path

from index.answering.inputs import heading_path
from index.lexical import words
from index.types import Hit, Span

# The longest that the thesaurus knows are a verb with its particle.
LONGEST = 2
WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_FILE = Path(__file__).parent.parent / "models" / "thesaurus" / "synonyms.tsv"

Stems = tuple[str, ...]


def in_words_of(question: str, hit: Hit) -> str:
    """Put for each word that a passage, its title and headings lack a synonym that they hold; names stay.

    The synonym takes the word's form: "When did she step down?" asks a passage that tells of a resignation or of who
    resigned "When did she resign?".
    """
    shown = _stems(f"{heading_path(hit.source.title, hit.passage.headings)} {hit.passage.text}")
    for place, synonyms in reversed(_exchangeable(question, shown)):
        standing = next((one for one in synonyms if _stands(_stems(one), shown)), None)
        if standing:
            question = f"{question[: place.start]}{standing}{question[place.end :]}"
    return question


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return a word's synonyms in its own form; empty where none is known."""
    known = _thesaurus().get(word)
    return tuple(known.split(";")) if known else ()


def _exchangeable(question: str, shown: Stems) -> list[tuple[Span, tuple[str, ...]]]:
    """Find the words and verbs with particles that a text lacks and the thesaurus knows, from left to right."""
    found, at = [], [Span(*one.span()) for one in WORD.finditer(question)]
    place = 0
    while place < len(at):
        step = 1
        for length in range(min(LONGEST, len(at) - place), 0, -1):
            span = Span(at[place].start, at[place + length - 1].end)
            said = question[span.start : span.end]
            synonyms = synonyms_of(said if span.start else said.lower())
            if synonyms:
                step = length
                if not _stands(_stems(said), shown):
                    found.append((span, synonyms))
                break
        place += step
    return found


def _stands(phrase: Stems, shown: Stems) -> bool:
    return any(shown[place : place + len(phrase)] == phrase for place in range(len(shown) - len(phrase) + 1))


def _stems(text: str) -> Stems:
    return tuple(stem for word in WORD.findall(text) for stem in words(word))


@cache
def _thesaurus() -> dict[str, str]:
    """Read the synonyms of each word by its form, when they are first needed."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)
