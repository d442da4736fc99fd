"""Measure building: passages a second against sentence-transformers, and adding one article to many.

Run it alone on the machine: `python -m tests.benchmarks.build [passages]`. Asked: at least 1.5 times the passages a
second of sentence-transformers with torch, in the same run; one article more on 10,000 passages in under 3 s.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from sentence_transformers import SentenceTransformer

from index.build import Progress, Step, build
from index.build.texts import embedded_text
from index.encoder import load_encoder
from index.encoder.find import find_model
from index.settings import Settings, read_settings
from index.store import open_generation

_SECTIONS = 20
_COMPARED = 512  # texts that both encode: enough to time, few enough to wait for
_WORDS = (
    "account approval archive audit backup budget canary certificate cluster contract customer deadline deploy "
    "device disk employee error expense failover freeze gateway handbook holiday incident invoice key laptop leave "
    "limit login manager meeting month office outage password payment permission policy queue region release report "
    "request review rollback schedule server service severity shift survey team ticket traffic travel upgrade vendor"
).split()


def write_corpus(folder: Path, passages: int) -> None:
    """Write articles of invented sentences, one passage a section, none like another."""
    chance = random.Random(7)
    for article in range(passages // _SECTIONS):
        text = f"# Article {article}\n\n" + "".join(_section(chance, article, n) for n in range(_SECTIONS))
        (folder / f"article-{article}.md").write_text(text)


def _section(chance: random.Random, article: int, number: int) -> str:
    sentences = [" ".join(chance.choices(_WORDS, k=18)).capitalize() + f" {chance.randrange(10**6)}." for _ in range(3)]
    return f"## Rule {article}.{number}\n\n{' '.join(sentences)}\n\n"


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare_encoders(settings: Settings) -> None:
    """Encode the same texts with our encoder and with sentence-transformers, in turn, twice; the better of two."""
    texts = _texts(settings)[:_COMPARED]
    ours = load_encoder(settings)
    reference = SentenceTransformer(str(find_model(settings.encoder)), device="cpu")
    ours.encode_passages(texts[:16])
    reference.encode(texts[:16])
    times: dict[str, list[float]] = {"ours": [], "sentence-transformers": []}
    for _ in range(2):
        times["ours"].append(seconds(lambda: ours.encode_passages(texts)))
        times["sentence-transformers"].append(seconds(lambda: reference.encode(texts, normalize_embeddings=True)))
    best = {name: len(texts) / min(taken) for name, taken in times.items()}
    for name, speed in best.items():
        print(f"{name}: {speed:.1f} passages/s")
    print(f"ratio: {best['ours'] / best['sentence-transformers']:.2f} (asked: 1.5)")


def _texts(settings: Settings) -> list[str]:
    generation = open_generation(settings.data_dir)
    pairs = generation.passages_with_sources(list(range(generation.counts.passages)))
    generation.close()
    return [embedded_text(source, passage) for passage, source in pairs]


def add_one_article(folder: Path, settings: Settings) -> None:
    """Add an article to the built corpus and print where the seconds went."""
    (folder / "new.md").write_text("# Visitors\n\n## Badges\n\nEvery visitor wears a badge and is met at the door.\n")
    marks: dict[Step, float] = {}
    started = time.perf_counter()

    def mark(progress: Progress) -> None:
        marks.setdefault(progress.step, time.perf_counter() - started)

    report = build([], settings, on_progress=mark)
    print(f"one article more on {report.passages:,} passages: {report.seconds:.2f} s (asked: 3)")
    starts = sorted((at, step) for step, at in marks.items())
    for (at, step), (until, _) in pairwise(starts):
        print(f"  {step}: {until - at:.2f} s")


def main(passages: int) -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        write_corpus(folder, passages)
        settings = read_settings(data_dir=Path(work) / "data")
        load_encoder(settings)  # the first load exports it, which is not building
        report = build([folder], settings)
        print(f"full build: {report.passages:,} passages in {report.seconds:.1f} s")
        add_one_article(folder, settings)
        compare_encoders(settings)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
