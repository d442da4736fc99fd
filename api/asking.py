"""Take a question from any surface to an answer that is checked, kept and counted."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from api.answerer import Answerer, Corpus, find_source
from api.principal import Principal
from api.serving import Serving
from index.answering.body import AnswerBody, answer_body
from index.answers import answering_quotes, person_id
from index.errors import QuothError

log = structlog.get_logger("quoth.api")


class MisquoteError(QuothError):
    """A quote does not stand in its source: a bug, and never shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came along with it.

    `aside` keeps the conversation from going on from it for others; `earlier` overrides what the store knows of it.
    """

    question: str
    conversation_id: str | None = None
    person: str | None = None
    private: bool = False
    aside: bool = False
    earlier: str | None = None


def answer_question(
    serving: Serving, principal: Principal, asked: Asked, on_stage: Callable[[str], None] | None = None
) -> AnswerBody:
    """Answer, hold each quote against its source, keep the answer. CPU-bound: for the engine's threads."""
    person = person_of(serving, principal, asked.person)
    conversation, earlier = asked.conversation_id, None
    if conversation is not None:
        conversation, earlier = serving.store.follow(conversation, owner=principal.id, person=person, aside=asked.aside)
    with serving.answerer.reading() as corpus:
        answer = serving.answerer.ask(asked.question, earlier=asked.earlier or earlier, on_stage=on_stage)
        body = answer_body(answer)
        check_quotes(body, corpus, serving.answerer)
    serving.store.keep(
        answer, person=person, conversation_id=conversation, owner=principal.id, public=not asked.private
    )
    serving.metrics.asked(body, answer.trace)
    if serving.settings.log_questions:
        log.info("asked", answer=answer.id, status=body.status, question=asked.question)
    return body


def person_of(serving: Serving, principal: Principal, named: str | None) -> str:
    """Hash who asks: a name that a secret key vouches for, else the address."""
    if named is not None and principal.secret:
        return person_id(serving.settings.data_dir, "person", named)
    return person_id(serving.settings.data_dir, "address", principal.address)


def check_quotes(body: AnswerBody, corpus: Corpus, answerer: Answerer) -> None:
    """Raise MisquoteError unless every quote, related ones too, is what its source says at its place.

    `corpus` was held open from before the question; if another was published in between, that one is looked at.
    """
    if corpus.id != body.generation:
        with answerer.reading() as newer:
            _check(body, newer)
    else:
        _check(body, corpus)


def _check(body: AnswerBody, corpus: Corpus) -> None:
    for quote in (*answering_quotes(body), *body.related):
        source = find_source(corpus, quote.source.id)
        if source is None or source.text[quote.start : quote.end] != quote.text:
            raise MisquoteError(f"{quote.source.id!r} does not say at {quote.start} what was quoted. Report this.")
