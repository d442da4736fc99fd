"""Take a question in: check it, complete a follow-up from the question before, split it into its parts."""

import re
import unicodedata

from index.errors import QuestionError

LONGEST = 500

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# Words that open a question: asking ones, and those that ask for yes or no.
ASKS = r"(?:by whom|whom?|whose|when|where|why|how|what|which)"
AUX = r"(?:is|are|was|were|do|does|did|can|could|may|might|must|should|will|would|has|have|had)"
# Also "… and can I", but not "which office has a gym and is the biggest?".
_PARTS = re.compile(
    rf"(?:,\s*|\s+)and\s+(?={ASKS}\b|{AUX}\s+(?:i|we|you|he|she|it|they|there|this|that)\b)|"
    r"\?\s+(?:(?:and|also|or|but)\s+)?(?=\S)",
    re.I,
)
_CASE = re.compile(rf"^(?:if|when|while|after|before|as|at|during|in|on|for)\b[^,?]+,\s+(?=(?:{ASKS}|{AUX})\b)", re.I)
_BARE_ASKS = re.compile(rf"{ASKS}", re.I)
_FOLLOWS = re.compile(r"^(?:and|but|or|also|then|ok(?:ay)?|so)[\s,]+|^(?:what|how) about\s+", re.I)
_COMPLETE = re.compile(rf"^(?:{ASKS}|{AUX})\b", re.I)
_PRONOUN = re.compile(r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|this|that|these|those|there)\b", re.I)
_BE = re.compile(r"\b(?:is|are|was|were)(?:n['’]t)? $", re.I)
# Behind "is it": nothing is pointed to.
EXPLETIVE = (
    r" (?:allowed|permitted|forbidden|possible|necessary|required|mandatory|compulsory|legal|safe|true|correct|right|"
    r"okay|ok|fine|better|best|worth) (?:to|that|if|when)\b"
)
# Behind this or that: what it goes with (this year, that limit); or the clause that it opens (laptops that break).
_OWN_NOUN = re.compile(r" (?!(?:and|or|in|on|at|for|to|by|with)\b)[a-z]", re.I)
_TIME = re.compile(
    r" (?:year|quarter|month|week|weekend|spring|summer|autumn|winter|morning|afternoon|evening)s?\b", re.I
)
_NOUN_PHRASE = re.compile(r"\b(?:the|our|my|your|an?)\s+(?:[A-Z][\w-]*\s+)*[a-z][\w-]*")
_LEADING_ASK = re.compile(rf"^{ASKS}\b(?:\s+(?:many|much|long|often|old|far|big|large|high)\b)?\s*", re.I)
_PREPOSITION = re.compile(r"^(on|in|at|for|from|to|with|by|during|before|after|under|per|as)\b", re.I)

# The commonest words of the languages that our users would most likely try; none is an English word.
_FOREIGN = frozenset(
    "der die das und ist wie wann wer wird warum nicht ein eine für mit auf welche gibt "
    "le la les des une est quand pourquoi comment quel quelle combien où qui que dans pour "
    "el los las una cuál cuándo dónde quién cómo cuántos cuántas por qué para es "
    "il gli perché quando chi dove sono della di che quanti "
    "het een wanneer hoeveel waarom wie zijn niet voor "
    "os uma quem onde quantos não são".split()
)
_ENGLISH = frozenset(
    "the a an is are was were do does did what when where who whom whose why how which many much can could may might "
    "must should will would has have had of in on at for to from by with and or not it its there i we you he she they "
    "this that these those my our your be been any if than about per year tell me list name give show".split()
)


def clean_question(question: str) -> str:
    """Return the question without control characters and surplus space; raise QuestionError if it cannot be taken."""
    if len(question) > LONGEST:
        raise QuestionError(f"The question has {len(question)} characters; at most {LONGEST} are taken. Shorten it.")
    cleaned = " ".join(_CONTROL.sub(" ", question).split())
    if not cleaned:
        raise QuestionError(f"The question is empty. Type a question of 1 to {LONGEST} characters.")
    return cleaned


