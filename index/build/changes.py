"""Compare the sources of a build with those of the published generation."""

import hashlib
from collections.abc import Sequence

from index.build.plan import BuildChanges
from index.errors import BuildRefusedError
from index.store import Generation
from index.types import Source


def compare(sources: Sequence[Source], old: Generation | None) -> BuildChanges:
    """Sort the sources into added, changed, removed and unchanged, by id and content hash."""
    before = {entry.id: entry.hash for entry in old.sources()} if old else {}
    now = {source.id: source.hash for source in sources}
    added = [source for source in sources if source.id not in before]
    removed = [id_ for id_ in before if id_ not in now]
    return BuildChanges(
        added=tuple(source.id for source in added),
        changed=tuple(id_ for id_ in now if id_ in before and now[id_] != before[id_]),
        removed=tuple(removed),
        unchanged=tuple(id_ for id_ in now if now[id_] == before.get(id_)),
        renamed=_renamed(added, removed, old),
    )


def _renamed(added: Sequence[Source], removed: Sequence[str], old: Generation | None) -> tuple[tuple[str, str], ...]:
    gone = {_digest(old.source(id_).text): id_ for id_ in removed} if old else {}
    pairs = ((gone.pop(_digest(source.text), None), source.id) for source in added)
    return tuple((before, now) for before, now in pairs if before is not None)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def refuse_heavy_loss(changes: BuildChanges, old: Generation | None) -> None:
    """Raise BuildRefusedError if more than half of the published sources would be gone; a rename is no loss."""
    before = old.counts.sources if old else 0
    lost = len(changes.removed) - len(changes.renamed)
    if lost * 2 > before:
        raise BuildRefusedError(
            f"{lost} of {before} sources would be gone ({', '.join(changes.removed[:3])}, …). "
            "Check the paths; if that is meant, build with --force."
        )


def sources_hash(sources: Sequence[Source]) -> str:
    """Hash the sources and their order."""
    total = hashlib.blake2b(digest_size=16)
    for source in sources:
        total.update(f"{source.id}\0{source.path}\0{source.hash}\n".encode())
    return total.hexdigest()
