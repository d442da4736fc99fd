"""Print answers as they look in Discord: `python -m tests.bot.transcript "A question?" …`, over the published index."""

import sys

from bot.cards import Card
from bot.desk import Given
from index.answering.live import LiveAnswerer
from index.settings import read_settings
from index.types import Answer
from tests.bot.reading import seen, walk

BAR = "┃ "
COLOURS = {0x2E9E5B: "green", 0xE8A317: "amber", 0x6B7A90: "slate"}


def transcript(answer: Answer, public_url: str | None = None) -> str:
    """Write a card's first page as a reader sees it: quotes behind a bar, buttons in brackets."""
    card = Card(Given(answer, "c" * 32, public=True), public_url=public_url)
    raw = card.view().to_components()  # type: ignore[no-untyped-call]  # discord.py's own
    texts = [one["content"] for one in walk(raw) if one["type"] == 10]
    buttons = [one for one in walk(raw) if one["type"] == 2]
    labels = " ".join(f"[{(one.get('emoji') or {}).get('name', '')} {one.get('label') or ''}]" for one in buttons)
    shown = "\n\n".join("\n".join(map(_line, text.split("\n"))) for text in texts)
    return f"({COLOURS[card.pages[0].accent]})\n{shown}\n\n{labels}\n"


def _line(line: str) -> str:
    for mark in ("-# ", "## "):
        if line.startswith(mark):
            return seen(line.removeprefix(mark))
    return BAR + seen(line) if line.startswith("> ") else seen(line)


if __name__ == "__main__":
    answerer = LiveAnswerer(read_settings())
    for question in sys.argv[1:]:
        sys.stdout.write(transcript(answerer.ask(question)) + "\n")
    answerer.close()
