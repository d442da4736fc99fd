"""Turn questions into statements, negate them and cut sentences, by rule; the judge's rows are written with this.

The rules are rough on purpose: a row needs the right relation between two texts, not perfect English.
"""

import re
from functools import lru_cache
from random import Random

from lemminflect import getAllLemmas, getInflection
from sentencex import segment

_BE = {"is", "are", "was", "were"}
_MODAL = {"can", "could", "may", "might", "must", "shall", "should", "will", "would"}
_HAVE = {"has", "have", "had"}
_DO = {"do", "does", "did"}
AUXILIARIES = _BE | _MODAL | _HAVE | _DO
_CLOSED = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "its",
    "his",
    "her",
    "their",
    "of",
    "in",
    "and",
    "or",
    "to",
    "for",
    "my",
    "our",
    "your",
}
_PRONOUNS = {"i", "you", "he", "she", "it", "we", "they", "there", "one", "people"}
_HEAD = re.compile(
    r"^(?P<wh>(?:in|on|at|by|for|from|to|with|during|after|under) (?:what|which)(?: \w+){1,2}?"
    r"|how (?:many|much)(?: \w+){0,2}?"
    r"|how (?:long|old|far|high|tall|large|big|often|fast)|(?:what|which) \w+(?: \w+)??|what|who|when|where|why|how)"
    rf" (?P<aux>{'|'.join(sorted(AUXILIARIES))}) (?P<rest>.+)$",
    re.I,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text, ends exclusive, without surrounding blanks."""
    found, at = [], 0
    for part in segment("en", text):
        start = text.find(part.strip(), at)
        if part.strip() and start >= 0:
            at = start + len(part.strip())
            found.append((start, at))
    return found


@lru_cache(maxsize=100_000)
def content_words(text: str) -> frozenset[str]:
    """Lower-cased words of three or more letters and numbers; a cheap measure of what a text is about."""
    return frozenset(re.findall(r"[a-z]{3,}|\d+", text.lower()))


@lru_cache(maxsize=50_000)
def _is_base_verb(word: str) -> bool:
    return word.isalpha() and word.lower() in getAllLemmas(word.lower(), upos="VERB").get("VERB", ())


@lru_cache(maxsize=50_000)
def inflected(verb: str, aux: str) -> str:
    """Give the form that stands in a statement for `aux … verb`: did keep → kept, does keep → keeps."""
    tag = {"did": "VBD", "does": "VBZ"}.get(aux)
    forms = getInflection(verb.lower(), tag) if tag else ()
    return str(forms[0]) if forms else verb


def split_subject(rest: str, aux: str, seen: str) -> tuple[str, str] | None:
    """Split what follows an auxiliary into subject and predicate, with the text the fact comes from as a hint."""
    words = rest.split()
    if len(words) < 2:
        return None
    if words[0].lower() in _PRONOUNS:
        return words[0], " ".join(words[1:])
    cut = _verb_at(words, aux, seen) if aux in _DO | _MODAL else _longest_seen(words, seen)
    return (" ".join(words[:cut]), " ".join(words[cut:])) if cut else None


def _verb_at(words: list[str], aux: str, seen: str) -> int | None:
    """Index of the main verb: one whose statement form stands in the text, else the first that can be a verb."""
    known = set(re.findall(r"\w+", seen.lower()))
    able = [
        i
        for i in range(1, len(words))
        if _is_base_verb(words[i])
        and words[i - 1].lower() not in _CLOSED
        and (words[i].islower() or not words[0].islower())
    ]
    return next((i for i in able if inflected(words[i], aux) in known), able[0] if able else None)


def _longest_seen(words: list[str], seen: str) -> int | None:
    """Length of the longest start of `words` that the text holds verbatim; a subject mostly is."""
    lower = seen.lower()
    for size in range(min(7, len(words) - 1), 0, -1):
        if " ".join(words[:size]).lower() in lower and words[size - 1].lower() not in _CLOSED:
            return size
    return None


def statement(question: str, seen: str, *, negated: bool = False) -> str | None:
    """Turn a yes/no question into a statement; None if the rules don't reach it."""
    words = question.strip().rstrip("?").split()
    if not words or words[0].lower() not in AUXILIARIES:
        return None
    aux = words[0].lower()
    parts = split_subject(" ".join(words[1:]), aux, seen)
    if not parts:
        return None
    subject, predicate = parts
    if aux in _DO:
        verb, _, tail = predicate.partition(" ")
        said = f"{aux} not {verb} {tail}" if negated else f"{inflected(verb, aux)} {tail}"
    else:
        said = f"{aux} not {predicate}" if negated else f"{aux} {predicate}"
    return sentence_case(f"{subject} {said}".strip())


def yes_no_question(said: str) -> str | None:
    """Turn a statement into a yes/no question by moving its auxiliary, or by adding did or does; None if unclear."""
    words = said.strip().rstrip(".").split()
    for i, word in enumerate(words[1:9], 1):
        low = word.lower()
        if low in _BE | _MODAL or (low in _HAVE and i + 1 < len(words) and words[i + 1].endswith(("ed", "en", "n"))):
            rest = [lower_first(words[0]), *words[1:i], *words[i + 1 :]]
            return f"{low.capitalize()} {' '.join(rest)}?"
        lemmas = getAllLemmas(low, upos="VERB").get("VERB", ())
        if lemmas and lemmas[0] != low and word.islower() and words[i - 1].lower() not in _CLOSED:
            aux = "Does" if low.endswith("s") else "Did"
            if low.endswith("ing"):
                return None
            return f"{aux} {' '.join([lower_first(words[0]), *words[1:i], lemmas[0], *words[i + 1 :]])}?"
    return None


def negation(said: str) -> str | None:
    """Deny a statement by its auxiliary or verb; take the denial away if there is one already."""
    bare = re.sub(
        r"\b(is|are|was|were|can|could|may|must|should|will|would|has|have|had|did|does|do) not\b", r"\1", said, count=1
    )
    if bare != said:
        return bare
    if re.search(r"\b(no|never|none|nobody|n't|cannot)\b", said):
        return None
    words = said.split()
    for i, word in enumerate(words[1:9], 1):
        low = word.lower()
        if low in _BE | _MODAL:
            return " ".join([*words[: i + 1], "not", *words[i + 1 :]])
        lemmas = getAllLemmas(low, upos="VERB").get("VERB", ())
        if (
            lemmas
            and lemmas[0] != low
            and word.islower()
            and not low.endswith("ing")
            and words[i - 1].lower() not in _CLOSED
        ):
            aux = "does not" if low.endswith("s") else "did not"
            return " ".join([*words[:i], aux, lemmas[0], *words[i + 1 :]])
    return None


def lower_first(word: str) -> str:
    """Lower the first letter of an article or pronoun that began a sentence."""
    return word.lower() if word in {"The", "A", "An", "There", "It", "He", "She", "They", "This", "In"} else word


def sentence_case(text: str) -> str:
    """Capitalise and end with a full stop."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    return text[:1].upper() + text[1:] + "."


def declared(question: str, answer: str, seen: str, rng: Random) -> tuple[str, tuple[int, int]] | None:
    """State a wh-question with its answer in the gap; the second value is where the answer stands.

    "When did the fair open?", "May 1893" → "The fair opened in May 1893." None if no rule fits.
    """
    asked = question.strip().rstrip("?").strip()
    found = _HEAD.match(asked)
    marked = _front(found, seen, rng) if found else _subject(asked)
    if marked is None:
        return None
    before, _, after = marked.partition("\0")
    text = re.sub(r"\s+", " ", before).lstrip()
    text = text[:1].upper() + text[1:]
    shown = answer.strip().rstrip(".")
    if not text:
        shown = shown[:1].upper() + shown[1:]
    tail = re.sub(r"\s+", " ", after).rstrip(" .")
    return f"{text}{shown}{tail}.", (len(text), len(text) + len(shown))


def _subject(asked: str) -> str | None:
    """Questions whose wh-word is the subject: who wrote X → \\0 wrote X."""
    plain = re.match(
        r"^(who|what|which \w+|what \w+|how many \w+) (?P<rest>[a-z]+(?:ed|s|t|d|e|w|k|g)\b .+)$", asked, re.I
    )
    if plain:
        return "\0 " + plain["rest"]
    inside = re.search(r"\b(what|which|how many|whose|who|whom)( year| city| country| state)?\b", asked, re.I)
    if inside and inside.start() > 8:
        return asked[: inside.start()] + "\0" + asked[inside.end() :]
    return None


def _front(found: re.Match[str], seen: str, rng: Random) -> str | None:
    wh, aux, rest = found["wh"].lower(), found["aux"].lower(), found["rest"]
    if wh in {"who", "what"} and aux in _BE and rng.random() < 0.4:
        return f"\0 {aux} {rest}"
    parts = split_subject(rest, aux, seen)
    if parts is None:
        return f"{rest} {aux} \0" if wh in {"who", "what", "where", "when"} and aux in _BE else None
    subject, predicate = parts
    if aux in _DO:
        verb, _, tail = predicate.partition(" ")
        predicate = f"{inflected(verb, aux)} {tail}"
    else:
        predicate = f"{aux} {predicate}"
    return _gap(wh, subject, predicate.strip(), rng)


def _gap(wh: str, subject: str, predicate: str, rng: Random) -> str:
    """Put the gap where the answer of this question word belongs."""
    if wh == "why":
        ways = (
            f"{subject} {predicate} because of \0",
            f"The reason why {subject} {predicate} was \0",
            f"{subject} {predicate}: \0",
        )
        return rng.choice(ways)
    if wh == "when":
        return rng.choice(
            (f"{subject} {predicate} in \0", f"In \0 {subject} {predicate}", f"It was in \0 that {subject} {predicate}")
        )
    if wh == "where":
        return rng.choice((f"{subject} {predicate} in \0", f"It was \0 where {subject} {predicate}"))
    preposition = re.match(r"(in|on|at|by|for|from|to|with|during|after|under) ", wh)
    if preposition:
        word = preposition[1]
        return rng.choice((f"{subject} {predicate} {word} \0", f"{word} \0 {subject} {predicate}"))
    if wh.startswith("how"):
        return rng.choice(
            (
                f"{subject} {predicate} \0",
                f"{subject} {predicate} a total of \0" if "many" in wh else f"{subject} {predicate} \0",
            )
        )
    return rng.choice((f"{subject} {predicate} \0", f"It was \0 that {subject} {predicate}"))


def shortened(text: str, span: tuple[int, int], rng: Random, limit: int) -> tuple[str, tuple[int, int]]:
    """Cut brackets and side clauses that don't hold the span, then words at the far end, down to `limit` words."""
    start, end = span
    for found in reversed(list(re.finditer(r"\s?\([^()]*\)", text))):
        if (found.end() <= start or found.start() >= end) and rng.random() < 0.8:
            text, start, end = _without(text, found.start(), found.end(), start, end)
    first = re.match(r"^[^,]{5,60}, (?=\w)", text)
    if first and first.end() <= start and rng.random() < 0.5:
        text, start, end = _without(text, 0, first.end(), start, end)
    last = re.search(r", [^,]{10,}$", text)
    if last and last.start() >= end and rng.random() < 0.6:
        text, start, end = _without(text, last.start(), len(text), start, end)
    return windowed(text, (start, end), limit)


def _without(text: str, at: int, to: int, start: int, end: int) -> tuple[str, int, int]:
    gone = to - at
    return text[:at] + text[to:], *((start - gone, end - gone) if to <= start else (start, end))


def windowed(text: str, span: tuple[int, int], limit: int) -> tuple[str, tuple[int, int]]:
    """Keep at most `limit` words around the span."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    inside = [i for i, (s, e) in enumerate(words) if s < span[1] and e > span[0]]
    if len(words) <= limit or not inside:
        return text, span
    lead = max(0, (limit - len(inside)) // 2)
    first = max(0, min(inside[0] - lead, len(words) - limit))
    last = min(len(words), max(first + limit, inside[-1] + 1)) - 1
    begin = words[first][0]
    return text[begin : words[last][1]], (span[0] - begin, span[1] - begin)