def is_foreign(question: str) -> bool:
    """Say whether a question is surely not English: another script, or foreign function words, hardly English ones."""
    letters = [char for char in question if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    if letters and latin < len(letters) / 2:
        return True
    words = re.findall(r"[^\W\d_]+", question.lower())
    foreign, english = sum(word in _FOREIGN for word in words), sum(word in _ENGLISH for word in words)
    return foreign >= 2 and foreign > 2 * english


def has_words(question: str) -> bool:
    """Say whether there is anything to look for: at least one word of two letters, or a number."""
    return re.search(r"[^\W\d_]{2,}|\d", question) is not None


def parts_of(question: str) -> tuple[str, ...]:
    """Split a question that asks for two things; each part stands by itself. Most questions have one part."""
    case = _CASE.match(question)
    lead = case[0] if case else ""
    pieces = [piece.strip(" ?,") for piece in _PARTS.split(question[len(lead) :]) if piece and piece.strip(" ?,")]
    if len(pieces) < 2 or not all(_COMPLETE.match(piece) for piece in pieces):
        return (question,)
    if _BARE_ASKS.fullmatch(pieces[0]):  # "When and where is it?"
        if len(pieces) > 2 or len(pieces[1].split()) < 3:
            return (question,)
        pieces[0] = _with_body(pieces[0], pieces[1])
    first = pieces[0]
    return tuple(
        f"{lead}{piece.rstrip('?')}?" for piece in (first, *(_stood_alone(piece, first) for piece in pieces[1:]))
    )


def _stood_alone(piece: str, first: str) -> str:
    """Complete a later part from the first: "and why?", "and who sets it?"."""
    if _BARE_ASKS.fullmatch(piece):
        return _with_body(piece, first)
    leans = len(piece.split()) < 3 or _pointing(piece) or _FOLLOWS.match(piece)
    return _completed(piece, first) if leans else piece


def _with_body(piece: str, first: str) -> str:
    """Give a bare question word ("and why?") the body of the part before it."""
    return piece if piece == first else f"{piece} {_LEADING_ASK.sub('', first)}"


def complete(question: str, earlier: str | None) -> str:
    """Complete a follow-up from the earlier question ("and on Saturdays?").

    A question that is complete is left as it is, and so is one that would grow longer than a question may be.
    """
    completed = _completed(question, earlier) if earlier else question
    return completed if len(completed) <= LONGEST else question


def _completed(question: str, earlier: str) -> str:
    rest = _FOLLOWS.sub("", question).strip()
    earlier = earlier.strip().rstrip("?").strip()
    if _COMPLETE.match(rest):
        return _resolve(rest, earlier)
    rest = rest.rstrip("?").strip()
    bare = re.sub(r"^(?:the|a|an)\s+", "", rest, flags=re.I)
    preposition = _PREPOSITION.match(rest)
    if preposition:
        kept = re.sub(rf"\s+{preposition[1]}\s+(?:the\s+)?[\w-]+$", "", earlier, flags=re.I)
        return f"{kept} {rest}?"
    name = _last_name(earlier)
    if name and bare[:1].isupper():
        return f"{earlier.replace(name, bare)}?"
    return f"{earlier} for {rest}?"


def _resolve(rest: str, earlier: str) -> str:
    """Name what a pronoun of a complete follow-up points to: the earlier question's subject."""
    subject = re.sub(rf"^{ASKS}\s+(?:\w+\s+)?{AUX}\s+|^{AUX}\s+", "", earlier, flags=re.I)
    words = rest.rstrip("?").split()
    pronoun = _pointing(rest)
    if not pronoun:
        return rest if len(words) > 3 else f"{rest.rstrip('?')} {subject}?"
    noun = _NOUN_PHRASE.search(earlier)
    name = noun[0] if noun else _last_name(earlier)
    if not name:
        return f"{rest.rstrip('?')} ({subject})?"
    place = "at " if pronoun[0].casefold() == "there" else ""
    return f"{rest[: pronoun.start()]}{place}{name}{rest[pronoun.end() :]}"


def _pointing(text: str) -> re.Match[str] | None:
    return next((pronoun for pronoun in _PRONOUN.finditer(text) if not _is_idle(pronoun, text)), None)


def _is_idle(pronoun: re.Match[str], text: str) -> bool:
    """Say whether a pronoun points at nothing said before: is there a gym, is it allowed to park, this year."""
    before, after = text[: pronoun.start()], text[pronoun.end() :]
    match pronoun[0].casefold():
        case "there":
            return _BE.search(before) is not None
        case "it":
            return _BE.search(before) is not None and re.match(EXPLETIVE, after, re.I) is not None
        case "this" | "that" | "these" | "those":
            asked_of = re.search(rf"\b{AUX} $", before, re.I)
            return bool(_TIME.match(after) or (_OWN_NOUN.match(after) and not asked_of))
    return False


def _last_name(text: str) -> str | None:
    names = re.findall(r"(?<!^)\b(?!I\b)[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*", text)
    return names[-1] if names else None
