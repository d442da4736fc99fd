"""Name the client that cogs, cards and forms see, so that none of them imports the whole bot."""

import discord
from discord.ext import commands

from bot.desk import Desk


class QuothClient(commands.AutoShardedBot):
    """A sharded bot with its desk: one shard is the rule, more come without a change."""

    desk: Desk

    async def admitted(self, interaction: discord.Interaction["QuothClient"]) -> bool:
        """Whether this server or person is served; if not, they are told."""
        raise NotImplementedError

    async def report(self, interaction: discord.Interaction["QuothClient"], error: Exception) -> None:
        """Tell the person what went wrong."""
        raise NotImplementedError


Interaction = discord.Interaction[QuothClient]
