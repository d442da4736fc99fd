"""Write text so that Discord shows it letter for letter: one reversible escape, block quotes and links around it."""

import re
from urllib.parse import quote, urlsplit

# A colon is escaped too: it ends `https://`, `<t:` and `:emoji:`, inside which a backslash would be shown.
_ALWAYS = r"[\\*_~|`<>\[\]@:]"
_AT_LINE_START = r"(?<=^)(?P<lead>[ \t]*)(?:(?P<mark>[#+-])|(?P<number>\d+)(?P<dot>[.)]))"
_LIVE = re.compile(rf"{_AT_LINE_START}|(?P<always>{_ALWAYS})", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_IN_URL = "%:/?#[]@!$&'*+,;=~-._"


def escape(text: str) -> str:
    """Take the meaning out of every mark, mention, timestamp and list; `unescape` gives the text back exactly."""
    return _LIVE.sub(_harmless, text)


def unescape(escaped: str) -> str:
    """Undo `escape`, as Discord does when it shows the text."""
    return _ESCAPED.sub(r"\1", escaped)


def _harmless(found: re.Match[str]) -> str:
    if found["always"]:
        return "\\" + found["always"]
    if found["mark"]:
        return f"{found['lead']}\\{found['mark']}"
    return f"{found['lead']}{found['number']}\\{found['dot']}"


def block_quote(text: str, highlight: tuple[int, int] | None = None) -> str:
    """Quote a text verbatim, its highlighted part bold; a part that spans lines stays plain: bold ends with a line."""
    start, end = highlight or (0, 0)
    shown = text[start:end]
    if not shown.strip() or "\n" in shown:
        return _quoted(escape(text))
    # Each part escaped on its own may gain a backslash where a part begins, never lose one that the whole needs.
    return _quoted(f"{escape(text[:start])}**{escape(shown)}**{escape(text[end:])}")


def _quoted(escaped: str) -> str:
    return "\n".join("> " + line for line in escaped.split("\n"))


def link(label: str, url: str | None) -> str:
    """Write `[label](<url>)`, which shows no preview card; only http and https become links."""
    shown = escape(" ".join(label.split()))
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        return shown
    return f"[{shown}](<{safe_url(url)}>)"


def safe_url(url: str) -> str:
    """Percent-encode what would end a link early."""
    return quote(url, safe=_IN_URL)


def units(text: str) -> int:
    """Count as Discord's client does, in UTF-16 code units: never less than the code points that its server counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """Cut our own words or a title, never a quote, to a number of characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
