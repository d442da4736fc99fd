"""Turn a person's name or address into an id that cannot be turned back without this installation's salt."""

import hashlib
import os
from pathlib import Path

SALT = "salt"


def person_id(data_dir: Path, kind: str, raw: str) -> str:
    """Hash `raw` (an address, a Discord user id) under the salt in `data_dir`; `kind` keeps namespaces apart."""
    keyed = hashlib.blake2b(f"{kind}:{raw}".encode(), key=_salt(data_dir), digest_size=16)
    return keyed.hexdigest()


def _salt(data_dir: Path) -> bytes:
    path = data_dir / SALT
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _new_salt(path)


def _new_salt(path: Path) -> bytes:
    """Create the salt whole: another process that starts at the same time reads all of it or makes none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{SALT}.{os.getpid()}.{os.urandom(4).hex()}")
    aside.touch(mode=0o600)
    aside.write_bytes(os.urandom(32))
    try:
        os.link(aside, path)  # fails where another process was first; then its salt counts
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path.read_bytes()
