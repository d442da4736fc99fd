"""Examine an installation, one finding for each thing that can be wrong; nothing here changes anything."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distributions, requires, version
from pathlib import Path
from typing import Literal

import index
from index.answering.loading import load_models
from index.encoder import load_encoder
from index.encoder.fast import Spec
from index.encoder.find import find_model, model_hash
from index.encoder.load import export_folder
from index.errors import QuothError
from index.onnx import Session
from index.settings import Settings, read_settings
from index.store import open_generation, published_id
from index.store.generation import sha256
from index.store.publishing import fault_of, list_generations
from index.vectors import without_user

_LEAST_FREE = 500_000_000  # bytes: an export, a few generations, and room to write the next aside


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `fix` is what to type or do, empty if all is well."""

    check: str
    state: Literal["ok", "warning", "bad"]
    found: str
    fix: str = ""


def examine() -> list[Finding]:
    """Run every check; those that need settings are left out if the settings cannot be read."""
    findings = [_python(), *_packages(), _torch(), *_models()]
    try:
        settings = read_settings()
    except QuothError as error:
        return [*findings, Finding("settings", "bad", str(error), "Mend the setting; the rest is checked then.")]
    vectors = without_user(settings.vectors)
    findings.append(Finding("settings", "ok", f"encoder {settings.encoder!r}, vectors {vectors!r}"))
    checks: list[Callable[[Settings], Finding]] = [_cache, _encoder, _calibration, _data_folder, _index, _generations]
    return findings + [check(settings) for check in checks]


def _python() -> Finding:
    found = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding("python", "ok", found)
    return Finding("python", "bad", found, "Install Quoth with Python 3.11, 3.12 or 3.13.")


def _packages() -> list[Finding]:
    """Look for each package that Quoth requires; run from a checkout, Quoth itself is none."""
    try:
        wanted = requires("quoth") or []
    except PackageNotFoundError:
        return [Finding("packages", "warning", "Quoth is not installed here, only run", "Run `pip install .`.")]
    own = Finding("quoth", "ok", version("quoth"))
    names = [_name(entry) for entry in wanted if "extra ==" not in entry]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        fix = f"Run `pip install {' '.join(missing)}`."
        return [own, Finding("packages", "bad", f"missing: {', '.join(missing)}", fix)]
    return [own, Finding("packages", "ok", f"all {len(names)} are there")]


def _name(requirement: str) -> str:
    end = next((i for i, letter in enumerate(requirement) if not (letter.isalnum() or letter in "-_.")), None)
    return requirement[:end]


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _torch() -> Finding:
    if not _is_installed("torch"):
        fix = "Run `pip install torch`; it is needed once, to export the encoder."
        return Finding("torch", "warning", "not installed", fix)
    if any((found.name or "").startswith("nvidia-") for found in distributions()):
        fix = "It works. To save several GB, make a fresh environment with the CPU build (README, Start)."
        return Finding("torch", "warning", f"{version('torch')} with CUDA libraries, which are never used", fix)
    return Finding("torch", "ok", f"{version('torch')}, and not imported to answer")


def _models() -> list[Finding]:
    """Load each model that ships."""
    folder = Path(index.__file__).parent / "models"
    return [_model(path) for path in sorted(folder.glob("*/*.onnx"))]


def _model(path: Path) -> Finding:
    check = f"model {path.parent.name}"
    try:
        Session(path)
    except QuothError as error:
        return Finding(check, "bad", str(error), "Install Quoth again: the file came with it.")
    return Finding(check, "ok", f"{path.name}, SHA-256 {sha256(path)[:12]}…")


def _cache(settings: Settings) -> Finding:
    return _folder("cache folder", settings.cache_dir, "QUOTH_CACHE_DIR")


def _data_folder(settings: Settings) -> Finding:
    return _folder("data folder", settings.data_dir, "QUOTH_DATA_DIR")


