"""A second reader looks again at what the first is in doubt about; the best span of each sentence is known."""

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


class Pointing(Fixed):
    """A session that points at words by their place among the tokens, the surer the later in the list."""

    def __init__(self, *places: int) -> None:
        super().__init__(3.0)
        self._places = places

    def _outputs(self, length: int) -> Outputs:
        _, _, answerable, polarity = super()._outputs(length)
        ends = np.full((1, length), -20.0, np.float32)
        ends[0, 0] = 0.0
        for sure, place in enumerate(self._places, 1):
            ends[0, place] = sure
        return [ends, ends, answerable, polarity]


def test_each_other_sentence_offers_its_best_span() -> None:
    text = "It opens at nine. It closes at six. It is old."
    sentences = tuple(Span(text.index(one), text.index(one) + len(one)) for one in text.split(". "))
    source = Source("a", "A", f"# A\n\n{text}", "a.md", "md", "md", "0")
    shifted = tuple(Span(one.start + 5, one.end + 5) for one in sentences)
    window = Hit(Passage(0, "a", 5, 5 + len(text), text, (), shifted), source, 1.0)
    tokenizer = Tokenizer.from_file(str(SHIPPED / "reader" / "tokenizer.json"))
    question = "When?"
    first = 2 + len(tokenizer.encode(question, add_special_tokens=False).ids)
    first += len(tokenizer.encode("A :", add_special_tokens=False).ids)
    six, nine, old = first + 8, first + 3, first + 12
    reader = OnnxReader(Pointing(old, nine, six), tokenizer, "0")  # type: ignore[arg-type]  # a session of its own
    (reading,) = reader.read([question], [window])
    assert reading.span
    told = [(reading.margin, reading.span), *reading.others]
    assert [(margin, source.text[span.start : span.end]) for margin, span in told] == [
        (6.0, "six"),
        (4.0, "nine"),
        (2.0, "old"),
    ]
    assert [one.span for one in reading.next_best()] == [span for _, span in reading.others]
