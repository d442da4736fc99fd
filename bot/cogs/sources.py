"""`/sources`: what the answers are quoted from."""

from typing import Any

from discord import app_commands, ui
from discord.ext import commands

from bot import wording
from bot.base import Interaction
from bot.cards import Pressed, button, layout
from bot.engine import SourceEntry
from bot.escape import escape, link, safe_url, shorten
from bot.failures import tell
from bot.render import BLUE, Page, source_page

PAGE = 10
CHOICES = 25
LONGEST = 100


class SourcesCog(commands.Cog):
    """Listing and finding articles."""

    @app_commands.command(description="The articles that I answer from")
    @app_commands.describe(title="Show one article")
    async def sources(self, interaction: Interaction, title: str | None = None) -> None:
        if title is None:
            await show_sources(interaction, 1)
            return
        desk = interaction.client.desk
        found = next((entry for entry in desk.sources if title in (_choice(entry), entry.id, entry.title)), None)
        if found is None:
            await tell(interaction, wording.NO_SUCH_SOURCE)
            return
        view = layout(Page(BLUE, (_entry(found, desk.settings.public_url), f"-# {escape(shorten(found.path, 300))}")))
        await interaction.response.send_message(view=view, ephemeral=True)

    @sources.autocomplete("title")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold().split()
        fitting = [
            entry
            for entry in interaction.client.desk.sources
            if all(word in f"{entry.title} {entry.id}".casefold() for word in wanted)
        ]
        return [
            app_commands.Choice(name=shorten(entry.title, LONGEST), value=_choice(entry)) for entry in fitting[:CHOICES]
        ]


async def show_sources(interaction: Interaction, number: int) -> None:
    """Show a page of the list: a new private message for the command, the same message for its buttons."""
    desk = interaction.client.desk
    if not desk.sources:
        await tell(interaction, wording.NO_SOURCES)
        return
    pages = -(-len(desk.sources) // PAGE)
    number = min(max(number, 1), pages)
    shown = desk.sources[(number - 1) * PAGE : number * PAGE]
    lines = "\n".join(_entry(entry, desk.settings.public_url) for entry in shown)
    head = f"### {wording.count(len(desk.sources), 'source')}\n-# page {number} of {pages}"
    turns: list[ui.Item[Any]] = [button(Pressed("sources", number=number - 1), "Back")] if number > 1 else []
    turns += [button(Pressed("sources", number=number + 1), "Next")] if number < pages else []
    view = layout(Page(BLUE, (head, lines)), *([turns] if turns else []))
    if interaction.message is None:
        await interaction.response.send_message(view=view, ephemeral=True)
    else:
        await interaction.response.edit_message(view=view)


def _entry(entry: SourceEntry, base: str | None) -> str:
    """One line, short enough that ten fit a message."""
    dated = f" · {entry.date.isoformat()}" if entry.date else ""
    url = source_page(entry.id, entry.url, base)
    return f"- {link(shorten(entry.title, 60), url if url and len(safe_url(url)) <= 200 else None)}{dated}"


def _choice(entry: SourceEntry) -> str:
    """What Discord sends back for a choice, at most 100 characters."""
    return entry.id[:LONGEST]
