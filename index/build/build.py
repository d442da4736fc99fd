"""Build a generation from sources, and publish it if its gate lets it through."""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import lexical
from index.build.changes import compare, refuse_heavy_loss, sources_hash
from index.build.encode import embed
from index.build.paths import corpus_paths, remembered, skips_unreadable
from index.build.plan import BuildChanges, BuildReport, Gate, GateVerdict, OnProgress, Progress, Step
from index.build.texts import embedded_text, embedding_key
from index.chunking import CHUNKER, chunk
from index.encoder import Encoder, Vectors, load_encoder
from index.errors import BuildRefusedError, IndexInvalidError, IndexMissingError, SettingsError, StorageError
from index.settings import Settings
from index.sources import FoundFile, ReadSources, find_sources, read_sources
from index.store import Generation, corpus, open_generation, published_id, publishing
from index.store.generation import generations_folder, open_folder
from index.store.locking import writing
from index.store.manifest import FORMAT, CountsPart, EncoderPart, GatePart, Manifest, read_manifest
from index.types import Passage, Source
from index.vectors import choose_backend, without_user


@dataclass(frozen=True, slots=True)
class _Cut:
    """The sources and what was cut from them; texts and keys in the order of the passages."""

    sources: Sequence[Source]
    passages: Sequence[Passage]
    texts: Sequence[str]
    keys: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class _Task:
    """What the steps of one build share. `force` publishes what a heavy loss or the gate would block."""

    settings: Settings
    old: Generation | None
    gate: Gate | None
    force: bool
    tell: OnProgress


