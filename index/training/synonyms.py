"""Ask in other words: put synonyms from WordNet in a question, where an encoder finds that it still means the same.

Reads the database files of WordNet 3 (Fellbaum 1998) as its manual page wndb(5) describes them.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lemminflect import getAllLemmas, getInflection

from index.encoder import Encoder
from index.training.negatives import STOPPED
from index.training.reader_rows import ReaderRow

# Of the senses of a word, those used at least this often compared with its most frequent one.
COMMON = 0.5
# Cosine of two questions from which on they are taken to mean the same, and up to which there is something to learn.
ALIKE, SAME = 0.9, 0.99
TRIES = 6
# Parts of speech: WordNet's types of synsets, and lemminflect's name and forms.
_TYPES = {"noun": "1", "verb": "2", "adj": "35"}
FORMS = {
    "noun": ("NOUN", ("NN", "NNS")),
    "verb": ("VERB", ("VB", "VBD", "VBN", "VBZ", "VBG")),
    "adj": ("ADJ", ("JJ",)),
}
# Auxiliaries, and words that are mostly other words than the nouns or verbs that they could be.
MODAL = frozenset("can could may might must shall should will would being like does did done had left born".split())
WORD = re.compile(r"\b[a-z]{3,}\b")


class Synonyms:
    """Synonyms of English words, each in the form of the word: plural, past, or as it stands."""

    def __init__(self, folder: Path) -> None:
        self._counts = _counts(folder / "cntlist.rev")
        self._senses = {part: _senses(folder / f"index.{part}") for part in _TYPES}
        self._known: dict[str, list[str]] = {}
        self._members = {part: _members(folder / f"data.{part}") for part in _TYPES}

    def of(self, word: str) -> list[str]:
        """Synonyms of the word's frequent senses, in alphabetical order."""
        if word not in self._known:
            self._known[word] = [] if word in STOPPED | MODAL else self._looked_up(word)
        return self._known[word]

    def lemmas(self, part: str) -> list[str]:
        """The words of a part of speech that were met in tagged texts, in alphabetical order."""
        return sorted(base for base in self._senses[part] if any(self._uses(base, part)))

    def of_lemma(self, base: str, part: str, senses: int) -> list[str]:
        """Synonyms of a word's first senses, those of the most frequent first, that were met in tagged texts."""
        names = [name for synset in self._senses[part][base][:senses] for name in self._members[part][synset]]
        known = [name for name in names if name != base and name in self._senses[part]]
        return [name for name in dict.fromkeys(known) if any(self._uses(name, part))]

    def _looked_up(self, word: str) -> list[str]:
        for base, part, tag in _bases(word):
            if found := self._found(base, part):
                return sorted(form for name in found if (form := inflected(name, tag)))
        return []

    def _found(self, base: str, part: str) -> set[str]:
        uses = {other: sum(self._uses(base, other)) for other in _TYPES if base in self._senses[other]}
        # A word that is much used as another part of speech, too, would often be taken for the wrong one.
        if not uses.get(part) or sum(uses.values()) - uses[part] > uses[part] * (1 - COMMON):
            return set()
        counts, senses = self._uses(base, part), self._senses[part][base]
        common = [at for at, count in zip(senses, counts, strict=True) if count >= max(counts) * COMMON]
        return {name for at in common for name in self._members[part][at] if self._plain(name, base, part, at)}

    def _plain(self, name: str, base: str, part: str, synset: str) -> bool:
        """Whether a synonym is met in texts in that sense, and is no compound of the word."""
        if not name.islower() or base in name or name in base:
            return False
        return bool(self._uses(name, part)[self._senses[part][name].index(synset)])

    def _uses(self, base: str, part: str) -> list[int]:
        """How often each sense of a word was met."""
        numbers = range(1, len(self._senses[part][base]) + 1)
        return [sum(self._counts.get((base, kind, number), 0) for kind in _TYPES[part]) for number in numbers]


def in_other_words(
    rows: Sequence[ReaderRow], synonyms: Synonyms, encoder: Encoder, share: float, dice: random.Random
) -> list[ReaderRow]:
    """Reword the questions of a share of the rows, of every kind alike, so that being reworded tells nothing."""
    chosen = [number for number in range(len(rows)) if dice.random() < share]
    tried = {number: list(reworded(rows[number].question, synonyms, dice)) for number in chosen}
    texts = sorted({text for number in chosen for text in (rows[number].question, *tried[number])}, key=len)
    vectors = dict(zip(texts, encoder.encode_passages(texts), strict=True)) if texts else {}
    made = list(rows)
    for number in chosen:
        asked = rows[number].question
        alike = {text: float(vectors[text] @ vectors[asked]) for text in tried[number]}
        fitting = [text for text, cosine in alike.items() if ALIKE <= cosine <= SAME]
        if fitting:
            made[number] = replace(rows[number], question=max(fitting, key=lambda text: alike[text]))
    return made


def reworded(question: str, synonyms: Synonyms, dice: random.Random) -> Iterator[str]:
    """Up to six wordings of the question, each with one or two of its words exchanged."""
    places = [
        (at.start(), at.end(), names)
        for at in WORD.finditer(question)
        if at.start() and (names := synonyms.of(at.group()))
    ]
    for _ in range(TRIES if places else 0):
        text = question
        for start, end, names in sorted(dice.sample(places, min(len(places), dice.choice((1, 2, 2)))), reverse=True):
            text = text[:start] + dice.choice(names) + text[end:]
        yield text


def _bases(word: str) -> Iterator[tuple[str, str, str]]:
    """What the word may be a form of: base, part of speech, and the tag of the form."""
    lemmas = getAllLemmas(word)
    for part, (name, tags) in FORMS.items():
        for base in lemmas.get(name, ()):
            for tag in tags:
                if word in getInflection(base, tag):
                    yield base, part, tag
                    break


def inflected(name: str, tag: str) -> str:
    """The same form of a synonym: of its first word if it is a verb, else of its last; empty if there is none."""
    words = name.split()
    place = 0 if tag.startswith("V") else -1
    forms = getInflection(words[place], tag)
    if forms:
        words[place] = forms[0]
    return " ".join(words) if forms else ""


def _counts(path: Path) -> dict[tuple[str, str, int], int]:
    """How often each sense was met in tagged text, by lemma, synset type and sense number."""
    made: dict[tuple[str, str, int], int] = defaultdict(int)
    for line in path.read_text(encoding="ascii").splitlines():
        key, number, count = line.split()
        lemma, _, rest = key.partition("%")
        made[lemma.replace("_", " "), rest[0], int(number)] += int(count)
    return made


def _senses(path: Path) -> dict[str, list[str]]:
    """Offsets of a lemma's synsets, the most frequent first."""
    made = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            lemma, _, count, *rest = line.split()
            made[lemma.replace("_", " ")] = rest[-int(count) :]
    return made


def _members(path: Path) -> dict[str, list[str]]:
    """Words of each synset."""
    made = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            offset, _, _, count, *rest = line.split()
            words = rest[: int(count, 16) * 2 : 2]
            made[offset] = [re.sub(r"\(\w+\)$", "", word).replace("_", " ") for word in words]
    return made
