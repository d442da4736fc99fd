"""Decide who may ask now: servers and their members, cooldowns, and a bounded queue that drains when the bot stops."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from discord.app_commands import Cooldown

from bot.engine import BusyError
from index.errors import UnavailableError, UsageError

MEMBER_SECONDS = 60.0
REMEMBERED = 10_000
ASKED_WITHIN = 60.0
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class CooldownError(UnavailableError):
    """A person or a server asks too fast; `retry_after` is in seconds, at least 1."""

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, round(retry_after + 0.5))
        super().__init__(f"asked too fast. Ask again in {self.retry_after} s.")


class RefusedError(UsageError):
    """A question that is not taken; the message is ours and ready for Discord."""


class ClosingError(UnavailableError):
    """The bot is stopping and takes no new questions."""


class Membership:
    """Whether somebody is a member of a server that is served; asked of Discord, believed for a minute.

    Without the members intent discord.py is never told that somebody left, so its cache can't be asked.
    """

    def __init__(
        self, is_member: Callable[[int, int], Awaitable[bool]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_member, self._clock = is_member, clock
        self._until: OrderedDict[int, float] = OrderedDict()

    async def holds(self, user_id: int, guild_ids: frozenset[int]) -> bool:
        if self._until.get(user_id, 0.0) > self._clock():
            return True
        for guild_id in sorted(guild_ids):
            if await self._is_member(guild_id, user_id):
                _remember(self._until, user_id, self._clock() + MEMBER_SECONDS)
                return True
        self._until.pop(user_id, None)
        return False


class Cooldowns:
    """So many questions a minute from one key; time is that of the message, by Discord's clock."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._cooldowns: OrderedDict[Hashable, Cooldown] = OrderedDict()

    def take(self, key: Hashable, at: datetime) -> None:
        """Count a question, or raise CooldownError saying when the next may come."""
        cooldown = self._cooldowns.get(key) or Cooldown(self._per_minute, ASKED_WITHIN)
        _remember(self._cooldowns, key, cooldown)
        wait = cooldown.update_rate_limit(at.timestamp())
        if wait is not None:
            raise CooldownError(wait)


class Queue:
    """At most `size` questions under way; `drain` waits for them and lets no new one in."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._under_way = 0
        self._seconds = 1.0  # what an answer took lately, for `retry_after`
        self._empty = asyncio.Event()
        self._empty.set()
        self.closing = False

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place until the answer is sent; raise BusyError or ClosingError if there is none."""
        if self.closing:
            raise ClosingError("the bot is stopping. Ask again in a minute.")
        if self._under_way >= self._size:
            raise BusyError(max(1, round(self._seconds * self._size)))
        self._under_way += 1
        self._empty.clear()
        began = asyncio.get_running_loop().time()
        try:
            yield
        finally:
            self._seconds += 0.2 * (asyncio.get_running_loop().time() - began - self._seconds)
            self._under_way -= 1
            if not self._under_way:
                self._empty.set()

    async def drain(self, seconds: float) -> bool:
        """Return True once everything under way is done, False if that took too long."""
        self.closing = True
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True


def _remember(kept: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    """Keep the newest keys only, so that strangers can't fill the memory."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)
