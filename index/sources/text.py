"""Tell the lines of a plain text apart: headings, prose, and what is neither."""

import re
from itertools import pairwise

MAX_HEADING = 80
_NAVIGATION = re.compile(
    r"""(?:scroll|back|return|go)\s(?:back\s)?to\s(?:the\s)?top | skip\sto\s(?:main\s)?(?:content|navigation)
    | (?:next|previous|older|newer)(?:\s(?:post|page|article|entry))?s? | read\smore | (?:show|load|see)\smore
    | share(?:\s(?:this|on)(?:\s[\w/ ]{1,30})?)? | tweet | print(?:\sthis(?:\spage)?)? | menu | home | search
    | leave\sa\s(?:comment|reply) | log\s?in | sign\s(?:in|up) | subscribe | advertisement | toggle\s(?:navigation|menu)
    | related\s(?:posts|articles) | table\sof\scontents | on\sthis\spage""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"_{1,2}[A-Z]+(?:_[A-Z0-9]+)+_{1,2}|\[(?:image|img|photo|video|figure)[^\]]*\]|(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"\s[»›]\s")
_HOME = re.compile(r"(?:you are here:?\s*)?(?:home|start|main page)\s+[»›→>/|]\s+\S", re.IGNORECASE)
LIST_MARK = re.compile(r"(?:[-*+•‣◦▪–·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_KEY_VALUE = re.compile(r"[^:]{1,60}:\s+\S")
_HASHES = re.compile(r"#{1,6}\s+|\s+#+$")


def is_navigation(line: str) -> bool:
    """Breadcrumbs, image placeholders, page furniture and ruled lines: neither quoted nor a heading."""
    line = line.strip()
    if not any(character.isalnum() for character in line):
        return True
    if len(line) > 300:
        return False
    if _PLACEHOLDER.fullmatch(line) or _NAVIGATION.fullmatch(line.strip("↑←→▲^«»<>|[]() .")):
        return True
    return _is_breadcrumbs(line)


def _is_breadcrumbs(line: str) -> bool:
    """A path through a site. 'Settings > Privacy' may be an answer: other arrows count only after 'Home'."""
    if "\n" in line or len(line) > 200 or ends_sentence(line):
        return False
    marked = _HOME.match(line) or _ARROWS.search(line)
    return marked is not None and all(len(part.split()) <= 15 for part in _ARROWS.split(line))


def looks_like_heading(line: str) -> bool:
    """A short line without end punctuation that is no list item and no 'key: value'."""
    line = line.strip()
    if len(line) > MAX_HEADING or "\n" in line or ends_sentence(line) or is_navigation(line):
        return False
    if not (line[:1].isalnum() or line[:1] in "#“\"‘'(§¿¡") or line[:1].islower():
        return False
    return not (LIST_MARK.match(line) or _KEY_VALUE.match(line))


def ends_sentence(line: str) -> bool:
    """End in what closes a sentence or clause, through closing quotes, brackets and emphasis."""
    return line.rstrip("\"'”’»)]*_ ").endswith((".", "!", "?", "…", ":", ";", ",", "。", "！", "？"))


def heading_text(line: str) -> str:
    """Return a heading as a person reads it."""
    return _HASHES.sub("", line.strip()).strip()


def is_hard_wrapped(lines: list[str]) -> bool:
    """Say whether lines end where the page did, not where paragraphs do.

    A line is broken if the next one goes on in lower case; such breaks, and hardly a long line, give it away.
    """
    broken = sum(
        bool(above.strip()) and not ends_sentence(above) and below.lstrip()[:1].islower()
        for above, below in pairwise(lines)
    )
    lengths = sorted(len(line) for line in lines if line.strip())
    # One long line in twenty may be a URL or a command.
    return broken >= 2 and lengths[len(lengths) * 19 // 20] <= 100
