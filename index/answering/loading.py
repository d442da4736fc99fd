"""Load the reader, the judge and their calibration, the shipped ones or others by name or path."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from index.answering.answerer import Models
from index.answering.calibration import read_calibration
from index.answering.judge import Judge, OnnxJudge
from index.answering.reader import OnnxReader, Reader
from index.errors import ModelError
from index.onnx import Session
from index.settings import Settings

SHIPPED = Path(__file__).parent.parent / "models"
_READ = {"start_logits", "end_logits", "answerable", "polarity"}


def load_models(settings: Settings, encoder_hash: str) -> Models:
    """Load everything that reads and judges; raise ModelError for a model that cannot do its room's work."""
    reader, judge = load_reader(settings), load_judge(settings)
    hashes = {"encoder": encoder_hash, "reader": reader.hash, "judge": judge.hash}
    return Models(reader, judge, read_calibration(settings.calibration, hashes))


def load_reader(settings: Settings) -> Reader:
    """Load a reader: the shipped one, a folder with `reader-int8.onnx`, or an extractive-QA model by name or path.

    A `second-int8.onnx` in the folder looks again at what the first is in doubt about.
    """
    file = _file(settings.reader, "reader")
    if file is None:
        from index.answering.pretrained import PretrainedReader  # noqa: PLC0415 - imports torch, which the default never does

        return PretrainedReader(settings.reader)
    second = file.with_name("second-int8.onnx")
    files = [file, second] if second.exists() else [file]
    first, *rest = (_session(each, settings.threads, _READ) for each in files)
    return OnnxReader(first, _tokenizer(file.parent), _hash_of(files), *rest)


def load_judge(settings: Settings) -> Judge:
    """Load a judge: the shipped one, a folder with `judge-int8.onnx`, or an NLI cross-encoder by name or path."""
    file = _file(settings.judge, "judge")
    if file is None:
        from index.answering.pretrained import PretrainedJudge  # noqa: PLC0415 - imports torch, which the default never does

        return PretrainedJudge(settings.judge)
    return OnnxJudge(_session(file, settings.threads, {"logits"}), _tokenizer(file.parent), _hash_of([file]))


def _file(name: str, room: str) -> Path | None:
    """Return the ONNX file that a setting means, or None where it names a model of another kind."""
    file = (SHIPPED / room if name == "quoth" else Path(name)) / f"{room}-int8.onnx"
    return file if name == "quoth" or file.exists() else None


def _session(path: Path, threads: int, outputs: set[str]) -> Session:
    session = Session(path, threads=threads)
    if not outputs <= set(session.outputs):
        lacking = ", ".join(sorted(outputs - set(session.outputs)))
        raise ModelError(f"the model {str(path)!r} has no output {lacking}. Use one trained for this room.")
    return session


def _tokenizer(folder: Path) -> Tokenizer:
    file = folder / "tokenizer.json"
    return Tokenizer.from_file(str(file if file.exists() else SHIPPED / "reader" / "tokenizer.json"))


def _hash_of(files: Sequence[Path]) -> str:
    """Return the blake2b hash of a model's files, 32 hex digits; calibration belongs to it."""
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
