"""Keep the path of headings above a block."""

from index.sources.markdown import Heading


class Outline:
    """The open headings, outermost first; the title is not among them."""

    def __init__(self, title: str) -> None:
        self._title = title.casefold()
        self._open: list[Heading] = []

    def enter(self, heading: Heading) -> None:
        """Close what is not above this heading, and open it."""
        self._open = [above for above in self._open if above.level < heading.level]
        if heading.text:
            self._open.append(heading)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._open if heading.text.casefold() != self._title)
