"""Say where and by whom something is asked, the same for a command, a button, a message and a form."""

from dataclasses import dataclass
from datetime import datetime

import discord

Reply = discord.Interaction[discord.Client] | discord.Message


@dataclass(frozen=True, slots=True)
class Place:
    """`ruled_by` is the channel whose settings count: a thread's parent. `open` is False where not everybody reads."""

    user_id: int
    guild_id: int | None
    channel_id: int
    ruled_by: int
    open: bool
    at: datetime

    @property
    def person(self) -> str:
        """The name under which an engine is told of a user; it writes down no more than a salted hash of it."""
        return person_of(self.user_id)

    @property
    def owner(self) -> str:
        """Who may follow an answer up: the server, or the one person of a direct message."""
        return f"discord:{self.guild_id}" if self.guild_id else f"discord:dm:{self.channel_id}"


def person_of(user_id: int) -> str:
    return str(user_id)


def place_of(where: Reply) -> Place:
    """Read the place off an interaction or a message."""
    user = where.user if isinstance(where, discord.Interaction) else where.author
    channel = where.channel
    guild = where.guild
    channel_id = channel.id if channel else 0
    parent = channel.parent_id if isinstance(channel, discord.Thread) else channel_id
    return Place(
        user_id=user.id,
        guild_id=guild.id if guild else None,
        channel_id=channel_id,
        ruled_by=parent or channel_id,
        open=_everybody_reads(channel),
        at=where.created_at,
    )


def _everybody_reads(channel: object) -> bool:
    if isinstance(channel, discord.Thread):
        return not channel.is_private() and _everybody_reads(channel.parent)
    if isinstance(channel, discord.abc.GuildChannel):
        return channel.permissions_for(channel.guild.default_role).view_channel
    return False
