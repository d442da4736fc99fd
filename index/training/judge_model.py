"""The judge network: one BERT that reads question and both pieces of evidence, and a head over three positions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from index.answering.inputs import MARK_OPEN, ModelInput, WordPieces, judge_input
from index.training.judge_row import RELATIONS, Row

Batch = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row as the network sees it."""

    read: ModelInput
    relation: int


def encoded(tokenizer: WordPieces, row: Row) -> Encoded:
    """Encode with the same function that inference uses."""
    read = judge_input(tokenizer, row.question, row.a.text, row.a.span, row.b.text, row.b.span)
    return Encoded(read, RELATIONS.index(row.relation))


def collate(rows: Sequence[Encoded]) -> Batch:
    """Pad to the longest row."""
    length = max(len(row.read.ids) for row in rows)
    filled = [(*row.read.ids, *[0] * (length - len(row.read.ids))) for row in rows]
    types = [(*row.read.types, *[0] * (length - len(row.read.ids))) for row in rows]
    mask = [[1] * len(row.read.ids) + [0] * (length - len(row.read.ids)) for row in rows]
    relations = torch.tensor([row.relation for row in rows])
    return {
        "input_ids": torch.tensor(filled),
        "attention_mask": torch.tensor(mask),
        "token_type_ids": torch.tensor(types),
        "relations": relations,
    }


class Judge(nn.Module):
    """Logits (batch x 4, in the order of RELATIONS) from [CLS] and the two opening marks.

    A side without a mark contributes zeros; the marks give the head the two answers without searching for them.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.joined = nn.Linear(3 * config.hidden_size, config.hidden_size)
        self.relation = nn.Linear(config.hidden_size, len(RELATIONS))
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        marks = (input_ids == MARK_OPEN).to(hidden.dtype).unsqueeze(-1)
        second = token_type_ids.to(hidden.dtype).unsqueeze(-1)
        left, right = (hidden * marks * (1 - second)).sum(1), (hidden * marks * second).sum(1)
        joined = torch.tanh(self.joined(torch.cat((hidden[:, 0], left, right), dim=-1)))
        logits: Tensor = self.relation(self.dropout(joined))
        return logits


def judge_loss(model: Judge, batch: Batch) -> Tensor:
    """Cross entropy, smoothed a little because the rules that make the rows err now and then."""
    logits = model(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
    return nn.functional.cross_entropy(logits.float(), batch["relations"], label_smoothing=0.05)


@torch.no_grad()
def probabilities(model: Judge, rows: Sequence[Encoded], size: int = 48) -> NDArray[np.float32]:
    """Probabilities (rows x relations), in the order of the rows."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].read.ids))
    found = torch.zeros(len(rows), len(RELATIONS))
    for start in range(0, len(order), size):
        part = order[start : start + size]
        batch = collate([rows[i] for i in part])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
        found[part] = logits.float().softmax(-1)
    return found.numpy()
