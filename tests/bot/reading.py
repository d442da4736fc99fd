"""Read what the bot sent the way an eye or Discord's server would."""

import json
import re
from collections.abc import Iterator
from typing import Any

import discord
from simcord.results import InteractionResult

from bot.cards import pressed_on
from bot.escape import unescape

_BOLD = re.compile(r"(\\[^0-9A-Za-z\s])|\*\*")


def texts(components: Any) -> list[str]:
    """All text displays of a message's raw components, in order."""
    return [one["content"] for one in walk(components) if one["type"] == 10]


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components or []:
        yield component
        yield from walk(component.get("components"))


def buttons(components: Any) -> dict[str, dict[str, Any]]:
    """The buttons by what they do, or by label for a link."""
    found = [one for one in walk(components) if one["type"] == 2]
    return {(one.get("custom_id", "::").split(":")[1] or one["label"]): one for one in found}


def seen(text: str) -> str:
    """The letters that a reader sees: block quotes, bold and backslashes are gone."""
    lines = [line.removeprefix("> ") for line in text.split("\n")]
    return unescape("\n".join(_BOLD.sub(lambda found: found[1] or "", line) for line in lines))


def shown(components: Any) -> str:
    return "\n".join(seen(text) for text in texts(components))


def would_ping(content: str, components: Any, allowed: dict[str, Any] | None) -> set[str]:
    """Whom a message would notify, by Discord's rules: without allowed_mentions, everybody it names."""
    text = content + json.dumps(list(walk(components)), default=str)
    parse = {"everyone", "users", "roles"} if allowed is None else set(allowed.get("parse") or [])
    named = allowed or {}
    hit = {"everyone"} if "everyone" in parse and re.search(r"@(everyone|here)", text) else set()
    for kind, pattern, mark in (("users", r"<@!?(\d+)>", ""), ("roles", r"<@&(\d+)>", "&")):
        ids = {str(one) for one in named.get(kind) or []}
        hit |= {mark + one for one in re.findall(pattern, text) if kind in parse or one in ids}
    return hit


def button_of(result: InteractionResult | discord.Message, action: str) -> str:
    """The id of the button that does this, on what was sent."""
    message = result if isinstance(result, discord.Message) else sent_message(result)
    raw = [component.to_dict() for component in message.components]
    custom_id: str = buttons(raw)[action]["custom_id"]
    return custom_id


def sent_message(result: InteractionResult) -> discord.Message:
    assert result.response is not None
    return result.response.message


def answer_id(result: InteractionResult) -> str:
    pressed = pressed_on(sent_message(result))
    assert pressed is not None
    return pressed.answer


def said(result: InteractionResult) -> str:
    """All words of a response, whichever kind it is."""
    assert result.response is not None
    return result.response.content + shown(result.response.components)