def build(
    paths: Sequence[Path],
    settings: Settings,
    *,
    gate: Gate | None = None,
    force: bool = False,
    skip_unreadable: bool = False,
    encoder: Encoder | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """Build the corpus below the paths, or without any the one that was built last, and publish it.

    `skip_unreadable` reports what cannot be read and goes on; a build without paths does so if the one before did.
    Raises SourceError, BuildLockedError, BuildRefusedError or StorageError; the published generation stays as it is.
    """
    started = time.monotonic()
    with publishing.storage_errors(settings.data_dir), writing(settings.data_dir):
        old = _published(settings)
        task = _Task(settings, old, gate, force, on_progress or _ignore)
        try:
            report = _run(task, paths, encoder, skip_unreadable=skip_unreadable)
        finally:
            if old:
                old.close()
        # Only now, for as long as this process reads the old generation it cannot be pruned.
        pruned = _prune(task) if report.published else ()
    task.tell(Progress(Step.DONE))
    return replace(report, pruned=pruned, seconds=round(time.monotonic() - started, 3))


def _ignore(_: Progress) -> None:
    """Say nothing."""


def _published(settings: Settings) -> Generation | None:
    """Open the published generation; a damaged one is as good as none, for this build replaces it.

    So is one whose vectors are where none are to be kept any more, if they cannot be had.
    """
    try:
        return open_generation(settings.data_dir, vectors=settings.vectors)
    except (IndexMissingError, IndexInvalidError):
        return None
    except (StorageError, SettingsError):
        published = generations_folder(settings.data_dir) / (published_id(settings.data_dir) or "")
        if without_user(read_manifest(published).vectors) == without_user(settings.vectors):
            raise
        return None


def _run(task: _Task, paths: Sequence[Path], encoder: Encoder | None, *, skip_unreadable: bool) -> BuildReport:
    old, settings = task.old, task.settings
    encoder = encoder or _prepare(task)
    wanted = corpus_paths(paths, settings.data_dir)
    skip_unreadable = skip_unreadable or skips_unreadable(paths, settings.data_dir)
    read = _read(task, wanted, skip_unreadable=skip_unreadable)
    changes = compare(read.sources, old)
    manifest = _manifest(task, encoder, read, remembered(wanted, settings.data_dir), skip_unreadable=skip_unreadable)
    if old and not task.force and _same(manifest, old.manifest):
        return _report(old.manifest, changes, read, published=False)
    if not task.force:
        refuse_heavy_loss(changes, old)
    cut = _cut(task, read.sources, encoder)
    embedded = embed(cut.texts, cut.keys, encoder, old, task.tell)
    counts = CountsPart(sources=len(cut.sources), passages=len(cut.passages))
    sealed = _write(task, manifest.model_copy(update={"counts": counts}), cut, embedded.vectors, changes)
    return replace(_report(sealed, changes, read, published=True), encoded=embedded.encoded)


def _prepare(task: _Task) -> Encoder:
    task.tell(Progress(Step.PREPARE))
    return load_encoder(task.settings, on_notice=lambda note: task.tell(Progress(Step.PREPARE, note=note)))


def _read(task: _Task, paths: Sequence[Path], *, skip_unreadable: bool) -> ReadSources:
    total, done = len(find_sources(paths, on_refused=lambda _: None)), 0  # what is refused, reading tells
    task.tell(Progress(Step.READ, 0, total))

    def count(file: FoundFile) -> None:
        nonlocal done
        done += 1
        task.tell(Progress(Step.READ, done, total, note=str(file.path)))

    read = read_sources(paths, skip_unreadable=skip_unreadable, on_source=count)
    if not read.sources:
        where = ", ".join(repr(str(path)) for path in paths)
        raise BuildRefusedError(f"there is no article to read in {where}. Name the folder of your articles.")
    return read


def _manifest(
    task: _Task, encoder: Encoder, read: ReadSources, paths: tuple[str, ...], *, skip_unreadable: bool
) -> Manifest:
    """Return the manifest as far as it is known before anything is cut."""
    created, digest = dt.datetime.now(dt.UTC), sources_hash(read.sources)
    return Manifest(
        format=FORMAT,
        id=f"{created:%Y%m%dT%H%M%S}{created.microsecond // 1000:03}Z-{digest[:6]}",
        created=created,
        encoder=EncoderPart(name=encoder.name, hash=encoder.hash, dimension=encoder.dimension),
        chunker=CHUNKER,
        lexical=lexical.NAME,
        vectors=choose_backend(task.settings.vectors).name,
        counts=CountsPart(sources=len(read.sources), passages=0),
        sources_hash=digest,
        paths=paths,
        files={},
        previous=task.old.id if task.old else None,
        skip_unreadable=skip_unreadable,
        refused=tuple(error.path for error in read.refused),
    )


def _same(new: Manifest, old: Manifest) -> bool:
    """Say whether building would make again what is published, and remember the same for the build after."""
    made_of = {"encoder", "chunker", "lexical", "vectors", "sources_hash", "paths", "skip_unreadable", "refused"}
    return new.model_dump(include=made_of) == old.model_dump(include=made_of)


def _cut(task: _Task, sources: Sequence[Source], encoder: Encoder) -> _Cut:
    known = _known_passages(task, sources)
    passages: list[Passage] = []
    texts: list[str] = []
    for done, source in enumerate(sources):
        task.tell(Progress(Step.CHUNK, done, len(sources)))
        cut = known.get(source.id) or chunk(source)
        passages += [replace(passage, id=number) for number, passage in enumerate(cut, len(passages))]
        texts += [embedded_text(source, passage) for passage in cut]
    if not passages:
        raise BuildRefusedError("no article has a sentence that could be quoted. Check that the files hold text.")
    return _Cut(sources, passages, texts, [embedding_key(text, encoder.hash, CHUNKER) for text in texts])


def _known_passages(task: _Task, sources: Sequence[Source]) -> dict[str, list[Passage]]:
    """Return how the sources that are as they were had been cut, if by this chunker."""
    if task.old is None or task.old.manifest.chunker != CHUNKER:
        return {}
    before = {entry.id: entry.hash for entry in task.old.sources()}
    return task.old.corpus.passages_by_source({s.id: s for s in sources if before.get(s.id) == s.hash})


def _write(task: _Task, manifest: Manifest, cut: _Cut, vectors: Vectors, changes: BuildChanges) -> Manifest:
    data_dir, vectors_in = task.settings.data_dir, task.settings.vectors
    ids = [passage.id for passage in cut.passages]
    with publishing.drafting(data_dir, manifest, vectors_in) as folder:
        task.tell(Progress(Step.WRITE_CORPUS))
        corpus.write(folder / corpus.FILE, cut.sources, cut.passages, cut.keys)
        task.tell(Progress(Step.WRITE_VECTORS))
        choose_backend(vectors_in).write(folder, manifest.id, ids, vectors)
        task.tell(Progress(Step.WRITE_LEXICAL))
        lexical.write(folder, ids, cut.texts)
        task.tell(Progress(Step.SYNC))
        manifest = manifest.model_copy(update={"files": publishing.file_hashes(folder)})
        publishing.write_manifest(folder, manifest)
        publishing.sync_tree(folder)
        manifest = manifest.model_copy(update={"gate": _judge(task, folder, changes)})
        task.tell(Progress(Step.SEAL))
        publishing.write_manifest(folder, manifest)
        task.tell(Progress(Step.MOVE))
        publishing.move_into_place(data_dir, folder)
    task.tell(Progress(Step.PUBLISH))
    publishing.point_to(data_dir, manifest.id)
    return manifest


def _judge(task: _Task, folder: Path, changes: BuildChanges) -> GatePart | None:
    """Open the draft as a reader would, and ask the gate; raise BuildRefusedError if it says no."""
    task.tell(Progress(Step.CHECK))
    draft = open_folder(folder, task.settings.vectors)
    assert draft is not None, "the draft is ours, and locked by nobody else"
    try:
        probe(draft)
        verdict = _ask_gate(task, draft, changes)
    finally:
        draft.close()
    if verdict is None:
        return None
    if not verdict.passed and not task.force:
        raise BuildRefusedError(_why(verdict))
    return GatePart(
        asked=verdict.asked,
        explained=verdict.explained,
        unexplained=verdict.unexplained,
        forced=not verdict.passed,
    )


def _ask_gate(task: _Task, draft: Generation, changes: BuildChanges) -> GateVerdict | None:
    if task.gate is None:
        return None
    task.tell(Progress(Step.GATE))
    # With another encoder the old generation cannot be asked: there is nothing to compare with.
    same = task.old is not None and task.old.manifest.encoder == draft.manifest.encoder
    return task.gate(draft, task.old if same else None, changes)


def _why(verdict: GateVerdict) -> str:
    listed = "".join(f"\n  {line}" for line in verdict.unexplained)
    return (
        f"not published: {len(verdict.unexplained)} of {verdict.asked} golden questions got worse, and no article "
        f"that they quote has changed.{listed}\nMend the articles or the questions; --force publishes all the same."
    )


def probe(generation: Generation) -> None:
    """Check that a generation finds its own first passage by its own vector."""
    ids, _ = generation.vectors.search(generation.vectors.fetch([0])[0], 10)
    # Not only the best: other passages may have the same text.
    if not len(ids) or not generation.passages([int(ids[0])]):
        raise IndexInvalidError(f"the generation {generation.id!r} does not find its own passages. Build again.")


def _prune(task: _Task) -> tuple[str, ...]:
    task.tell(Progress(Step.PRUNE))
    settings = task.settings
    return tuple(publishing.prune(settings.data_dir, settings.keep_generations, settings.vectors))


def _report(manifest: Manifest, changes: BuildChanges, read: ReadSources, *, published: bool) -> BuildReport:
    return BuildReport(
        generation=manifest.id,
        published=published,
        changes=changes,
        refused=read.refused,
        paths=manifest.paths,
        sources=manifest.counts.sources,
        passages=manifest.counts.passages,
        gate=manifest.gate if published else None,
    )
