"""Tell the lines of a plain text apart: headings, prose, and what is neither."""

import re

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
    r"_{1,2}[A-Z]+(?:_[A-Z0-9]+)+_{1,2}|\[(?:image|img|photo|video|figure)[^\]]*\]|(?:!\[[^\]]*\]\([^)]*\)\s*)+",
    re.IGNORECASE,
)
_CRUMB = re.compile(r"\s+(?:»|›|→|>|/|\|)\s+")
_SURE_CRUMB = re.compile(r"\s[»›]\s")
LIST_MARK = re.compile(r"(?:[-*+•‣◦▪–·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_KEY_VALUE = re.compile(r"[^:]{1,60}:\s+\S")
_HASHES = re.compile(r"#{1,6}\s+|\s+#+$")


def is_navigation(line: str) -> bool:
    """Breadcrumbs, image placeholders, page furniture and ruled lines: neither quoted nor a heading."""
    line = line.strip()
    if not any(character.isalnum() for character in line):
        return True
    if _PLACEHOLDER.fullmatch(line) or _NAVIGATION.fullmatch(line.strip("↑←→▲^«»<>|[]() .")):
        return True
    crumbs = len(_CRUMB.findall(line)) if len(line) <= 200 and not ends_sentence(line) else 0
    return bool(_SURE_CRUMB.search(line)) if crumbs == 1 else crumbs > 1 and line.count("|") < 2


def looks_like_heading(line: str) -> bool:
    """A short line without end punctuation that is no list item and no 'key: value'."""
    line = line.strip()
    if len(line) > MAX_HEADING or ends_sentence(line) or is_navigation(line):
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

    A line is broken if the next one goes on in lower case; a few such breaks, and no long line, give it away.
    """
    broken = sum(
        bool(a.strip()) and not ends_sentence(a) and b.lstrip()[:1].islower()
        for a, b in zip(lines, lines[1:], strict=False)
    )
    return broken >= 2 and max(map(len, lines), default=0) <= 120
