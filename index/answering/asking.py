"""Find the question in what people write around it: greetings, context before it, "could you tell me …"."""

import re
from dataclasses import dataclass

import sentencex

from index.answering.questions import ASKS, AUX, EXPLETIVE
from index.answering.values import names_in

_ASKED = rf"(?:(?:by|for|to|from|in|at|on|with) )?{ASKS}"
_ASKING = re.compile(rf"^(?:{_ASKED}|{AUX})\b", re.I)
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|ok(?:ay)?|so|well|um+|sorry|thanks|thank you|"
    r"please|quick question|a question|question|just wondering|excuse me)\b"
    r"(?: (?:quoth|bot|team|all|everyone|everybody|there|folks))?\s*[,.:;!–—-]+\s*)+",
    re.I,
)
_SOMEONE = r"(?:you|someone|somebody|anyone|anybody|any of you|we|i)"
_INDIRECT = re.compile(
    rf"^(?:please,? )?(?:(?:can|could|would|will) (?:{_SOMEONE}) (?:please |kindly |quickly |perhaps )?"
    r"(?:tell|remind|explain|say|show|confirm|clarify|find out|look up|check)(?: to)?(?: me| us)?(?: please)?,?|"
    rf"(?:do|does|did) (?:{_SOMEONE}) (?:happen to )?(?:know|remember|recall)|"
    r"(?:i|we)(?: would|['’]d) (?:like|love) to know|(?:i|we) (?:want|need) to know|"
    r"(?:i|we)(?: am| was| are|['’]m) wondering|(?:i|we) wonder|any(?:one|body)? (?:idea|clue|know|knows)|"
    r"(?:please )?(?:tell|remind|let) (?:me|us)(?: know)?,?|is it (?:known|clear)) "
    rf"(?P<rest>(?:{_ASKED}|if|whether)\b.+)$",
    re.I | re.S,
)
_WHETHER = re.compile(rf"^(?:if|whether) (?P<subject>.+?) (?P<aux>{AUX})\b(?P<rest>.*)$", re.I | re.S)
_PRONOUN = re.compile(
    rf"\b(?:(?<!is )it|it(?!{EXPLETIVE})|its|he|him|his|she|her|hers|they|them|their|this|that|these|those)\b", re.I
)
_PERSONS = frozenset(("he", "him", "his", "she", "her", "hers"))
_BESIDE = r"(?:in|on|at|from|for|with|by|to|under|near|behind|into|after|before|during|since)"
_THING = re.compile(
    rf"(?P<beside>\b{_BESIDE} )?\b(?:the|our|your|my|an?) (?P<noun>(?:[\w-]+ ){{0,3}}?[\w-]+)"
    rf"(?= {AUX}\b| {_BESIDE}\b|[.,;!]|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Message:
    """A question and what was said beside it, which may say for whom or where it is asked, and is no evidence."""

    question: str
    beside: str = ""


def asked_in(text: str) -> Message:
    """Find the question proper; a text that is one already, or holds several or none, comes back as it is."""
    bare = _GREETING.sub("", text).strip() or text
    message = _alone(bare)
    return Message(_direct(message.question), message.beside)


def _alone(text: str) -> Message:
    """Drop the statements around a text's one question; what they name takes the place of its pronoun."""
    sentences = [sentence.strip() for sentence in sentencex.segment("en", text) if sentence.strip()]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    if len(sentences) < 2 or len(asking) != 1:
        return Message(text)
    at = sentences.index(asking[0])
    before = " ".join(sentences[:at])
    question = _PRONOUN.sub(lambda at: _in_place_of(at, before), _GREETING.sub("", asking[0]), count=1)
    if _PRONOUN.search(question) or not (_ASKING.match(question) or _INDIRECT.match(question)):
        return Message(text)
    return Message(question, " ".join([before, *sentences[at + 1 :]]).strip())


def _in_place_of(pronoun: re.Match[str], before: str) -> str:
    """Name whom or what a pronoun stands for; the pronoun itself where nothing before it says so."""
    word = pronoun[0].casefold()
    person = next((name.text for name in names_in(before)), None)
    things = list(_THING.finditer(before))
    # what something was found in, or happened to, is seldom what is asked about
    thing = next((thing for thing in things if not thing["beside"]), things[0] if things else None)
    meant = person if word in _PERSONS or not thing else f"the {thing['noun']}"
    if meant is None or word in ("this", "that", "these", "those"):
        return pronoun[0]
    return f"{meant}'s" if _possesses(pronoun) else meant


def _possesses(pronoun: re.Match[str]) -> bool:
    """Say whether a pronoun stands for an owner: its, his, their, and her before a noun."""
    word = pronoun[0].casefold()
    return word in ("its", "his", "their") or (
        word == "her" and bool(re.match(r" [a-z]", pronoun.string[pronoun.end() :]))
    )


def _direct(question: str) -> str:
    """Turn an indirect question into a direct one: could you tell me if taxis are paid → are taxis paid."""
    match = _INDIRECT.match(question)
    if not match:
        return question
    rest = match["rest"]
    whether = _WHETHER.match(rest)
    if whether:
        rest = f"{whether['aux']} {whether['subject']}{whether['rest']}"
    elif re.match(r"(?:if|whether)\b", rest, re.I):
        return question
    return f"{rest[:1].upper()}{rest[1:].rstrip(' .')}"
