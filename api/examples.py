"""Show the three verdicts in the OpenAPI: real quotes of the seeds, at their real places."""

from typing import Any

from index.answering.body import AnswerBody, CitationBody, QuoteBody, SideBody, SpanBody

_INQUIRY = CitationBody(
    id="000-bb7070007b7016a6",
    title="A Crisis of Confidence",
    url=None,
    date=None,
    section=None,
    path="000_bb7070007b7016a6.txt",
    line=2,
    page=None,
)
_LETTER = CitationBody(
    id="004-a89a51d337035a32",
    title="Jess Phillips Cites Leadership Failures in Powerful Resignation Letter",
    url=None,
    date=None,
    section=None,
    path="004_a89a51d337035a32.txt",
    line=5,
    page=None,
)
_PROMISES = {"section": "Unrealized Promises on Child Safety Technology"}


def _quote(source: CitationBody, text: str, start: int, highlight: tuple[int, int] | None, score: float) -> QuoteBody:
    return QuoteBody(
        text=text,
        start=start,
        end=start + len(text),
        highlight=SpanBody(start=highlight[0], end=highlight[1]) if highlight else None,
        source=source,
        deep_link=f"https://quoth.example.org/sources/{source.id}?start={start}&end={start + len(text)}",
        score=score,
        scope=None,
    )


ANSWERED = AnswerBody(
    answer_id="5f1d7c1e0b8f4c7fa3c8a6e2d1f0b9a4",
    question="What percentage of online child sexual exploitation involves self-generated images?",
    status="answered",
    answer="91 percent",
    quotes=(
        _quote(
            _LETTER.model_copy(update={**_PROMISES, "line": 9}),
            "Studies show that as much as 91 percent of online child sexual exploitation involves self-generated"
            " images, frequently the outcome of grooming and coercion by predators.",
            931,
            (960, 970),
            0.888,
        ),
    ),
    confidence=0.937,
    generation="20261121T234500123Z-af8859",
    elapsed_ms=21,
)
CONFLICT = AnswerBody(
    answer_id="0c9be1aa6d2e4b0c8b7f3a5d4e6c7b81",
    question="What did Jess Phillips resign from?",
    status="conflict",
    sides=(
        SideBody(
            answer="her position on the government's independent inquiry into grooming gangs",
            quotes=(
                _quote(
                    _INQUIRY,
                    "In a stunning development that has sent shockwaves through Westminster, Labour MP Jess Phillips"
                    " has dramatically resigned from her position on the government's independent inquiry into"
                    " grooming gangs.",
                    1,
                    (128, 200),
                    0.941,
                ),
            ),
        ),
        SideBody(
            answer="ministerial role",
            quotes=(
                _quote(
                    _LETTER.model_copy(update={"section": "Stepping Down, Standing Firm", "line": 35}),
                    "In her concluding remarks, Phillips makes clear that her decision to resign from her ministerial"
                    " role stems from a profound sense of principle and an unwavering commitment to the Labour Party’s"
                    " success.",
                    4164,
                    (4249, 4265),
                    0.804,
                ),
                _quote(
                    _LETTER,
                    "Jess Phillips MP has issued a powerful and unflinching critique of the government’s failure to"
                    " act decisively on child protection, exposing the deep-rooted frustrations that have led her to"
                    " resign from her ministerial position.",
                    162,
                    (364, 388),
                    0.742,
                ),
            ),
        ),
    ),
    difference="account",
    reason_code="conflict",
    reason="The articles contradict each other: they give accounts that cannot both be right.",
    confidence=0.187,
    generation="20261121T234500123Z-af8859",
    elapsed_ms=34,
)
SILENT = AnswerBody(
    answer_id="b1e4d0f7a92c4e6d9f3c2b1a0d8e7f65",
    question="When did Jess Phillips resign?",
    status="silent",
    related=(
        _quote(
            _INQUIRY,
            "In a stunning development that has sent shockwaves through Westminster, Labour MP Jess Phillips has"
            " dramatically resigned from her position on the government's independent inquiry into grooming gangs.",
            1,
            None,
            0.08,
        ),
    ),
    reason_code="near_topic",
    reason="Some articles come close, but none answers this question.",
    confidence=0.098,
    generation="20261121T234500123Z-af8859",
    elapsed_ms=25,
)


def answer_examples() -> dict[str, Any]:
    """Examples by name, in OpenAPI's form."""
    named = {"answered": ANSWERED, "conflict": CONFLICT, "silent": SILENT}
    return {name: {"summary": body.question, "value": body.model_dump(mode="json")} for name, body in named.items()}
