"""Say what a loader makes of a file, and keep its text clean."""

import re
from dataclasses import dataclass, field

from index.sources.fields import SourceFields

# Lone surrogates cannot be stored or sent; control characters have no place in a quote.
_UNCLEAN = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of a file: its canonical text and what the file says about itself.

    `heading` is the first heading, the title where the file names none. `loader` carries the loader's version,
    because another version may make another text.
    """

    text: str
    loader: str
    fields: SourceFields = field(default_factory=SourceFields)
    heading: str | None = None
    first_line: int = 1
    pages: tuple[int, ...] = ()


class LoadError(Exception):
    """A file cannot be loaded; the caller knows its name."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(f"{why}. {fix}")
        self.why, self.fix = why, fix


def clean(text: str) -> str:
    """Drop control characters and lone surrogates that parsers of other formats let through."""
    return _UNCLEAN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
