"""Turn bytes into text, or say why that would be a guess."""

import codecs

from charset_normalizer import CharsetMatch, from_bytes

from index.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIX = "Save the file as UTF-8."
_SAMPLE = 1_000_000
# charset-normalizer's coherence: how well letters are spread as in a language. A wrong reading can come near.
_SURE, _LEAD = 0.4, 0.15
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
        raise SourceError(path, "is not text", "Remove it, give it its format's suffix, or save it as UTF-8.")
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
        why = f"looks like {encoding.upper()}, but byte {error.start} is not valid in it"
        raise SourceError(path, why, _FIX) from None


def _guessed(content: bytes, path: str) -> str:
    """Windows-1252 when it reads like it; else what charset-normalizer finds, if it surely reads as a language."""
    if western := _western(content):
        return western
    readings: dict[str, CharsetMatch] = {}
    for match in from_bytes(content[:_SAMPLE]):
        readings.setdefault(str(match), match)
    ranked = sorted(readings.values(), key=lambda match: -match.coherence)
    second = ranked[1].coherence + _LEAD if len(ranked) > 1 else 0.0
    if ranked and ranked[0].coherence >= max(_SURE, second):
        return _strictly(content, ranked[0].encoding, path)
    names = " or ".join(sorted({match.encoding for match in ranked})[:3])
    why = f"is not UTF-8, and its encoding is ambiguous ({names})" if names else "is not UTF-8, nor any known encoding"
    raise SourceError(path, why, _FIX)


def _western(content: bytes) -> str | None:
    """Read as Windows-1252, or return None where an English text would not hold what comes out."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = [at for at, character in enumerate(text) if ord(character) > 127]
    plausible = len(beyond) * 7 <= len(text) and all(_fits_in(text, at) for at in beyond)
    return text if plausible else None


def _fits_in(text: str, at: int) -> bool:
    """An accented capital begins a word, an opening quote too, and signs do not stand inside words."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character not in _WESTERN:
        return False
    if character.isalpha():
        return not (character.isupper() and before.islower())
    if character in "‘“‚„«¿¡":
        return not before.isalnum()
    return character in "’–—·" or not (before.isalpha() and after.isalpha())
