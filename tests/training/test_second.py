"""A second reader is trained on what the first is in doubt about, alone and in the mean of both."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig

import index
from index.answering.reader import OnnxReader, in_doubt, is_faint
from index.onnx import Session
from index.training.reader_model import Reader, Reading, reading_loss
from index.training.reader_rows import ReaderExample, ReaderRow, encode_row, load_tokenizer
from index.training.second import (
    ANSWERING,
    Doubted,
    balanced,
    collate_doubted,
    doubted_rows,
    mean_scores,
    second_loss,
)
from index.types import Hit, Passage, Source, Span

TINY = BertConfig(hidden_size=12, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24)
MODELS = Path(index.__file__).parent / "models" / "reader"
WINDOWS = (
    ("Where is the office?", "The office is in Leeds, near the station."),
    ("How do I get a new badge?", "Lost badges are replaced by the front desk within a day."),
    ("Who runs the lab?", "The lab moved to Leeds in 2019."),
    ("May I bring my dog?", "Animals stay outside, except guide dogs."),
    ("What is the capital of France?", "Bins are emptied on Mondays."),
    ("When was the bridge built?", "The bridge was painted in 1990 and closed for a year."),
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(MODELS / "tokenizer.json")


def rows(tokenizer: Tokenizer, *, answerable: bool = False) -> list[tuple[ReaderRow, ReaderExample]]:
    made = [ReaderRow("made", question, "", window, answerable=answerable) for question, window in WINDOWS]
    return [(row, example) for row in made if (example := encode_row(tokenizer, row))]


def hits() -> list[Hit]:
    return [
        Hit(
            Passage(0, "a", 0, len(text), text, (), (Span(0, len(text)),)),
            Source(id="a", title="", text=text, path="a", format="md", loader="md", hash="a"),
            1.0,
        )
        for _, text in WINDOWS
    ]


def test_rows_are_kept_where_the_reader_that_answers_would_look_again(tokenizer: Tokenizer) -> None:
    first = Session(MODELS / "reader-int8.onnx")
    kept = [row.window for row, _ in doubted_rows(first, rows(tokenizer))]
    readings = OnnxReader(first, tokenizer, "first").read([question for question, _ in WINDOWS], hits())
    doubtful = [
        text
        for (_, text), one in zip(WINDOWS, readings, strict=True)
        if in_doubt(one.answerable, one.margin) or is_faint(one.answerable, one.margin)
    ]
    assert kept == doubtful
    assert 0 < len(kept) < len(WINDOWS)


def test_rows_that_answer_do_not_outweigh_the_others(tokenizer: Tokenizer) -> None:
    wrong = [(row, Doubted(example, {})) for row, example in rows(tokenizer)]
    right = [(row, Doubted(example, {})) for row, example in rows(tokenizer, answerable=True)] * 5
    mixed = balanced(wrong + right, random.Random(1))
    assert sum(not row.answerable for row, _ in mixed) == len(wrong)
    assert sum(row.answerable for row, _ in mixed) == int(ANSWERING * len(wrong))


def test_of_rows_that_hardly_seem_to_answer_those_that_do_come_first(tokenizer: Tokenizer) -> None:
    wrong = [(row, Doubted(example, {}, faint=i % 2 == 0)) for i, (row, example) in enumerate(rows(tokenizer) * 50)]
    right = [(row, Doubted(example, {}, faint=i % 5 == 0)) for i, (row, example) in enumerate(_right(tokenizer) * 100)]
    mixed = balanced(wrong + right, random.Random(1))
    faint = [row.answerable for row, one in mixed if one.faint]
    assert sum(faint) == len(right) // 5
    assert 0 < len(faint) - sum(faint) < len(wrong) // 2


def _right(tokenizer: Tokenizer) -> list[tuple[ReaderRow, ReaderExample]]:
    return rows(tokenizer, answerable=True)


def doubted(examples: Sequence[ReaderExample], logit: float) -> list[Doubted]:
    return [
        Doubted(
            example,
            {
                "start_logits": np.full(len(example.read.ids), logit, dtype=np.float32),
                "end_logits": np.zeros(len(example.read.ids), dtype=np.float32),
                "answerable": np.asarray(logit, dtype=np.float32),
                "polarity": np.zeros(2, dtype=np.float32),
            },
        )
        for example in examples
    ]


def test_rows_of_different_lengths_are_scored_by_the_mean_of_both(tokenizer: Tokenizer) -> None:
    model = Reader(TINY).eval()
    made = [*rows(tokenizer), *rows(tokenizer, answerable=True)]
    right = [10.0 if row.answerable else -10.0 for row, _ in made]
    told = [(row, doubted([example], logit)[0]) for (row, example), logit in zip(made, right, strict=True)]
    assert mean_scores(told, model)["auc"] == 1.0


def test_the_loss_is_that_of_the_second_alone_and_of_the_mean_of_both(tokenizer: Tokenizer) -> None:
    torch.manual_seed(1)
    model = Reader(TINY).eval()
    batch = collate_doubted(doubted([example for _, example in rows(tokenizer)], 2.0))
    alone = model.read(batch)
    mean = Reading((alone.start + 2) / 2, alone.end / 2, (alone.answerable + 2) / 2, alone.polarity / 2)
    wanted = (reading_loss(alone, batch) + reading_loss(mean, batch)) / 2
    # what is padded holds no span, whatever the first says of it
    assert second_loss(model, batch).item() == pytest.approx(wanted.item(), rel=1e-5)
