"""Find gold in a text by its words, the same way for scores and for the labels of calibration."""

import re

_ENOUGH_WORDS = 5  # of a gold sentence that is quoted in part


def words_of(text: str) -> list[str]:
    """Fold case, punctuation and articles, as SQuAD's evaluation does."""
    plain = re.sub(r"[^\w\s]", " ", text.lower())
    return re.sub(r"\b(a|an|the)\b", " ", plain).split()


def holds(text: str, gold: str) -> bool:
    """Say whether the words of a gold answer stand in a text, side by side."""
    wanted = " ".join(words_of(gold))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words_of(text))} "


def quotes_gold(text: str, sentence: str) -> bool:
    """Say whether a text is a part of a gold sentence, or holds it."""
    return bool(text) and (text in sentence or sentence in text) and len(words_of(text)) >= _ENOUGH_WORDS