def _folder(check: str, folder: Path, setting: str) -> Finding:
    """Check the folder, or its nearest ancestor that exists: it will be made there."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Finding(check, "bad", f"{str(there)!r} cannot be written", f"Set {setting} to another folder.")
    free = shutil.disk_usage(there).free
    if free < _LEAST_FREE:
        return Finding(
            check, "bad", f"{str(folder)!r} has {free // 1_000_000} MB left", f"Make room, or set {setting}."
        )
    return Finding(check, "ok", f"{str(folder)!r}, {free / 1e9:.1f} GB free")


def _encoder(settings: Settings) -> Finding:
    try:
        found = model_hash(find_model(settings.encoder), settings.cache_dir)
        folder = export_folder(settings.cache_dir, found)
        if not (folder / "spec.json").exists():
            return Finding(
                "encoder", "warning", f"{settings.encoder!r} is not exported yet", "The first build does it."
            )
        spec = Spec.read(folder / "spec.json")
        if spec.why_not:
            fix = f"Nothing is wrong; {settings.encoder!r} runs with torch, which is slower."
            return Finding("encoder", "warning", f"not exported: {spec.why_not}", fix)
        Session(folder / "model.onnx")
    except QuothError as error:
        return Finding("encoder", "bad", str(error), "Mend what it says, then run `quoth doctor` again.")
    return Finding("encoder", "ok", f"{spec.precision}, {spec.parity:.4f} of the cosine to torch, model {found[:12]}…")


def _calibration(settings: Settings) -> Finding:
    """Load the models that are set, and hold the calibration against them."""
    try:
        found = model_hash(find_model(settings.encoder), settings.cache_dir)
        if not (export_folder(settings.cache_dir, found) / "spec.json").exists():
            return Finding("calibration", "warning", "not known before the encoder is exported", "A build does it.")
        calibrated = load_models(settings, load_encoder(settings).hash).calibrated
    except QuothError as error:
        return Finding("calibration", "bad", str(error), "Mend what it says, then run `quoth doctor` again.")
    if not calibrated.fits:
        fix = "Run `quoth calibrate FILES --out FILE`, and set QUOTH_CALIBRATION to that file."
        return Finding("calibration", "warning", "fitted for other models: `confidence` is null", fix)
    return Finding("calibration", "ok", "fitted for this encoder, reader and judge")


def _index(settings: Settings) -> Finding:
    try:
        if published_id(settings.data_dir) is None:
            return Finding("index", "warning", f"none in {str(settings.data_dir)!r} yet", "Run `quoth build`.")
        generation = open_generation(settings.data_dir, vectors=settings.vectors)
    except QuothError as error:
        return Finding("index", "bad", str(error), "Run `quoth build`, or `quoth rollback`.")
    generation.close()
    built, counts = generation.manifest.encoder, generation.counts
    if built.name != settings.encoder or not _matches(settings, built.hash):
        found = f"{generation.id} was built with the encoder {built.name!r} ({built.hash}), not with the one set"
        return Finding("index", "bad", found, "Run `quoth build`, or set QUOTH_ENCODER back.")
    return Finding("index", "ok", f"{generation.id}, {counts.sources} sources, {counts.passages} passages")


def _matches(settings: Settings, built: str) -> bool:
    try:
        return built.startswith(model_hash(find_model(settings.encoder), settings.cache_dir))
    except QuothError:
        return True  # said already, by the encoder's own check


def _generations(settings: Settings) -> Finding:
    """Look for damage in those that are kept to go back to; the published one has a check of its own."""
    try:
        kept = list_generations(settings.data_dir)
    except QuothError as error:
        return Finding("generations", "bad", str(error), "Run `quoth build`.")
    damaged = [entry.id for entry in kept if not entry.published and fault_of(settings.data_dir, entry)]
    if damaged:
        return Finding("generations", "warning", f"damaged: {', '.join(damaged)}", "The next builds prune them.")
    return Finding("generations", "ok", f"{len(kept)} on disk, {settings.keep_generations} kept")
