"""`/ask`, `/why`, `/about` and "Ask about this" on a message."""

import datetime as dt

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.asking import ask_here
from bot.base import Interaction, QuothClient
from bot.cards import layout, pressed_on
from bot.cogs.presses import show_why
from bot.engine import Status
from bot.failures import tell
from bot.forms import AskForm
from bot.place import place_of
from bot.render import BLUE, Page
from index.answering.questions import LONGEST

AskedWords = app_commands.Range[str, 1, LONGEST]


class AskCog(commands.Cog):
    """What people ask with."""

    def __init__(self, client: QuothClient) -> None:
        self._client = client
        self._menu = app_commands.ContextMenu(name="Ask about this", callback=ask_about)
        client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(description="Ask the team's articles. The answer is quoted from them.")
    @app_commands.describe(question="What you want to know", private="Only you see the answer")
    async def ask(self, interaction: Interaction, question: AskedWords, private: bool = False) -> None:  # noqa: FBT001, FBT002  # Discord passes options by name
        await ask_here(interaction, question, private=private)

    @app_commands.command(description="How my last answer to you in this channel came about")
    async def why(self, interaction: Interaction) -> None:
        answer_id = interaction.client.desk.last_answer(place_of(interaction))
        if answer_id is None:
            await tell(interaction, wording.NOTHING_TO_EXPLAIN)
        else:
            await show_why(interaction, answer_id)

    @app_commands.command(description="What I answer from, and how old it is")
    async def about(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await interaction.client.desk.engine.status()
        view = layout(Page(BLUE, ("### Quoth", about(status, discord.utils.utcnow()), f"-# {wording.HOW_TO_ASK}")))
        await interaction.edit_original_response(view=view)


async def ask_about(interaction: Interaction, message: discord.Message) -> None:
    """Take a message as the question, privately; an answer of ours is followed up, a long message cut by its asker."""
    ours = pressed_on(message) if message.author == interaction.client.user else None
    text = message.clean_content.strip()
    if ours:
        await interaction.response.send_modal(AskForm("Ask a follow-up", private=True, conversation=ours.conversation))
    elif not text:
        await tell(interaction, wording.NO_TEXT)
    elif len(text) > LONGEST:
        await interaction.response.send_modal(AskForm("Ask about this", private=True, question=text))
    else:
        await ask_here(interaction, text, private=True)


def about(status: Status, now: dt.datetime) -> str:
    """Say in two lines what is being answered from."""
    age = now - status.built_at
    hours = int(age.total_seconds()) // 3600
    old = wording.count(hours // 24, "day") if hours >= 48 else wording.count(hours, "hour")
    passages = "" if status.passages is None else f", {wording.count(status.passages, 'passage')}"
    held = wording.count(status.sources, "source") + passages
    return f"Generation `{status.generation}`, built {status.built_at:%Y-%m-%d %H:%M} UTC, {old} old.\n{held}."
