"""Put the bot together from its dependencies, and hold it to its safety rules from login to the last answer."""

import hashlib
import json
import logging
import sys
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot import wording
from bot.base import Interaction, QuothClient
from bot.cards import Press
from bot.cogs.admin import AdminCog
from bot.cogs.ask import AskCog
from bot.cogs.listening import ListeningCog
from bot.cogs.presses import PressesCog
from bot.cogs.sources import SourcesCog
from bot.desk import DRAIN_SECONDS, Desk
from bot.engine import Engine
from bot.failures import explain, tell, tell_below
from bot.gate import Membership
from bot.guilds import GuildStore
from index.errors import QuothError
from index.settings import Settings

log = logging.getLogger("quoth.bot")
REFRESH_SECONDS = 5.0


def create_bot(engine: Engine, settings: Settings, store: GuildStore, **options: Any) -> "QuothBot":
    """Build a bot that isn't connected yet; `options` go to discord.py. A stopped bot is not started again."""
    return QuothBot(engine, settings, store, **options)


def intents(settings: Settings) -> discord.Intents:
    """Nothing privileged, unless the operator opts in to message content."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=settings.bot_message_content
    )


class Tree(app_commands.CommandTree[QuothClient]):
    """The commands, closed to servers and people that are not served."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        try:
            return await interaction.client.admitted(interaction)
        except discord.HTTPException as error:
            # of what is raised here, discord.py hears only its own AppCommandErrors
            await interaction.client.report(interaction, error)
            return False

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        await interaction.client.report(interaction, error)


class QuothBot(QuothClient):
    """See `create_bot`."""

    def __init__(self, engine: Engine, settings: Settings, store: GuildStore, **options: Any) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents(settings),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            chunk_guilds_at_startup=False,
            max_messages=None,
            **options,
        )
        self.desk = Desk(engine, settings, store, Membership(self._is_member))
        self._settings = settings

    async def setup_hook(self) -> None:
        cogs = (AskCog(self), SourcesCog(), AdminCog(self), ListeningCog(self), PressesCog())
        for cog in cogs:
            await self.add_cog(cog)
        self.add_dynamic_items(Press)
        await self.desk.reload()
        await self.sync()
        self._watch.start()
        if not self.desk.served:
            log.warning("QUOTH_BOT_GUILDS is empty: no server and no direct message is answered")

    async def sync(self, *, force: bool = False) -> bool:
        """Send the commands to Discord if their definition changed since last time; return whether they were sent."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        definition = hashlib.blake2b(json.dumps(payload, sort_keys=True).encode(), digest_size=16).hexdigest()
        application = self.application_id or 0
        if not force and self.desk.guilds.synced(application) == definition:
            return False
        await self.tree.sync()
        self.desk.guilds.set_synced(application, definition)
        log.info("commands synced")
        return True

    async def admitted(self, interaction: Interaction) -> bool:
        """Whether this server or person is served; if not, say so."""
        if await self.desk.admits(interaction.user.id, interaction.guild_id):
            return True
        await tell(interaction, wording.NOT_THIS_SERVER if interaction.guild_id else wording.NOT_THIS_PERSON)
        return False

    async def report(self, interaction: Interaction, error: Exception) -> None:
        await tell(interaction, explain(error))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to ListeningCog: there are no prefix commands."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell whoever the event came from; an error outside of any conversation is only logged."""
        error = sys.exc_info()[1]
        where = args[0] if args else None
        if error is None:
            return
        if isinstance(where, discord.Interaction):
            await tell(where, explain(error))
        elif isinstance(where, discord.Message):
            await tell_below(where, explain(error))
        else:
            log.error("error in %s", event_method, exc_info=error)

    async def close(self) -> None:
        """Take nothing new, finish the answers under way, then leave Discord."""
        if self.desk.queue.closing:
            return
        if not await self.desk.queue.drain(DRAIN_SECONDS):
            log.error("stopped with answers under way, after waiting %s s", DRAIN_SECONDS)
        self._watch.cancel()
        await super().close()
        await self.desk.close()

    async def _is_member(self, guild_id: int, user_id: int) -> bool:
        guild = self.get_guild(guild_id)
        if guild is None:
            return False
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound:
            return False
        return True

    @tasks.loop(seconds=REFRESH_SECONDS)
    async def _watch(self) -> None:
        """Pick up a new generation; a failure is tried again, the one before goes on answering."""
        try:
            if await self.desk.engine.refresh():
                await self.desk.reload()
                log.info("a new generation was picked up")
        except QuothError as error:
            log.warning("the index could not be refreshed: %s", error)
        except Exception:
            # unheard, it would end the loop
            log.exception("the index could not be refreshed")
