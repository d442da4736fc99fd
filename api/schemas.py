"""Shape what enters and leaves over HTTP. The answer itself is `index.answering.body.AnswerBody`."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from index.answering.body import AnswerBody, QuoteBody
from index.answering.questions import LONGEST

Question = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST),
    Field(description=f"1 to {LONGEST} code points.", examples=["Why did Jess Phillips resign?"]),
]
ConversationId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class Taken(BaseModel):
    """What is sent to us: a field that is not known is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskIn(Taken):
    question: Question
    conversation_id: ConversationId | None = Field(
        None, description="Chosen by the client, the same through a conversation; seen by its own key only."
    )
    person: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = Field(
        None,
        description="With a secret key: who asks, in the caller's terms. Kept as a salted hash, for `quoth forget`.",
    )
    private: bool = Field(default=False, description="Keep the answer for its own key alone: no page, no listing.")
    aside: bool | None = Field(
        None, description="Let no other person's question go on from this one; without a value, as `private`."
    )


class SearchIn(Taken):
    question: Question
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class HitBody(BaseModel):
    source_id: str
    title: str
    section: str | None
    start: int
    end: int
    text: str
    score: float
    dense: float | None
    lexical: float | None


class HitsBody(BaseModel):
    generation: str
    hits: tuple[HitBody, ...]


class SourceBody(BaseModel):
    id: str
    title: str
    path: str
    format: str
    url: str | None
    page: str = Field(description="Where a person can read it: its own URL, else Quoth's page.")
    date: dt.date | None
    author: str | None
    supersedes: tuple[str, ...]
    effective_from: dt.date | None
    effective_until: dt.date | None
    authority: int


class SourcesBody(BaseModel):
    generation: str
    sources: tuple[SourceBody, ...]


class SectionBody(BaseModel):
    """A run of passages under the same headings; offsets count code points in the source's text."""

    headings: tuple[str, ...]
    start: int
    end: int


class QuotedBody(BaseModel):
    answer_id: str
    start: int
    end: int
    created_at: dt.datetime


class FullSourceBody(SourceBody):
    generation: str
    text: str
    sections: tuple[SectionBody, ...]
    quoted: tuple[QuotedBody, ...] = Field(description="Public answers that quoted it, newest first, at most 100.")


class KeptBody(BaseModel):
    """An answer as it was given. `question` is empty where question text is not kept."""

    created_at: dt.datetime
    answer: AnswerBody


class Standing(StrEnum):
    """What has become of a quote since."""

    HOLDS = "holds"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class PlaceBody(BaseModel):
    source_id: str
    start: int
    end: int
    text: str
    similarity: float


class CheckedQuoteBody(BaseModel):
    quote: QuoteBody
    standing: Standing
    now: PlaceBody | None = Field(description="Where the text stands now; for `changed`, the closest passage.")


class VerifyBody(BaseModel):
    answer_id: str
    generation: str = Field(description="The published generation that the quotes were held against.")
    holds: bool = Field(description="True if every quote holds or has only moved.")
    quotes: tuple[CheckedQuoteBody, ...]


class StepBody(BaseModel):
    source_id: str
    start: int
    end: int
    probability: float
    threshold: float
    span: str | None
    outcome: str


class TraceBody(BaseModel):
    answer_id: str
    generation: str
    rule: str
    steps: tuple[StepBody, ...]
    stages: dict[str, float] = Field(description="Milliseconds.")


class Fault(StrEnum):
    """What a person finds wrong with an answer."""

    WRONG_QUOTE = "wrong_quote"
    OUTDATED = "outdated"
    SHOULD_HAVE_ANSWERED = "should_have_answered"
    SHOULD_HAVE_DECLINED = "should_have_declined"


class FeedbackIn(Taken):
    up: bool
    reason: Fault | None = None
    comment: Annotated[str, StringConstraints(max_length=1000)] | None = None
    person: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = Field(
        None, description="With a secret key: who votes. A person has one vote; the last one counts."
    )


class JobBody(BaseModel):
    id: str
    status: Literal["running", "done", "failed"]
    stage: str | None
    done: int
    total: int
    generation: str | None
    error: str | None


class HealthBody(BaseModel):
    status: Literal["ok"] = "ok"


class ReadyBody(BaseModel):
    status: Literal["ready"] = "ready"
    generation: str
    built_at: dt.datetime


class ExamplesBody(BaseModel):
    questions: tuple[str, ...]
