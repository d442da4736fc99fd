"""Build generations: incremental, crash-safe, published whole or not at all."""

from index.build.build import build
from index.build.paths import corpus_paths, skips_unreadable
from index.build.plan import BuildChanges, BuildReport, Gate, GateVerdict, OnProgress, Progress, Step

__all__ = [
    "BuildChanges",
    "BuildReport",
    "Gate",
    "GateVerdict",
    "OnProgress",
    "Progress",
    "Step",
    "build",
    "corpus_paths",
    "skips_unreadable",
]
