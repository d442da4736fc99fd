"""What is counted for each question."""

from api.examples import CONFLICT, SILENT
from api.metrics import Metrics
from index.types import Step, Trace


def test_each_question_counts_the_windows_that_were_read_for_it() -> None:
    metrics, step = Metrics(), Step("leave", 0, 9, 0.1, 0.5, None, "too unsure")
    metrics.asked(SILENT, Trace("nothing was sure enough", (step,) * 6))
    metrics.asked(CONFLICT, Trace("two sides", (step,) * 12))
    metrics.asked(SILENT, Trace("the question has no words to look for"))
    text = metrics.text().decode()
    counts = {le: int(_sample(text, f'quoth_windows_read_bucket{{le="{le}"}}')) for le in ("1.0", "6.0", "9.0", "12.0")}
    assert counts == {"1.0": 1, "6.0": 2, "9.0": 2, "12.0": 3}
    assert _sample(text, "quoth_windows_read_sum") == 18


def _sample(text: str, name: str) -> float:
    return next(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{name} "))
