"""The JSON of Discord's API v10, as far as discord.py reads it, and the limits that its server enforces."""

import itertools
import json
import time
from typing import Any

from aiohttp import web

Json = dict[str, Any]
EPOCH_MS = 1420070400000
V2 = 1 << 15
EPHEMERAL = 1 << 6
LOADING = 1 << 7
EVERYTHING = "2147483647"
THEN = "2026-01-01T00:00:00+00:00"
_count = itertools.count(1)


class ApiError(Exception):
    """What Discord answers with a status and a code of its own."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def snowflake() -> str:
    """A new id that carries the time, as Discord's do."""
    return str(((int(time.time() * 1000) - EPOCH_MS) << 22) | (next(_count) & 0x3FFFFF))


def reply(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Not web.json_response: discord.py wants the bare content type, and retries a 429 only with a Via header."""
    told = {"Content-Type": "application/json", "Via": "1.1 fake", **(headers or {})}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=told)


def user(name: str, *, bot: bool = False) -> Json:
    return {"id": snowflake(), "username": name, "discriminator": "0", "global_name": name, "avatar": None,
            "bot": bot, "flags": 0, "public_flags": 0}  # fmt: skip


def member(of: Json) -> Json:
    return {"user": of, "nick": None, "avatar": None, "roles": [], "joined_at": THEN, "deaf": False, "mute": False,
            "flags": 0, "pending": False, "permissions": EVERYTHING}  # fmt: skip


def channel(guild_id: str) -> Json:
    return {"id": snowflake(), "type": 0, "guild_id": guild_id, "name": "general", "position": 0,
            "permission_overwrites": [], "nsfw": False, "rate_limit_per_user": 0, "topic": None,
            "parent_id": None}  # fmt: skip


def guild(guild_id: str, owner: Json, bot: Json, channels: list[Json]) -> Json:
    everyone = {"id": guild_id, "name": "@everyone", "permissions": EVERYTHING, "position": 0, "color": 0,
                "colors": {"primary_color": 0}, "hoist": False, "managed": False, "mentionable": False,
                "flags": 0}  # fmt: skip
    empty = ("threads", "emojis", "stickers", "features", "presences", "voice_states", "stage_instances",
             "guild_scheduled_events", "soundboard_sounds")  # fmt: skip
    zero = ("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level", "nsfw_level",
            "premium_tier")  # fmt: skip
    return {"id": guild_id, "name": "Team", "owner_id": owner["id"], "unavailable": False, "member_count": 2,
            "large": False, "joined_at": THEN, "icon": None, "roles": [everyone], "channels": channels,
            "members": [member(bot)], "preferred_locale": "en-US", "system_channel_id": None,
            "rules_channel_id": None, "afk_timeout": 300, **{key: [] for key in empty},
            **dict.fromkeys(zero, 0)}  # fmt: skip


def message(channel_id: str, author: Json, body: Json) -> Json:
    return {"id": snowflake(), "channel_id": channel_id, "type": 0, "author": author,
            "content": body.get("content") or "", "embeds": [], "components": body.get("components") or [],
            "attachments": [], "mentions": [], "mention_roles": [], "mention_everyone": False, "pinned": False,
            "tts": False, "flags": body.get("flags") or 0, "timestamp": THEN, "edited_timestamp": None,
            "_allowed_mentions": body.get("allowed_mentions")}  # fmt: skip


def thread(thread_id: str, name: str, guild_id: str, parent_id: str, owner_id: str) -> Json:
    return {"id": thread_id, "type": 11, "guild_id": guild_id, "parent_id": parent_id, "owner_id": owner_id,
            "name": name, "message_count": 0, "member_count": 1, "flags": 0,
            "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "locked": False,
                                "archive_timestamp": THEN}}  # fmt: skip


def check_message(body: Json) -> None:
    """Refuse what Discord refuses."""
    if (body.get("flags") or 0) & V2:
        _check_components(body)
    if len(body.get("content") or "") > 2000:
        raise _invalid("content of 2000")
    if not (body.get("content") or body.get("components")):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_components(body: Json) -> None:
    if body.get("content"):
        raise _invalid("content beside components")
    text, count, stack = 0, 0, list(body.get("components") or [])
    while stack:
        component = stack.pop()
        count += 1
        text += len(component.get("content") or "") if component["type"] == 10 else 0
        stack += component.get("components") or []
        if len(component.get("custom_id") or "") > 100:
            raise _invalid("custom_id of 100")
    if text > 4000 or count > 40:
        raise _invalid("4000 characters, 40 components")


def check_command(command: Json) -> None:
    described = command.get("type", 1) != 1 or 1 <= len(command["description"]) <= 100
    if not 1 <= len(command["name"]) <= 32 or not described:
        raise _invalid("name or description of a command")


def _invalid(why: str) -> ApiError:
    return ApiError(400, 50035, f"Invalid Form Body: {why}")
