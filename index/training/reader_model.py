"""The reader network: one BERT, three heads, and the loss that trains them together."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

Batch = dict[str, Tensor]

# A position that may hold neither a start nor an end; finite, so that bfloat16 sums stay numbers.
BLOCKED = -1e4
# Smaller than the span loss so that one head does not starve the other; chosen by the losses' sizes after warm-up.
ANSWERABLE_WEIGHT, POLARITY_WEIGHT = 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits: start and end (batch x tokens), answerable (batch), polarity (batch x no, yes)."""

    start: Tensor
    end: Tensor
    answerable: Tensor
    polarity: Tensor


class Reader(nn.Module):
    """A cross-encoder over question and window. `qa_outputs` is Hugging Face's name for the span head."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.qa_outputs = nn.Linear(config.hidden_size, 2)
        self.pooled = nn.Linear(config.hidden_size, config.hidden_size)
        self.answerable = nn.Linear(config.hidden_size, 1)
        self.polarity = nn.Linear(config.hidden_size, 2)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        spans = self.qa_outputs(hidden)
        first = self.dropout(torch.tanh(self.pooled(hidden[:, 0])))
        return spans[..., 0], spans[..., 1], self.answerable(first).squeeze(-1), self.polarity(first)

    def read(self, batch: Batch) -> Reading:
        """Run a batch as `collate` makes it, ignoring its targets."""
        return Reading(*self(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]))


def reader_loss(model: Reader, batch: Batch) -> Tensor:
    """Read the batch and return its loss."""
    return reading_loss(model.read(batch), batch)


def reading_loss(reading: Reading, batch: Batch) -> Tensor:
    """Span likelihood summed over all occurrences, answerability, and polarity where the row has one.

    `starts` and `ends` are 0/1 masks of the right tokens, [CLS] for an unanswerable window; a row without any
    (a yes/no question has no gold span) adds no span loss. `polarity` is -1 where the question isn't yes/no.
    """
    allowed = batch["spannable"].bool()
    span = _marginal(reading.start, batch["starts"], allowed) + _marginal(reading.end, batch["ends"], allowed)
    answerable = nn.functional.binary_cross_entropy_with_logits(reading.answerable.float(), batch["answerable"])
    polar = nn.functional.cross_entropy(
        reading.polarity.float(), batch["polarity"], ignore_index=-1, reduction="sum"
    ) / len(allowed)
    return span / 2 + ANSWERABLE_WEIGHT * answerable + POLARITY_WEIGHT * polar


def _marginal(logits: Tensor, right: Tensor, allowed: Tensor) -> Tensor:
    """Mean over the batch of -log of the probability that falls on any right token."""
    scores = logits.float().masked_fill(~allowed, BLOCKED)
    hit = torch.logsumexp(scores.masked_fill(~right.bool(), 2 * BLOCKED), dim=-1)
    lost = torch.logsumexp(scores, dim=-1) - hit
    return (lost * right.any(dim=-1)).sum() / len(logits)
