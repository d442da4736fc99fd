"""Search, and write what is found."""

from api.answerer import Answerer
from api.schemas import HitBody, HitsBody
from index.types import Hit


def find_hits(answerer: Answerer, question: str, limit: int) -> HitsBody:
    """Search without answering. CPU-bound: for the engine's threads."""
    with answerer.reading() as corpus:
        generation = corpus.id
    return HitsBody(generation=generation, hits=tuple(map(hit_body, answerer.search(question, limit))))


def hit_body(hit: Hit) -> HitBody:
    return HitBody(
        source_id=hit.source.id,
        title=hit.source.title,
        section=" › ".join(hit.passage.headings) or None,
        start=hit.passage.start,
        end=hit.passage.end,
        text=hit.passage.text,
        score=hit.score,
        dense=hit.dense,
        lexical=hit.lexical,
    )
