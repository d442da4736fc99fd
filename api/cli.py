"""`quoth serve` and `quoth keys`."""

import signal
import socket
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated, NoReturn

import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.app import create_app
from api.auth import is_loopback
from api.binding import bind
from api.keys import FILE, KeyStore, Kind
from api.late import LateAnswerer
from api.logs import configure_logs
from api.serving import Access
from index.answering.live import LiveAnswerer
from index.answers import FILE as ANSWERS
from index.answers import AnswerStore
from index.errors import UsageError
from index.settings import Settings, read_settings

LAST_SECONDS = 30  # for what is under way when the server is told to end
keys = typer.Typer(no_args_is_help=True, help="Create, list and revoke API keys.")


def serve(
    host: Annotated[
        str, typer.Option(help="Address to bind; anything but this machine's own needs a key.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to bind.", min=0, max=65_535)] = 8000,
    insecure: Annotated[bool, typer.Option("--insecure", help="Let anybody who reaches this server ask.")] = False,  # noqa: FBT002 - typer reads a flag from it
) -> None:
    """Serve the API, the widget and the pages."""
    settings = read_settings()
    with closing(KeyStore(settings.data_dir / FILE)) as key_store:
        access = access_for(host, settings, key_store, insecure=insecure)
        sockets = bind(host, port)
        configure_logs(sys.stderr)
        with (
            closing(_answers(settings)) as store,
            closing(LateAnswerer(lambda: LiveAnswerer(settings))) as answerer,
        ):
            _run(create_app(answerer, settings, store, access=access, keys=key_store), settings, sockets)


def _answers(settings: Settings) -> AnswerStore:
    return AnswerStore(
        settings.data_dir / ANSWERS, retention_days=settings.retention_days, keep_questions=settings.keep_questions
    )


def _run(app: FastAPI, settings: Settings, sockets: list[socket.socket]) -> None:
    """Serve until SIGTERM or SIGINT, and finish what is under way."""
    # uvicorn sends itself the signal again once it has finished; then this ends the process with 0
    signal.signal(signal.SIGTERM, _end)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=LAST_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets)


def access_for(host: str, settings: Settings, key_store: KeyStore, *, insecure: bool) -> Access:
    """Decide who needs a key; refuse to be reached from elsewhere without one."""
    loopback = is_loopback(host)
    if not (loopback or insecure or key_store.any_active()):
        raise UsageError(
            f"--host {host!r} lets others reach this server, and there is no key. Run `quoth keys create NAME`,"
            " or say --insecure if everybody may ask."
        )
    return Access(
        loopback=loopback,
        insecure=insecure,
        own_page=settings.own_page,
        pages=insecure or settings.public_url is not None,
    )


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    kind: Annotated[Kind, typer.Option(help="ask; admin: may rebuild too; publishable: for a web page.")] = Kind.ASK,
    origin: Annotated[list[str] | None, typer.Option(help="A page's origin, for publishable keys; repeatable.")] = None,
) -> None:
    """Create a key and show it, once."""
    store = _keys()
    try:
        key, text = store.create(name, kind, origin or ())
    finally:
        store.close()
    console = Console(stderr=True)
    console.print(f"Key {key.id} ({key.kind.value}). It is shown only now:")
    if key.kind is Kind.PUBLISHABLE and not key.origins:
        console.print("It has no --origin: every page is denied.")
    sys.stdout.write(f"{text}\n")


@keys.command("list")
def list_keys() -> None:
    """List all keys, without their secrets."""
    store = _keys()
    try:
        table = Table("id", "name", "kind", "origins", "created", "state")
        table.columns[3].overflow = "fold"  # an origin cut short would look like another
        for key in store.all():
            created = datetime.fromtimestamp(key.created, UTC).date().isoformat()
            state = "revoked" if key.revoked else "active"
            fields = (key.id, key.name, key.kind.value, "\n".join(key.origins) or "–", created, state)
            table.add_row(*map(Text, fields))  # as strings, "[draft]" and ":key:" would be rich's own marks
    finally:
        store.close()
    Console().print(table)


@keys.command()
def revoke(key_id: Annotated[str, typer.Argument(help="As `quoth keys list` shows it.")]) -> None:
    """Refuse a key from now on."""
    store = _keys()
    try:
        store.revoke(key_id)
    finally:
        store.close()
    Console().print(f"Key {key_id} is revoked.")


def _keys() -> KeyStore:
    return KeyStore(read_settings().data_dir / FILE)
