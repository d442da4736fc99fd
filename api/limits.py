"""Limit how often a key and an address may ask, over a moving window."""

import math
import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from api.principal import Principal
from api.problems import ProblemError
from index.errors import SettingsError


class Limits:
    """A secret key is limited as a key, whoever has none by its address too. Local use has no limit."""

    def __init__(self, per_key: str, per_address: str) -> None:
        self._per_key = _rate("rate_key", per_key)
        self._per_address = _rate("rate_address", per_address)
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, principal: Principal) -> None:
        """Count one request; raise a 429 problem that says when to come back."""
        if principal.local:
            return
        if not principal.secret:
            # first: what is refused here must not use up the key for everybody else
            await self._hit(self._per_address, f"address:{principal.address}")
        if principal.id.startswith("key:"):
            await self._hit(self._per_key, principal.id)

    async def _hit(self, rate: RateLimitItem, who: str) -> None:
        if await self._windows.hit(rate, who):
            return
        window = await self._windows.get_window_stats(rate, who)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        detail = f"More than {rate.amount} requests in {rate.get_expiry()} seconds. Come back in {seconds} s."
        raise ProblemError(429, "rate-limited", detail, {"Retry-After": str(seconds)})


def _rate(name: str, value: str) -> RateLimitItem:
    try:
        return parse(value)
    except ValueError as error:
        raise SettingsError(f"setting {name!r} has the value {value!r}. Write it as 60/minute.") from error
