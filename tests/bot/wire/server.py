"""A small Discord on loopback: REST and gateway over real sockets, for what only the transport can show.

It enforces the rules that bots trip over: the 3 s to acknowledge, no second acknowledgement, no token after 15
minutes, no command that was never synced, the limits of messages, and allowed_mentions.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.bot.wire import payloads
from tests.bot.wire.gateway import Gateway
from tests.bot.wire.payloads import ApiError, Json, reply, snowflake

PREFIX = "/api/v10"
BODY: web.RequestKey[Any] = web.RequestKey("body", object)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Pending:
    """One interaction, from its event to the end of its token."""

    id: str
    token: str
    kind: int
    channel_id: str
    created: float
    callback: Json | None = None
    original: Json | None = None
    followups: list[Json] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class FakeDiscord:
    """Start it with `async with`; then do what a person does, and read what the bot sent."""

    def __init__(self, *, token: str = "fake-token", privileged: int = 0, shards: int = 1) -> None:
        self.token, self._privileged, self._shards = token, privileged, shards
        self.app_id, self.guild_id = snowflake(), snowflake()
        self.bot, self.alice = payloads.user("quoth", bot=True), payloads.user("alice")
        self.channel = payloads.channel(self.guild_id)
        self.guild = payloads.guild(self.guild_id, self.alice, self.bot, [self.channel])
        self.commands: list[Json] = []
        self.messages: dict[str, list[Json]] = {}
        self._sent = asyncio.Event()
        self.interactions: dict[str, Pending] = {}
        self.requests: list[tuple[str, str, Any]] = []
        self.limited: list[tuple[str, str, float]] = []  # (method, path prefix, retry_after): refused once with 429

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._serve])
        app.router.add_get("/gateway", self._gateway)
        for method, path, handler in self._routes():
            app.router.add_route(method, PREFIX + path, handler)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.api, self.gateway_url = f"http://127.0.0.1:{port}{PREFIX}", f"ws://127.0.0.1:{port}/gateway"
        self.gateway = Gateway(self.token, self.gateway_url, self.bot, self.app_id, self.guild, self._privileged)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    def _routes(self) -> list[tuple[str, str, Handler]]:
        hook = "/webhooks/{app}/{token}"
        return [
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("PUT", "/applications/{app}/commands", self._put_commands),
            ("GET", "/guilds/{guild}/members/{user}", self._member),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", hook, self._followup),
            ("PATCH", hook + "/messages/{message}", self._edit),
            ("POST", "/channels/{channel}/messages", self._send),
            ("POST", "/channels/{channel}/typing", self._nothing),
            ("POST", "/channels/{channel}/messages/{message}/threads", self._thread),
        ]

    @web.middleware
    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/gateway":
            return await handler(request)
        path = request.path.removeprefix(PREFIX)
        body = await request.json() if request.can_read_body else None
        request[BODY] = body
        self.requests.append((request.method, path, body))
        for rule in [rule for rule in self.limited if rule[0] == request.method and path.startswith(rule[1])]:
            self.limited.remove(rule)
            limits = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": str(rule[2])}
            return reply({"message": "slow down", "retry_after": rule[2], "global": False}, 429, limits)
        open_ = path.startswith(("/interactions/", "/webhooks/"))
        if not open_ and request.headers.get("Authorization") != f"Bot {self.token}":
            return reply({"message": "401: Unauthorized", "code": 0}, 401)
        try:
            return await handler(request)
        except ApiError as error:
            return reply({"message": error.message, "code": error.code}, error.status)
        except web.HTTPNotFound:
            return reply({"message": f"no route {request.method} {path}", "code": 0}, 501)

    # What discord.py calls

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        return await self.gateway.serve(request)

    async def _me(self, _: web.Request) -> web.Response:
        return reply(self.bot)

    async def _nothing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _application(self, _: web.Request) -> web.Response:
        return reply({"id": self.app_id, "name": "quoth", "description": "", "icon": None, "bot_public": True,
                      "bot_require_code_grant": False, "owner": self.alice, "verify_key": "00", "flags": 0,
                      "team": None})  # fmt: skip

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self._shards}
        return reply({"url": self.gateway_url, "shards": self._shards, "session_start_limit": limit})

    async def _put_commands(self, request: web.Request) -> web.Response:
        for command in request[BODY]:
            payloads.check_command(command)
        own = {"application_id": self.app_id}
        self.commands = [
            {"description": "", **one, "id": snowflake(), "version": snowflake(), **own} for one in request[BODY]
        ]
        return reply(self.commands)

    async def _member(self, request: web.Request) -> web.Response:
        if request.match_info["user"] != self.alice["id"]:
            raise ApiError(404, 10007, "Unknown Member")
        return reply(payloads.member(self.alice))

    async def _callback(self, request: web.Request) -> web.Response:
        pending = self.interactions.get(request.match_info["token"])
        if pending is None or (pending.callback is None and time.monotonic() - pending.created > 3):
            raise ApiError(404, 10062, "Unknown interaction")
        if pending.callback is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        body = request[BODY]
        data = body.get("data") or {}
        if body["type"] == 4:
            payloads.check_message(data)
            pending.original = payloads.message(pending.channel_id, self.bot, data)
        elif body["type"] == 5:
            flags = (data.get("flags") or 0) | payloads.LOADING
            pending.original = payloads.message(pending.channel_id, self.bot, {"flags": flags})
        pending.callback = body
        pending.changed.set()
        resource = {"resource": {"type": body["type"], "message": pending.original}} if body["type"] in (4, 5) else {}
        return reply({"interaction": {"id": pending.id, "type": pending.kind}, **resource})

    def _live(self, request: web.Request) -> Pending:
        pending = self.interactions.get(request.match_info["token"])
        if pending is None or pending.callback is None or time.monotonic() - pending.created > 15 * 60:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return pending

    async def _followup(self, request: web.Request) -> web.Response:
        pending = self._live(request)
        payloads.check_message(request[BODY])
        sent = payloads.message(pending.channel_id, self.bot, request[BODY])
        pending.followups.append(sent)
        pending.changed.set()
        return reply(sent)

    async def _edit(self, request: web.Request) -> web.Response:
        pending = self._live(request)
        if pending.original is None or request.match_info["message"] != "@original":
            raise ApiError(404, 10008, "Unknown Message")
        payloads.check_message(request[BODY])
        ephemeral = pending.original["flags"] & payloads.EPHEMERAL
        edited = payloads.message(pending.channel_id, self.bot, request[BODY])
        pending.original |= {**edited, "id": pending.original["id"], "flags": edited["flags"] | ephemeral}
        pending.changed.set()
        return reply(pending.original)

    async def _send(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        payloads.check_message(request[BODY])
        sent = payloads.message(channel, self.bot, request[BODY])
        self.messages.setdefault(channel, []).append(sent)
        self._sent.set()
        await self.gateway.dispatch("MESSAGE_CREATE", {**sent, "guild_id": self.guild_id})
        return reply(sent)

    async def _thread(self, request: web.Request) -> web.Response:
        of = request.match_info
        made = payloads.thread(of["message"], request[BODY]["name"], self.guild_id, of["channel"], self.bot["id"])
        await self.gateway.dispatch("THREAD_CREATE", made)
        return reply(made, 201)

    # What a person does

    async def say(self, content: str) -> None:
        """Write in the channel, mentioning the bot."""
        said = payloads.message(self.channel["id"], self.alice, {"content": f"<@{self.bot['id']}> {content}"})
        bare = {key: value for key, value in payloads.member(self.bot).items() if key != "user"}
        said |= {"guild_id": self.guild_id, "member": bare, "mentions": [{**self.bot, "member": bare}]}
        await self.gateway.dispatch("MESSAGE_CREATE", said)

    async def slash(self, name: str, **options: str | bool) -> Pending:
        """Run a command; one that was never synced can't be run, as in production."""
        command = next(one for one in self.commands if one["name"] == name)
        kinds = {str: 3, bool: 5}
        given = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()]
        return await self._interact(2, {"id": command["id"], "name": name, "type": 1, "options": given})

    async def click(self, message: Json, custom_id: str) -> Pending:
        return await self._interact(3, {"custom_id": custom_id, "component_type": 2}, message)

    async def _interact(self, kind: int, data: Json, message: Json | None = None) -> Pending:
        pending = Pending(snowflake(), f"token-{snowflake()}", kind, self.channel["id"], time.monotonic())
        self.interactions[pending.token] = pending
        event = {"id": pending.id, "application_id": self.app_id, "type": kind, "token": pending.token, "version": 1,
                 "data": data, "locale": "en-US", "guild_locale": "en-US", "app_permissions": payloads.EVERYTHING,
                 "entitlements": [], "authorizing_integration_owners": {"0": self.guild_id}, "context": 0,
                 "attachment_size_limit": 10485760, "channel_id": self.channel["id"], "channel": self.channel,
                 "guild_id": self.guild_id, "guild": {"id": self.guild_id, "features": [], "locale": "en-US"},
                 "member": payloads.member(self.alice)}  # fmt: skip
        if message is not None:
            event["message"] = {key: value for key, value in message.items() if not key.startswith("_")}
        await self.gateway.dispatch("INTERACTION_CREATE", event)
        return pending

    async def answer(self, pending: Pending) -> Json:
        """Wait until the deferral was edited into an answer."""
        async with asyncio.timeout(20):
            while pending.original is None or pending.original["flags"] & payloads.LOADING:
                await pending.changed.wait()
                pending.changed.clear()
        return pending.original

    async def written(self, number: int = 1) -> Json:
        """Wait for the bot's n-th message in the channel."""
        async with asyncio.timeout(20):
            while len(self.messages.get(self.channel["id"], [])) < number:
                await self._sent.wait()
                self._sent.clear()
        return self.messages[self.channel["id"]][number - 1]


@contextlib.contextmanager
def pointed_at(server: FakeDiscord) -> Iterator[None]:
    """Point discord.py's two addresses at the server, and back."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api, yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
