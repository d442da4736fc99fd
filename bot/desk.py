"""Hold what every command, button and message needs, and ask the engine within all limits."""

import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import wording
from bot.engine import Asked, Engine, SourceEntry
from bot.gate import Cooldowns, Membership, Queue, RefusedError
from bot.guilds import GuildStore
from bot.place import Place
from index.answering.questions import LONGEST
from index.settings import Settings
from index.types import Answer

REMEMBERED = 2048
DRAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the conversation it belongs to; `public` where it may have a permalink."""

    answer: Answer
    conversation: str
    public: bool


class Desk:
    """The dependencies of the bot, passed in, and its short memory; nothing here is Discord's."""

    def __init__(self, engine: Engine, settings: Settings, guilds: GuildStore, membership: Membership) -> None:
        self.engine, self.settings, self.guilds, self.membership = engine, settings, guilds, membership
        self.served = frozenset(int(guild) for guild in settings.bot_guilds)
        self.queue = Queue(settings.bot_queue)
        self.sources: tuple[SourceEntry, ...] = ()
        self._persons = Cooldowns(settings.bot_person_per_minute)
        self._servers = Cooldowns(settings.bot_server_per_minute)
        self._last: OrderedDict[Hashable, tuple[str, str]] = OrderedDict()

    async def admits(self, user_id: int, guild_id: int | None) -> bool:
        """Whether to answer here at all: a listed server, or a direct message of a member of one."""
        if guild_id is not None:
            return guild_id in self.served
        return await self.membership.holds(user_id, self.served)

    def take(self, place: Place, question: str) -> None:
        """Check a question and count it; raise what is told to the asker. Everything here is in memory."""
        if not question:
            raise RefusedError(wording.HOW_TO_ASK)
        if len(question) > LONGEST:
            raise RefusedError(wording.TOO_LONG.format(limit=LONGEST))
        self._persons.take(place.user_id, place.at)
        self._servers.take(place.owner, place.at)

    @asynccontextmanager
    async def answering(
        self, place: Place, question: str, *, private: bool, conversation: str | None = None
    ) -> AsyncIterator[Given]:
        """Ask, and hold a place in the queue until the answer was sent, so that stopping waits for it."""
        async with self.queue.place():
            started = conversation or secrets.token_hex(16)
            public = place.open and not private
            asked = Asked(question, started, place.person, place.owner, public=public, aside=private)
            answer = await self.engine.ask(asked)
            self._remember((place.user_id, place.channel_id), (answer.id, started))
            if not private:
                self._remember(place.channel_id, (answer.id, started))
            yield Given(answer, started, asked.public)

    def last_answer(self, place: Place) -> str | None:
        """The last answer to this person in this channel since the bot started."""
        known = self._last.get((place.user_id, place.channel_id))
        return known[0] if known else None

    def conversation_in(self, channel_id: int) -> str | None:
        """The conversation that a thread is about, since the bot started; what was asked privately is no part of it."""
        known = self._last.get(channel_id)
        return known[1] if known else None

    async def reload(self) -> None:
        """Read the list of sources into memory: autocomplete has no time to ask."""
        self.sources = tuple(await self.engine.sources())

    async def close(self) -> None:
        await self.engine.close()
        self.guilds.close()

    def _remember(self, key: Hashable, value: tuple[str, str]) -> None:
        self._last[key] = value
        self._last.move_to_end(key)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
