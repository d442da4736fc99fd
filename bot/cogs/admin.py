"""`/quoth-admin`: what a server's operators set, and the index."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.base import Interaction, QuothClient
from bot.cogs.ask import about
from bot.escape import escape, shorten
from bot.failures import EXPIRED, tell
from bot.guilds import Answers, GuildSettings, Threads
from index.errors import OperatorError

log = logging.getLogger("quoth.bot")
SHOW_EVERY = 2.0
AnyChannel = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class AdminCog(commands.GroupCog, group_name="quoth-admin", group_description="Set Quoth up for this server"):
    """Settings are per server; the index is the one that all servers share."""

    def __init__(self, client: QuothClient) -> None:
        self._client = client
        self._rebuilding = asyncio.Lock()

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]  # our own client's interaction
        """Ask for Manage Server again: a server's command permissions may have been widened by mistake."""
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self._client.desk.guilds.drop_channels(channel.guild.id, [channel.id])

    @commands.Cog.listener("on_guild_available")
    @commands.Cog.listener("on_guild_join")
    async def catch_up(self, guild: discord.Guild) -> None:
        """Catch up with what was deleted while the bot was away."""
        guilds = self._client.desk.guilds
        known = guilds.get(guild.id).channels.keys()
        guilds.drop_channels(guild.id, known - {channel.id for channel in guild.channels})

    @app_commands.command(description="Where I answer, which forums I answer by myself, and threads")
    @app_commands.describe(
        channel="The channel, or a forum",
        answers="Yes: here, and only in channels with yes. No: never here. Default: as if nothing had been said",
        forum="Answer every new post of this forum",
        threads="What becomes of an answer here",
    )
    async def channel(
        self,
        interaction: Interaction,
        channel: AnyChannel,
        answers: Answers | None = None,
        forum: bool | None = None,  # noqa: FBT001  # Discord passes options by name
        threads: Threads | None = None,
    ) -> None:
        desk, guild_id = interaction.client.desk, interaction.guild_id or 0
        settings = desk.guilds.get(guild_id).channel(channel.id)
        changed = replace(
            settings,
            answers=answers.said if answers else settings.answers,
            forum=settings.forum if forum is None else forum,
            threads=threads or settings.threads,
        )
        desk.guilds.set_channel(guild_id, channel.id, changed)
        text = summary(desk.guilds.get(guild_id))
        hint = wording.FORUM_NEEDS_CONTENT if changed.forum and not desk.settings.bot_message_content else ""
        await tell(interaction, text + hint)

    @app_commands.command(description="The role to call when I decline to answer; without one, nobody is called")
    async def role(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        desk, guild_id = interaction.client.desk, interaction.guild_id or 0
        desk.guilds.set_role(guild_id, role.id if role else None)
        hint = wording.ROLE_MAY_STAY_SILENT if role and not role.mentionable else ""
        await tell(interaction, summary(desk.guilds.get(guild_id)) + hint)

    @app_commands.command(description="What is set here, and what I answer from")
    async def status(self, interaction: Interaction) -> None:
        desk = interaction.client.desk
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = about(await desk.engine.status(), discord.utils.utcnow())
        await tell(interaction, f"{status}\n{summary(desk.guilds.get(interaction.guild_id or 0))}")

    @app_commands.command(description="Read the articles again and publish a new index")
    async def rebuild(self, interaction: Interaction) -> None:
        if self._rebuilding.locked():
            await tell(interaction, wording.REBUILDING)
            return
        async with self._rebuilding:
            await interaction.response.defer(ephemeral=True, thinking=True)
            async with _progress(interaction) as progress:
                said = await _rebuild(interaction, progress)
            await _finish(interaction, said)


class Progress:
    """The last line of progress; written from the thread that builds."""

    line = ""

    def note(self, line: str) -> None:
        self.line = line


async def _rebuild(interaction: Interaction, progress: Progress) -> str:
    """Rebuild, and say in a sentence what came of it; a build that was refused is news, not an error."""
    desk = interaction.client.desk
    try:
        done = await desk.engine.rebuild(progress.note)
    except OperatorError as error:
        log.warning("rebuild refused: %s", error)
        return wording.REBUILD_FAILED.format(why=escape(shorten(str(error), 800)))
    await desk.engine.refresh()
    await desk.reload()
    return escape(shorten(done, 800))


@contextlib.asynccontextmanager
async def _progress(interaction: Interaction) -> AsyncIterator[Progress]:
    """Show progress by editing the deferral every two seconds, while it can be edited."""
    progress = Progress()
    showing = asyncio.create_task(_show(interaction, progress))
    try:
        yield progress
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing


async def _show(interaction: Interaction, progress: Progress) -> None:
    shown = ""
    while True:
        await asyncio.sleep(SHOW_EVERY)
        if progress.line == shown:
            continue
        shown = progress.line
        try:
            await interaction.edit_original_response(content=escape(shorten(shown, 800)))
        except discord.HTTPException as error:
            log.warning("could not show progress: %s", error)


async def _finish(interaction: Interaction, said: str) -> None:
    """Say it where the progress stood; after 15 minutes only a direct message reaches the person."""
    try:
        await interaction.edit_original_response(content=said)
    except discord.HTTPException as error:
        if error.code not in EXPIRED:
            raise
        await interaction.user.send(said)


def summary(settings: GuildSettings) -> str:
    """Say in a few lines what is set for a server."""
    listed = " ".join(f"<#{channel}>" for channel in settings.listed())
    lines = [f"I answer in {listed or 'every channel that I can see'}."]
    for channel_id, channel in settings.channels.items():
        forum = "new posts are answered, " if channel.forum else ""
        never = "no answers, " if channel.answers is False else ""
        lines.append(f"<#{channel_id}>: {never}{forum}threads: {channel.threads.value}.")
    role = f"<@&{settings.role}>" if settings.role else "nobody"
    return "\n".join([*lines, f"On a decline I call {role}."])[:1500]
