"""Rebuild what was built last, as a job of the API."""

from api.jobs import OnProgress, Rebuild
from index.build import Gate, build
from index.settings import Settings


def rebuilding(settings: Settings, gate: Gate | None = None) -> Rebuild:
    """Return the rebuild of these settings; `gate` may refuse to publish what does worse."""

    def rebuild(on_progress: OnProgress) -> str:
        report = build(
            (),
            settings,
            gate=gate,
            on_progress=lambda progress: on_progress(progress.step.value, progress.done, progress.total),
        )
        return report.generation

    return rebuild
