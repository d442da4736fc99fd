"""Rebuild what was built last, as a job of the API."""

from api.jobs import OnProgress, Rebuild
from index.build import build
from index.evaluation.gating import make_gate
from index.settings import Settings


def rebuilding(settings: Settings) -> Rebuild:
    """Return the rebuild of these settings; the golden questions beside the articles may refuse what does worse."""

    def rebuild(on_progress: OnProgress) -> str:
        report = build(
            (),
            settings,
            gate=make_gate((), settings),
            on_progress=lambda progress: on_progress(progress.step.value, progress.done, progress.total),
        )
        return report.generation

    return rebuild
