"""Keep API keys: hashed, with a kind and, for keys that stand in a web page, the origins that may use them."""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from index.database import Database
from index.errors import UsageError

FILE = "keys.sqlite3"
MIGRATIONS = (
    """
    CREATE TABLE keys (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, hash BLOB NOT NULL, created REAL NOT NULL,
        revoked REAL
    ) WITHOUT ROWID;
    CREATE TABLE origins (
        key TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE, origin TEXT NOT NULL, PRIMARY KEY (key, origin)
    ) WITHOUT ROWID;
    CREATE INDEX origins_origin ON origins (origin);
    """,
)
DEFAULT_PORTS = {"http": 80, "https": 443}  # which browsers leave out of an origin
_KEY = re.compile(r"(?:qk|pk)_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")


class Kind(StrEnum):
    """What a key is for: asking and reading, also rebuilding, or asking from a web page."""

    ASK = "ask"
    ADMIN = "admin"
    PUBLISHABLE = "publishable"


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. `origins` matter for publishable keys only; none means that every origin is denied."""

    id: str
    name: str
    kind: Kind
    origins: tuple[str, ...]
    created: float
    revoked: bool


class KeyStore:
    """Thread-safe. Nothing is cached: a revoked key is refused from the next request on, in every process."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, MIGRATIONS)

    def create(self, name: str, kind: Kind, origins: Sequence[str] = ()) -> tuple[Key, str]:
        """Return the new key and its secret text, which is shown once and kept nowhere."""
        if origins and kind is not Kind.PUBLISHABLE:
            raise UsageError("only a publishable key has origins. Leave them out, or create a publishable key.")
        listed = tuple(dict.fromkeys(clean_origin(origin) for origin in origins))
        prefix = "pk" if kind is Kind.PUBLISHABLE else "qk"
        id_ = secrets.token_hex(4)
        text = f"{prefix}_{id_}_{secrets.token_urlsafe(32)}"
        created = time.time()
        with self._database.writing() as connection:
            connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, NULL)", (id_, name, kind, _hash(text), created))
            connection.executemany("INSERT INTO origins VALUES (?, ?)", [(id_, origin) for origin in listed])
        return Key(id_, name, kind, listed, created, revoked=False), text

    def find(self, text: str) -> Key | None:
        """Return the key that this secret text opens, unless it is revoked."""
        match = _KEY.fullmatch(text)
        if match is None:
            return None
        row = self._database.one("SELECT hash FROM keys WHERE id = ? AND revoked IS NULL", match[1])
        if row is None or not hmac.compare_digest(row[0], _hash(text)):
            return None
        return next(key for key in self.all() if key.id == match[1])

    def all(self) -> list[Key]:
        origins: dict[str, list[str]] = {}
        for key, origin in self._database.all("SELECT key, origin FROM origins ORDER BY origin"):
            origins.setdefault(key, []).append(origin)
        rows = self._database.all("SELECT id, name, kind, created, revoked FROM keys ORDER BY created")
        return [
            Key(id_, name, Kind(kind), tuple(origins.get(id_, ())), created, revoked is not None)
            for id_, name, kind, created, revoked in rows
        ]

    def any_active(self) -> bool:
        return self._database.one("SELECT 1 FROM keys WHERE revoked IS NULL LIMIT 1") is not None

    def revoke(self, key_id: str) -> None:
        """Refuse a key from now on; raise UsageError if there is none of this id."""
        with self._database.writing() as connection:
            revoked = "UPDATE keys SET revoked = coalesce(revoked, ?) WHERE id = ?"
            if not connection.execute(revoked, (time.time(), key_id)).rowcount:
                raise UsageError(f"there is no key {key_id!r}. `quoth keys list` shows them.")

    def allows_origin(self, origin: str) -> bool:
        """Tell whether any publishable key may be used from this origin."""
        return (
            self._database.one(
                "SELECT 1 FROM origins JOIN keys ON keys.id = key WHERE origin = ? AND revoked IS NULL LIMIT 1", origin
            )
            is not None
        )

    def close(self) -> None:
        self._database.close()


def clean_origin(origin: str) -> str:
    """Write an origin as browsers send it; raise UsageError for anything but scheme, host and port."""
    bare = origin.strip().rstrip("/").lower()
    try:
        parts = urlsplit(bare)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise _no_origin(origin) from None
    written = bare == f"{parts.scheme}://{parts.netloc}" and not set("*@") & set(parts.netloc)
    if parts.scheme not in DEFAULT_PORTS or not host or not written:
        raise _no_origin(origin)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in {None, DEFAULT_PORTS[parts.scheme]} else f":{port}")


def _no_origin(origin: str) -> UsageError:
    return UsageError(f"{origin!r} is not an origin. Write it as https://www.example.org, with no path.")


def _hash(text: str) -> bytes:
    # a plain hash is enough: the secret has 256 random bits, there is nothing to guess from a word list
    return hashlib.sha256(text.encode()).digest()
