from pathlib import Path

import pytest
import torch
import typer
from tokenizers import Tokenizer
from transformers import BertConfig

from index.answering.inputs import MARK_CLOSE, MARK_OPEN
from index.training.judge import ENCODER, start_from_mean, train
from index.training.judge_model import Encoded, Judge, collate, encoded, judge_loss, probabilities
from index.training.judge_row import Row, Side
from index.training.warm_start import encoder_config

NINE, TEN = Side("It closes at nine.", (13, 17)), Side("At ten the gate is shut.", (3, 6))
GATE = Row("When does the gate close?", NINE, TEN, "conflict", "x")


def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def small() -> Judge:
    torch.manual_seed(1)
    return Judge(BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)).eval()


def rows() -> list[Encoded]:
    unmarked = Row(GATE.question, Side(GATE.a.text, None), Side("It rains.", None), "other", "x")
    return [encoded(tokenizer(), row) for row in (GATE, GATE.turned(), unmarked)]


def test_both_answers_are_marked_once() -> None:
    ids = rows()[0].read.ids
    assert ids.count(MARK_OPEN) == ids.count(MARK_CLOSE) == 2


def test_a_score_does_not_depend_on_its_batch_mates() -> None:
    model = small()
    together = probabilities(model, rows())
    alone = torch.cat([torch.tensor(probabilities(model, [row])) for row in rows()])
    assert torch.allclose(torch.tensor(together), alone, atol=2e-2)  # bfloat16


def test_the_loss_falls_when_one_batch_is_repeated() -> None:
    model, batch = small(), collate(rows())
    before = judge_loss(model, batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(20):
        optimizer.zero_grad()
        judge_loss(model, batch).backward()  # type: ignore[no-untyped-call]  # torch's own method is untyped
        optimizer.step()
    assert judge_loss(model, batch) < before / 2


def test_the_mean_of_one_start_is_that_start() -> None:
    model, again = Judge(encoder_config(ENCODER)), Judge(encoder_config(ENCODER))
    start_from_mean(model, ENCODER, [ENCODER])
    start_from_mean(again, ENCODER, [ENCODER, ENCODER])
    weights, others = model.bert.state_dict(), again.bert.state_dict()
    assert all(torch.equal(weights[name], others[name]) for name in weights)


def test_what_is_no_earlier_judge_is_refused_as_one(tmp_path: Path) -> None:
    wrong = [tmp_path / "judge.onnx", tmp_path]
    with pytest.raises(typer.BadParameter, match=tmp_path.name):
        train(squad=tmp_path, boolq=tmp_path, nli=tmp_path, nli_validation=tmp_path, out=tmp_path, init=wrong)
