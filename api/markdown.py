"""Write an answer as Markdown with numbered links, for clients that show nothing else."""

import re
from typing import Literal, assert_never

from pydantic import BaseModel

from api.headline import headline, remarks
from api.links import source_page
from index.answering.body import AnswerBody, QuoteBody

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
_BLOCK_MARK = re.compile(r"^([ \t]*\d*)([-+=.)])", re.MULTILINE)


class UrlCitation(BaseModel):
    """Where in the text a link stands, and what it cites."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """OpenAI's form of a citation."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


def markdown_answer(body: AnswerBody, base: str) -> tuple[str, list[Annotation]]:
    """Return the text and, for each link in it, its place and target."""
    writer = _Writer(base)
    writer.line(f"**{plain(headline(body))}**")
    match body.status:
        case "answered":
            writer.quotes(body.quotes)
        case "conflict":
            for side in body.sides:
                writer.line(f"**{plain(side.answer)}**")
                writer.quotes(side.quotes)
        case "silent":
            if body.related:
                writer.line("Related, but not an answer:")
                writer.quotes(body.related)
        case _:
            assert_never(body.status)
    for said in remarks(body):
        writer.line(plain(said))
    return writer.text.rstrip(), writer.annotations


def plain(text: str) -> str:
    """Escape what Markdown would take for marks: a quote is shown as its source has it."""
    return _BLOCK_MARK.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


class _Writer:
    def __init__(self, base: str) -> None:
        self.base, self.text = base, ""
        self.annotations: list[Annotation] = []

    def line(self, words: str) -> None:
        self.text += f"{words}\n\n"

    def quotes(self, quotes: tuple[QuoteBody, ...]) -> None:
        for quote in quotes:
            if quote.scope:
                self.line(f"**{plain(quote.scope)}**")
            shown = "\n".join(f"> {plain(line)}" for line in quote.text.split("\n"))
            self.text += f"{shown}\n> "
            self._link(quote)
            self.text += "\n\n"

    def _link(self, quote: QuoteBody) -> None:
        url = quote.deep_link or quote.source.url or source_page(self.base, quote.source.id, quote.start, quote.end)
        title = " › ".join(filter(None, [quote.source.title, quote.source.section]))
        date = f" ({quote.source.date.isoformat()})" if quote.source.date else ""
        link = f"[{len(self.annotations) + 1}. {plain(title)}{date}](<{url.replace('>', '%3E').replace('<', '%3C')}>)"
        place = UrlCitation(start_index=len(self.text), end_index=len(self.text) + len(link), title=title, url=url)
        self.annotations.append(Annotation(url_citation=place))
        self.text += link
