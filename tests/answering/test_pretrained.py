"""Models from the Hugging Face library can take the shipped models' place: tiny random ones prove the wiring."""

from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing
from transformers import BertConfig, BertForQuestionAnswering, BertForSequenceClassification, PreTrainedTokenizerFast

from index.answering.judge import Marked
from index.answering.pretrained import PretrainedJudge, PretrainedReader
from index.errors import ModelError
from index.types import Hit, Passage, Source
from tests.hub import run_online

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "who", "runs", "the", "lab", "ada", "does", "not", "?", "."]
SIZE: dict[str, Any] = {
    "vocab_size": len(WORDS),
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
}


def saved_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]")  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    fast.save_pretrained(folder)


def test_a_question_answering_model_reads_spans_in_source_offsets(tmp_path: Path) -> None:
    saved_tokenizer(tmp_path)
    BertForQuestionAnswering(BertConfig(**SIZE)).save_pretrained(tmp_path)
    text = "Hidden. ada runs the lab."
    source = Source("a", "A", text, "a.md", "md", "md", "h")
    hit = Hit(Passage(0, "a", 8, len(text), text[8:]), source, 1.0)
    reading = PretrainedReader(str(tmp_path)).read(["who runs the lab?"], [hit])[0]
    assert reading.span is not None
    assert 8 <= reading.span.start < reading.span.end <= len(text)


def test_an_nli_model_judges_both_ways_and_sums_to_one(tmp_path: Path) -> None:
    saved_tokenizer(tmp_path)
    labels = {0: "CONTRADICTION", 1: "ENTAILMENT", 2: "NEUTRAL"}
    BertForSequenceClassification(BertConfig(**SIZE, id2label=labels)).save_pretrained(tmp_path)
    judge = PretrainedJudge(str(tmp_path))
    a, b = Marked("ada runs the lab.", None), Marked("ada does not.", None)
    one, other = judge.judge(["who runs the lab?"] * 2, [(a, b), (b, a)])
    assert one == other
    assert one.same + one.compatible + one.conflict + one.other == pytest.approx(1)


def test_a_classifier_of_something_else_is_refused_by_name(tmp_path: Path) -> None:
    saved_tokenizer(tmp_path)
    BertForSequenceClassification(BertConfig(**SIZE)).save_pretrained(tmp_path)
    with pytest.raises(ModelError, match=r"label_0"):
        PretrainedJudge(str(tmp_path))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="safetensors"):
        PretrainedReader(str(tmp_path))


READ = (
    "from index.answering.pretrained import PretrainedReader; from index.errors import ModelError\n"
    "try: PretrainedReader('some-one/model')\n"
    "except ModelError as error: print(error)"
)


def test_a_name_is_never_fetched(tmp_path: Path) -> None:
    said, asked = run_online(READ, tmp_path)
    assert asked == []
    assert "hf download some-one/model" in said


def test_a_cached_model_without_safetensors_is_refused_and_not_fetched(tmp_path: Path) -> None:
    cached = tmp_path / "hub" / "models--some-one--model"
    saved_tokenizer(cached / "snapshots" / "1")
    BertConfig(**SIZE).save_pretrained(cached / "snapshots" / "1")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("1")
    said, asked = run_online(READ, tmp_path)
    assert asked == []
    assert "safetensors" in said
