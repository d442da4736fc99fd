"""Facts of a reading comprehension article: what is asked, what answers it, and the sentence that does."""

import re
from dataclasses import dataclass
from typing import Any

from index.training.judge_text import content_words, sentences
from index.training.judge_values import kind_of

_SEVERAL = re.compile(
    r"\b(some|examples?|one of|such as|besides|kinds|types|list|name an?|what are|who are|which are|things|ways)\b",
    re.I,
)
_CAUSE = re.compile(r"^why\b|\b(caused?|reason|led to|lead to|purpose|resulted? (?:from|in)|because|due to)\b", re.I)
_TYPED = {"year", "date", "number"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with its answer and the sentence that answers it; `known` is false for an unanswerable question."""

    question: str
    answer: str
    text: str
    span: tuple[int, int]
    before: str
    known: bool
    paragraph: int

    @property
    def kind(self) -> str:
        """The answer's class, told apart by question word where that says more: name who, phrase where, cause."""
        kind = "cause" if _CAUSE.search(self.question) else kind_of(self.answer)
        asked = re.search(r"\b(who|whom|where)\b", self.question.lower())
        return f"{kind} {asked[1]}" if kind in {"name", "phrase"} and asked else kind

    @property
    def typed(self) -> bool:
        """Whether the answer is a number or a time, which excludes every other one."""
        return self.kind in _TYPED

    @property
    def several(self) -> bool:
        """Whether the question asks for a list or for examples, so that two answers can both be right."""
        return bool(_SEVERAL.search(self.question))


def facts_of(article: dict[str, Any]) -> list[Fact]:
    """Every question of an article with the sentence that holds its answer (or its plausible answer)."""
    found = []
    for number, paragraph in enumerate(article["paragraphs"]):
        bounds = sentences(paragraph["context"])
        for asked in paragraph["qas"]:
            answers = asked["answers"] or asked.get("plausible_answers") or []
            fact = _fact(asked, answers[0], paragraph["context"], bounds, number) if answers else None
            if fact:
                found.append(fact)
    return found


def _fact(
    asked: dict[str, Any], answer: dict[str, Any], context: str, bounds: list[tuple[int, int]], number: int
) -> Fact | None:
    words, text = content_words(asked["question"]), answer["text"]
    places = [found.start() for found in re.finditer(re.escape(text), context)] if text else []
    holding = [(s, e, p) for p in places for s, e in bounds if s <= p and p + len(text) <= e]
    if not holding or len(text) > 120:
        return None
    # An answer that occurs more than once was located by guess: take the sentence most like the question.
    start, end, place = max(
        holding, key=lambda h: (len(words & content_words(context[h[0] : h[1]])), h[2] == answer["answer_start"])
    )
    before = next((context[s:e] for s, e in reversed(bounds) if e <= start), "")
    span = (place - start, place - start + len(text))
    return Fact(asked["question"].strip(), text, context[start:end], span, before, not asked["is_impossible"], number)
