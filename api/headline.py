"""Say an answer in one line, and what is left to say below its quotes, wherever the API writes for people."""

from typing import assert_never

from index.answering.body import AnswerBody


def headline(body: AnswerBody) -> str:
    """Where it depends on a scope, that is the answer: one scope's own would stand there alone."""
    match body.status:
        case "answered":
            if any(quote.scope for quote in body.quotes) and body.reason:
                return body.reason
            said = f"{body.polarity.capitalize()}. " if body.polarity else ""
            return said + (body.answer or "")
        case "conflict":
            return body.reason or "The articles contradict each other."
        case "silent":
            return body.reason or "The articles do not answer this."
        case _:
            assert_never(body.status)


def remarks(body: AnswerBody) -> list[str]:
    """List what the headline has not said: the rule that decided, a stated change."""
    said = headline(body)
    return [words for words in (body.reason, body.note) if words and words != said]
