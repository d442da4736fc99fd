"""Write down what a generation was made of, and by what; pydantic stands here because bytes enter and leave."""

import datetime as dt
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexInvalidError

FORMAT = 1
FILE = "manifest.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EncoderPart(_Part):
    name: str
    hash: str
    dimension: int


class CountsPart(_Part):
    sources: int
    passages: int


class GatePart(_Part):
    """What the gate said when the generation was published; `forced`: it said no and the operator said yes."""

    asked: int
    explained: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    forced: bool = False


class Manifest(_Part):
    """`paths` are what was built: relative to the parent of the data folder where they lie below it.

    `files` maps each file of the generation to its SHA-256; `sources_hash` stands for all sources and their order;
    `skip_unreadable`: the operator chose to go on where a source cannot be read; `refused` names those.
    """

    format: int
    id: str
    created: dt.datetime
    encoder: EncoderPart
    chunker: str
    lexical: str
    vectors: str
    counts: CountsPart
    sources_hash: str
    paths: tuple[str, ...]
    files: dict[str, str]
    previous: str | None = None
    skip_unreadable: bool = False
    refused: tuple[str, ...] = ()
    gate: GatePart | None = None


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest; raise IndexInvalidError naming the file and the field."""
    path = folder / FILE
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise IndexInvalidError(f"{str(path)!r} cannot be read: {error.strerror}. {FIX}") from error
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the whole file"
        raise IndexInvalidError(f"{str(path)!r} is damaged at {field!r}. {FIX}") from error
    if manifest.format != FORMAT:
        raise mismatch(path, "format", manifest.format, FORMAT)
    if manifest.id != folder.name.removeprefix("."):
        raise mismatch(path, "id", manifest.id, folder.name)
    return manifest


FIX = "Run `quoth build`, or `quoth rollback` to go back to the generation before."


def mismatch(path: Path, field: str, found: object, wanted: object) -> IndexInvalidError:
    """Return the error for a field that does not fit."""
    return IndexInvalidError(f"{str(path)!r}: {field!r} is {found!r}, but {wanted!r} is needed. {FIX}")
