"""A second reader looks again at what the first is in doubt about, and at nothing else."""

from collections.abc import Iterable

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.answering.loading import SHIPPED
from index.answering.reader import DOUBT, FAINTEST, OnnxReader
from index.onnx import Feed, Outputs
from index.types import Hit, Passage, Source, Span

TEXT = "The depot opens at nine."


class Fixed:
    """A session whose heads say the same of every window: head and margin alike, the span at the second word."""

    outputs = ("start_logits", "end_logits", "answerable", "polarity")

    def __init__(self, logit: float) -> None:
        self._logit, self.asked = logit, 0

    def map(self, feeds: Iterable[Feed]) -> list[Outputs]:
        return [self._outputs(feed["input_ids"].shape[1]) for feed in feeds]

    def _outputs(self, length: int) -> Outputs:
        self.asked += 1
        ends = np.full((1, length), -20.0, np.float32)
        ends[0, 0], ends[0, length - 3] = 0.0, self._logit
        return [ends, ends, np.array([self._logit], np.float32), np.zeros((1, 2), np.float32)]


def hit() -> Hit:
    source = Source("a", "A", TEXT, "a.md", "md", "md", "0")
    return Hit(Passage(0, "a", 0, len(TEXT), TEXT, (), (Span(0, len(TEXT)),)), source, 1.0)


@pytest.mark.parametrize(
    ("first", "closely", "again"),
    [
        (DOUBT[0] - 0.1, False, 0),
        (DOUBT[0] - 0.1, True, 1),
        (FAINTEST - 0.1, True, 0),
        (0.0, False, 1),
        (DOUBT[1] + 1, True, 0),
    ],
)
def test_a_window_is_looked_at_again_only_where_the_first_is_in_doubt(
    first: float, again: int, *, closely: bool
) -> None:
    sessions = Fixed(first), Fixed(2.0)
    tokenizer = Tokenizer.from_file(str(SHIPPED / "reader" / "tokenizer.json"))
    reader = OnnxReader(sessions[0], tokenizer, "0", sessions[1])  # type: ignore[arg-type]  # sessions of its own
    (reading,) = reader.read(["When does the depot open?"], [hit()], closely=closely)
    assert sessions[1].asked == again
    assert reading.answerable == pytest.approx((first + 2.0) / 2 if again else first)
