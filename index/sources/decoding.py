"""Turn bytes into text, or say why that would be a guess."""

import codecs

from charset_normalizer import from_bytes

from index.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIX = "Save the file as UTF-8."
# What English texts in Windows-1252 hold beyond ASCII: typography, currencies, and the accents of names.
_WESTERN = frozenset(
    "‘’‚“”„–—…•€£¥§©®™°±²³·¼½¾×«»¿¡ºªÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽž\xa0"
)


def decode(content: bytes, path: str) -> str:
    """Return the text with '\\n' newlines and without its byte-order mark; raise SourceError."""
    text = _decoded(content, path)
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _decoded(content: bytes, path: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, path)
    if is_binary(content):
        raise SourceError(path, "is not text", "Remove it, or give it the suffix of its format.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content, path)


def is_binary(content: bytes) -> bool:
    """NUL bytes, or more control characters than any text has."""
    head = content[:65_536]
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
    return b"\0" in content or controls * 50 > len(head)


def _strictly(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        why = f"has the byte-order mark of {encoding.upper()} but byte {error.start} is not valid in it"
        raise SourceError(path, why, _FIX) from None


def _guessed(content: bytes, path: str) -> str:
    """Windows-1252 when it reads like it; else what charset-normalizer finds, if it finds one reading only."""
    if western := _western(content):
        return western
    matches = list(from_bytes(content))
    readings = {str(match): match.encoding for match in matches}
    if len(readings) == 1:
        return next(iter(readings))
    names = " or ".join(sorted(set(readings.values()))[:3])
    why = f"is not UTF-8, and its encoding is ambiguous ({names})" if names else "is not UTF-8, nor any known encoding"
    raise SourceError(path, why, _FIX)


def _western(content: bytes) -> str | None:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = [character for character in text if ord(character) > 127]
    plausible = all(character in _WESTERN for character in beyond) and len(beyond) * 20 <= len(text)
    return text if plausible else None
