"""Keep what the operators of each server have set, and which command definitions Discord has, in SQLite."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from index.database import Database

FILE = "bot.sqlite3"

# Entry n takes the file from version n to n + 1. Append; never edit one that was released.
MIGRATIONS = (
    """
    CREATE TABLE guilds (id INTEGER PRIMARY KEY, role INTEGER);
    CREATE TABLE channels (
        guild INTEGER NOT NULL, id INTEGER NOT NULL, answers INTEGER, forum INTEGER NOT NULL DEFAULT 0,
        threads TEXT NOT NULL DEFAULT 'offer', PRIMARY KEY (guild, id)
    ) WITHOUT ROWID;
    CREATE TABLE synced (application INTEGER PRIMARY KEY, definition TEXT NOT NULL);
    """,
)


class Answers(StrEnum):
    """Whether to answer in a channel; by default as in every other one that nobody has spoken of."""

    YES = "yes"
    NO = "no"
    DEFAULT = "default"

    @property
    def said(self) -> bool | None:
        return None if self is Answers.DEFAULT else self is Answers.YES


class Threads(StrEnum):
    """What becomes of an answer in a channel."""

    NEVER = "never"
    OFFER = "offer"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """A channel's settings; `answers` is None where nobody has said."""

    answers: bool | None = None
    forum: bool = False
    threads: Threads = Threads.OFFER


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's settings: the role called on a decline, and its channels by id."""

    role: int | None = None
    channels: dict[int, ChannelSettings] = field(default_factory=dict)

    def channel(self, channel_id: int) -> ChannelSettings:
        return self.channels.get(channel_id, ChannelSettings())

    def answers_in(self, channel_id: int) -> bool:
        """Whether to answer there: as was said of it, else in an answered forum, else wherever no channel is named."""
        settings = self.channel(channel_id)
        return (settings.forum or not self.listed()) if settings.answers is None else settings.answers

    def listed(self) -> list[int]:
        """The channels that were named as those where it answers."""
        return [channel_id for channel_id, settings in self.channels.items() if settings.answers]


class GuildStore:
    """Thread-safe; reads come from memory, since every message asks."""

    def __init__(self, data_dir: Path) -> None:
        self._database = Database(data_dir / FILE, MIGRATIONS)
        self._guilds: dict[int, GuildSettings] = {}

    def get(self, guild_id: int) -> GuildSettings:
        if guild_id not in self._guilds:
            self._guilds[guild_id] = self._read(guild_id)
        return self._guilds[guild_id]

    def set_role(self, guild_id: int, role: int | None) -> None:
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO guilds VALUES (?, ?)", (guild_id, role))
        self._guilds.pop(guild_id, None)

    def set_channel(self, guild_id: int, channel_id: int, settings: ChannelSettings) -> None:
        row = (guild_id, channel_id, settings.answers, settings.forum, settings.threads.value)
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?)", row)
        self._guilds.pop(guild_id, None)

    def drop_channels(self, guild_id: int, gone: Iterable[int]) -> None:
        """Forget channels that are no more: one that was named as answered would keep all others from being so."""
        with self._database.writing() as connection:
            rows = [(guild_id, channel_id) for channel_id in gone]
            connection.executemany("DELETE FROM channels WHERE guild = ? AND id = ?", rows)
        self._guilds.pop(guild_id, None)

    def synced(self, application_id: int) -> str | None:
        """The definition of the commands that Discord has, as it was last sent."""
        row = self._database.one("SELECT definition FROM synced WHERE application = ?", application_id)
        return str(row[0]) if row else None

    def set_synced(self, application_id: int, definition: str) -> None:
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO synced VALUES (?, ?)", (application_id, definition))

    def close(self) -> None:
        self._database.close()

    def _read(self, guild_id: int) -> GuildSettings:
        row = self._database.one("SELECT role FROM guilds WHERE id = ?", guild_id)
        rows = self._database.all("SELECT id, answers, forum, threads FROM channels WHERE guild = ?", guild_id)
        channels = {
            channel: ChannelSettings(None if answers is None else bool(answers), bool(forum), Threads(threads))
            for channel, answers, forum, threads in rows
        }
        return GuildSettings(row[0] if row else None, channels)
