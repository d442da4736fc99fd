"""Say what is embedded and searched for a passage: title and headings above its text. Quotes never see this."""

import hashlib

from index.types import Passage, Source


def embedded_text(source: Source, passage: Passage) -> str:
    """Put the path to a passage above it, so that it is found by what its article is about."""
    title = source.title.casefold()
    path = " › ".join([source.title, *(heading for heading in passage.headings if heading.casefold() != title)])
    return f"{path}\n{passage.text}"


def embedding_key(text: str, encoder_hash: str, chunker: str) -> bytes:
    """Return the key under which a vector may be used again: same text, same encoder, same chunker."""
    parts = "\0".join((encoder_hash, chunker, text))
    return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).digest()
