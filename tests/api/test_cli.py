"""`quoth keys`, `quoth serve`'s refusals, `quoth forget` and `quoth backup`."""

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.binding import bind
from api.cli import access_for, keys, serve
from api.keys import FILE, KeyStore, Kind
from index.answers import FILE as ANSWERS
from index.answers import AnswerStore, person_id
from index.cli.app import make_app
from index.errors import OperatorError, UsageError
from index.settings import read_settings
from tests.api.fakes import FakeAnswerer

runner = CliRunner()


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTH_DATA_DIR", str(tmp_path / ".quoth"))
    return tmp_path / ".quoth"


def run(*words: str, fails: bool = False) -> str:
    from index.cli.answers import backup, forget

    app = make_app({"keys": lambda: keys, "serve": lambda: serve, "forget": lambda: forget, "backup": lambda: backup})
    done = runner.invoke(app, list(words))
    assert (done.exit_code != 0) is fails, done.output
    return done.stdout


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(data_dir: Path) -> None:
    text = run("keys", "create", "docs site", "--kind", "publishable", "--origin", "https://docs.example.org").strip()
    listed = run("keys", "list")
    assert "https://docs." in listed
    assert text not in listed
    with closing(KeyStore(data_dir / FILE)) as store:
        key = store.find(text)
        assert key is not None
        assert key.kind is Kind.PUBLISHABLE
        run("keys", "revoke", key.id)
        assert store.find(text) is None
    run("keys", "revoke", "00000000", fails=True)


def test_the_name_of_a_key_is_listed_as_it_is() -> None:
    run("keys", "create", "[/wiki] :key:")
    assert "[/wiki] :key:" in run("keys", "list")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "quoth.example"])
def test_serve_refuses_to_be_reached_from_elsewhere_without_a_key(data_dir: Path, host: str) -> None:
    settings = read_settings(data_dir=data_dir)
    with closing(KeyStore(data_dir / FILE)) as store:
        with pytest.raises(UsageError, match="quoth keys create"):
            access_for(host, settings, store, insecure=False)
        assert access_for(host, settings, store, insecure=True).insecure
        key, _ = store.create("server", Kind.ASK)
        assert not access_for(host, settings, store, insecure=False).loopback
        store.revoke(key.id)
        with pytest.raises(UsageError):
            access_for(host, settings, store, insecure=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_in_use_is_told_with_the_option_to_change(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OperatorError, match=f"port {port} cannot be bound.*Choose another --port"):
            serve(host, port)


def test_a_host_that_is_not_this_machine_s_is_told_with_the_option_to_change() -> None:
    for host in ("no-such-host.invalid", "192.0.2.1"):
        with pytest.raises(OperatorError, match=f"{host}' port 0 cannot be bound.*Choose another --host"):
            serve(host, 0, insecure=True)


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_is_none_is_wrong_use(port: str) -> None:
    assert runner.invoke(make_app({"serve": lambda: serve}), ["serve", "--port", port]).exit_code == 2


def test_every_address_of_a_host_is_bound() -> None:
    bound = bind("localhost", 0)
    try:
        assert {one.getsockname()[0] for one in bound} <= {"127.0.0.1", "::1"}
        assert bound
    finally:
        for one in bound:
            one.close()


async def test_answers_do_not_wait_for_an_acknowledgement() -> None:
    delays: asyncio.Queue[int] = asyncio.Queue()

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        delays.put_nowait(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    [bound] = bind("127.0.0.1", 0)
    async with await asyncio.start_server(talk, sock=bound):
        _, writer = await asyncio.open_connection(*bound.getsockname())
        assert await delays.get()
        writer.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_serve_on_this_machine_needs_no_key(data_dir: Path, host: str) -> None:
    with closing(KeyStore(data_dir / FILE)) as store:
        access = access_for(host, read_settings(data_dir=data_dir), store, insecure=False)
    assert (access.loopback, access.insecure, access.pages) == (True, False, False)


def test_a_public_address_opens_the_pages_that_links_lead_to(data_dir: Path) -> None:
    with closing(KeyStore(data_dir / FILE)) as store:
        settings = read_settings(data_dir=data_dir, public_url="https://quoth.example")
        assert access_for("127.0.0.1", settings, store, insecure=False).pages


def test_forget_erases_what_a_person_asked(data_dir: Path) -> None:
    with closing(AnswerStore(data_dir / ANSWERS)) as store:
        store.keep(FakeAnswerer().ask("Which constituency?"), person=person_id(data_dir, "discord", "1234"))
    assert "Nothing is kept" in run("forget", "address", "1234")
    assert "Erased 1 answers" in run("forget", "discord", "1234")
    assert "Nothing is kept" in run("forget", "discord", "1234")


def test_forget_finds_a_person_on_discord_whichever_way_the_bot_reached_quoth(data_dir: Path) -> None:
    with closing(AnswerStore(data_dir / ANSWERS)) as store:
        for number, named in enumerate([("discord", "1234"), ("person", "discord:1234"), ("person", "1234")]):
            store.keep(FakeAnswerer().ask(f"Which constituency {number}?"), person=person_id(data_dir, *named))
    assert "Erased 2 answers" in run("forget", "discord", "1234")


def test_a_backup_holds_answers_keys_salt_and_settings_and_overwrites_nothing(data_dir: Path, tmp_path: Path) -> None:
    run("keys", "create", "server")
    (tmp_path / "quoth.toml").write_text("threads = 1\n")
    asked = FakeAnswerer().ask("Which constituency?")
    with closing(AnswerStore(data_dir / ANSWERS)) as store:
        store.keep(asked, person=person_id(data_dir, "discord", "1234"))
        run("backup", str(tmp_path / "copy"))
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {FILE, ANSWERS, "salt", "quoth.toml"}
    with closing(sqlite3.connect(tmp_path / "copy" / ANSWERS)) as copy:
        assert copy.execute("SELECT id FROM answers").fetchall() == [(asked.id,)]
    run("backup", str(tmp_path / "copy"), fails=True)
