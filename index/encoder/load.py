"""Choose an encoder for the settings: exported once and cached by hash, else sentence-transformers."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

import index
from index.encoder.fast import FastEncoder, Spec
from index.encoder.find import find_model, model_hash
from index.encoder.protocol import Encoder
from index.encoder.reference import ReferenceEncoder
from index.errors import ModelError
from index.settings import Settings

Notice = Callable[[str], None]
EXPORT = 2  # raise when an export differs: cached exports of other numbers are made again
_SECONDS = 900.0


def load_encoder(settings: Settings, *, on_notice: Notice | None = None) -> Encoder:
    """Load the encoder that the settings name; raise ModelError with the fix.

    The first load of a model exports it, in a process of its own, and says so through `on_notice`.
    """
    folder = find_model(settings.encoder)
    weights = model_hash(folder, settings.cache_dir)
    export = export_folder(settings.cache_dir, weights)
    if not (export / "spec.json").is_file():
        _export_once(folder, export, on_notice or _ignore)
    spec = Spec.read(export / "spec.json")
    if spec.why_not is not None:
        return ReferenceEncoder(settings.encoder, f"{weights}-torch", folder)
    name = f"{weights}-{spec.precision}-{EXPORT}"
    return FastEncoder(settings.encoder, name, export, spec, threads=settings.threads)


def export_folder(cache_dir: Path, weights: str) -> Path:
    """Return where the export of the model with this hash stands, or will stand."""
    return cache_dir / "encoders" / f"{weights}-{EXPORT}"


def _ignore(_: str) -> None:
    """Say nothing."""


def _export_once(folder: Path, export: Path, on_notice: Notice) -> None:
    """Export into a folder beside the final one and rename it; of two processes the second finds the first's."""
    try:
        export.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{export}.lock"):
            if (export / "spec.json").is_file():
                return
            on_notice("Preparing the encoder for this machine. This happens once and takes about half a minute.")
            shutil.rmtree(export, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=export.parent) as work:
                ready = Path(work) / "export"
                ready.mkdir()
                _run_export(folder, ready)
                ready.rename(export)
    except OSError as error:
        raise ModelError(
            f"the encoder's export cannot be written to {str(export.parent)!r}: {error.strerror}. "
            "Make room there, or set QUOTH_CACHE_DIR to a folder that can be written."
        ) from error


def _run_export(folder: Path, out: Path) -> None:
    root = str(Path(index.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1"}
    # -P: what lies in the working folder, which may be the articles', is never imported.
    command = [sys.executable, "-P", "-m", "index.encoder.export", str(folder), str(out)]
    try:
        finished = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"exporting the encoder took longer than {_SECONDS:.0f} s. Try again.") from error
    if finished.returncode:
        last = (finished.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelError(f"exporting the encoder failed: {last} Run `quoth doctor`; a broken torch is the usual cause.")
