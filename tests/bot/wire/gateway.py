"""The gateway: HELLO, IDENTIFY, heartbeats, RESUME, over a real WebSocket with one zlib stream a socket."""

import asyncio
import itertools
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.bot.wire.payloads import Json


@dataclass
class Session:
    """What a client was sent, so that RESUME can replay it."""

    id: str
    socket: web.WebSocketResponse
    sequence: int = 0
    sent: list[Json] = field(default_factory=list)


class Gateway:
    """One gateway for all shards. `log` holds what clients said; `ready` is set after an IDENTIFY."""

    def __init__(self, token: str, url: str, bot: Json, application_id: str, guild: Json, privileged: int = 0) -> None:
        self._token, self._url, self._bot, self._application_id = token, url, bot, application_id
        self.guild, self._refused = guild, privileged
        self.log: list[tuple[str, Any]] = []
        self.ready, self.resumed = asyncio.Event(), asyncio.Event()
        self.shards: dict[int, Session] = {}
        self._sessions: dict[str, Session] = {}
        self._names = (f"s{number}" for number in itertools.count(1))
        self._streams: dict[int, Any] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if request.query.get("compress") == "zlib-stream":
            self._streams[id(socket)] = zlib.compressobj()
        await self._send(socket, {"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(frame.data))
        self._streams.pop(id(socket), None)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, heard: Json) -> None:
        data: Any = heard.get("d")
        match heard["op"]:
            case 1:
                self.log.append(("HEARTBEAT", data))
                await self._send(socket, {"op": 11})
            case 2:
                self.log.append(("IDENTIFY", data))
                await self._identify(socket, data)
            case 6:
                self.log.append(("RESUME", data))
                await self._resume(socket, data)
            case other:
                self.log.append((f"OP{other}", data))

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if data["token"] != self._token:
            await socket.close(code=4004)
            return
        if data["intents"] & self._refused:
            await socket.close(code=4014)
            return
        number, count = data.get("shard") or [0, 1]
        session = Session(next(self._names), socket)
        self.shards[number] = self._sessions[session.id] = session
        mine = [self.guild] if (int(self.guild["id"]) >> 22) % count == number else []
        ready = {"v": 10, "user": self._bot, "session_id": session.id, "resume_gateway_url": self._url,
                 "guilds": [{"id": guild["id"], "unavailable": True} for guild in mine], "private_channels": [],
                 "application": {"id": self._application_id, "flags": 0}, "shard": [number, count]}  # fmt: skip
        await self._dispatch(session, "READY", ready)
        for guild in mine:
            await self._dispatch(session, "GUILD_CREATE", guild)
        self.ready.set()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            await self._send(socket, {"op": 9, "d": False})
            return
        session.socket = socket
        for payload in [one for one in session.sent if one["s"] > (data["seq"] or 0)]:
            await self._send(socket, payload)
        await self._dispatch(session, "RESUMED", {})
        self.resumed.set()

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event to the shard of its guild; a direct message goes to the first."""
        number = (int(data.get("guild_id") or 0) >> 22) % (max(self.shards) + 1)
        await self._dispatch(self.shards[number], event, data)

    async def tell(self, op: int, data: Any = None, shard: int = 0) -> None:
        """7 asks for a reconnect, 9 with False ends the session."""
        await self._send(self.shards[shard].socket, {"op": op, "d": data})

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.socket.close(code=1001)

    async def _dispatch(self, session: Session, event: str, data: Json) -> None:
        session.sequence += 1
        shown = {key: value for key, value in data.items() if not key.startswith("_")}
        payload = {"op": 0, "t": event, "s": session.sequence, "d": shown}
        session.sent.append(payload)
        await self._send(session.socket, payload)

    async def _send(self, socket: web.WebSocketResponse, payload: Json) -> None:
        stream = self._streams.get(id(socket))
        text = json.dumps(payload)
        if socket.closed:
            return
        if stream is None:
            await socket.send_str(text)
        else:
            await socket.send_bytes(stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH))
