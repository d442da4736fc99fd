"""Serve the widget's files: under their names for a short while, and under names with a hash for ever."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "widget"
ENTRY = "widget.js"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
SHORT = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"
_IMPORT = re.compile(r'(\b(?:from|import)\s*\(?\s*")(\./widget/|\./)')


@dataclass(frozen=True)
class Asset:
    """One file with how it may be kept."""

    content: bytes
    media_type: str
    cache: str


class Assets:
    """All files of a folder, read once. The hash covers all of them, so that a module never meets another version."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        paths = sorted(path for path in folder.glob("*") if path.suffix in TYPES) if folder.is_dir() else []
        self._files = {path.name: path.read_bytes() for path in paths}

    @cached_property
    def hash(self) -> str:
        summed = hashlib.sha256()
        for name, content in self._files.items():
            summed.update(f"{name}\0{len(content)}\0".encode() + content)
        return summed.hexdigest()[:16]

    def entry(self, name: str) -> Asset | None:
        """`widget.js`, or `widget-<hash>.js`, whose imports are of the same version."""
        if name == ENTRY:
            return self._asset(ENTRY, SHORT)
        if name == f"widget-{self.hash}.js":
            pinned = self._asset(ENTRY, FOR_EVER)
            return pinned and Asset(self._pin(pinned.content), pinned.media_type, pinned.cache)
        return None

    def module(self, name: str, version: str | None = None) -> Asset | None:
        """A file that the entry imports; with `version`, only that one."""
        if version not in {None, self.hash}:
            return None
        return self._asset(name, SHORT if version is None else FOR_EVER)

    @property
    def integrity(self) -> str:
        """The `integrity` attribute for a script tag that names the versioned file."""
        entry = self.entry(f"widget-{self.hash}.js")
        digest = hashlib.sha384(entry.content if entry else b"").digest()
        return f"sha384-{base64.b64encode(digest).decode()}"

    @cached_property
    def page(self) -> str:
        """The page to try it, `index.html`, whose script tag names the versioned file."""
        page = (self._folder / "index.html").read_text(encoding="utf-8")
        return page.replace("{{hash}}", self.hash).replace("{{integrity}}", self.integrity)

    def _asset(self, name: str, cache: str) -> Asset | None:
        content = self._files.get(name)
        return Asset(content, TYPES[Path(name).suffix], cache) if content is not None else None

    def _pin(self, content: bytes) -> bytes:
        """Send the entry's imports, `./widget/x.js`, to the versioned folder; imports between modules stay in it."""
        return _IMPORT.sub(rf"\g<1>./widget/{self.hash}/", content.decode()).encode()
