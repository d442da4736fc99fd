"""What the buttons do. Their ids carry all that is needed, so they work after a restart."""

import discord
from discord.ext import commands

from bot import wording
from bot.asking import may_answer, open_thread
from bot.base import Interaction, QuothClient
from bot.cards import Card, Pressed, layout
from bot.cogs.sources import show_sources
from bot.desk import Given
from bot.engine import Vote
from bot.escape import escape, shorten
from bot.failures import tell
from bot.forms import AskForm, ReasonForm
from bot.place import person_of, place_of
from bot.why import explain_trace
from index.errors import AnswerExpiredError


class PressesCog(commands.Cog):
    """Listens for `press`, which our buttons dispatch; errors go to the client's `on_error`."""

    @commands.Cog.listener()
    async def on_press(self, interaction: Interaction, pressed: Pressed) -> None:
        if not await interaction.client.admitted(interaction):
            return
        match pressed.action:
            case "up":
                await _vote_up(interaction, pressed)
            case "down":
                await interaction.response.send_modal(ReasonForm(pressed.answer))
            case "follow":
                form = AskForm("Ask a follow-up", private=_hidden(interaction), conversation=pressed.conversation)
                await interaction.response.send_modal(form)
            case "why":
                await show_why(interaction, pressed.answer)
            case "more":
                await _show_page(interaction, pressed)
            case "share":
                await _share(interaction, pressed)
            case "thread":
                await _continue_in_thread(interaction, pressed)
            case "sources":
                await show_sources(interaction, pressed.number)
            case _:
                await tell(interaction, wording.GONE)


async def show_why(interaction: Interaction, answer_id: str) -> None:
    """Show the trace of an answer, privately."""
    desk = interaction.client.desk
    await interaction.response.defer(ephemeral=True, thinking=True)
    trace = await desk.engine.trace(answer_id)
    if trace is None:
        raise AnswerExpiredError(wording.GONE)
    titles = {source.id: source.title for source in desk.sources}
    await interaction.edit_original_response(view=layout(explain_trace(trace, titles)))


async def _vote_up(interaction: Interaction, pressed: Pressed) -> None:
    desk = interaction.client.desk
    await interaction.response.defer(ephemeral=True, thinking=True)
    await desk.engine.vote(pressed.answer, Vote(person_of(interaction.user.id), up=True))
    await tell(interaction, wording.THANKS)


async def _given(interaction: Interaction, pressed: Pressed) -> Given:
    """Read an answer back; raise AnswerExpiredError if it is no longer kept."""
    kept = await interaction.client.desk.engine.kept(pressed.answer)
    if kept is None:
        raise AnswerExpiredError(wording.GONE)
    return Given(kept.answer, pressed.conversation, kept.public)


async def _show_page(interaction: Interaction, pressed: Pressed) -> None:
    """Turn the page of a message that only this person sees; of an open one, show the page to this person alone."""
    hidden = _hidden(interaction)
    if hidden:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    card = Card(
        await _given(interaction, pressed),
        private=hidden and interaction.guild is not None,
        number=pressed.number,
        public_url=interaction.client.desk.settings.public_url,
    )
    await interaction.edit_original_response(view=card.view())


async def _share(interaction: Interaction, pressed: Pressed) -> None:
    """Post a private answer for everybody, where the bot may answer; it stays without a permalink."""
    desk = interaction.client.desk
    place = place_of(interaction)
    if not may_answer(desk, place):
        await tell(interaction, wording.NOT_THIS_CHANNEL.format(elsewhere=""))
        return
    desk.take(place, "share")
    await interaction.response.defer(thinking=True)
    credit = wording.SHARED.format(name=escape(shorten(interaction.user.display_name, 40)))
    card = Card(await _given(interaction, pressed), public_url=desk.settings.public_url, credit=credit)
    await interaction.edit_original_response(view=card.view())


async def _continue_in_thread(interaction: Interaction, pressed: Pressed) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    given = await _given(interaction, pressed)
    thread = await open_thread(interaction.message, given.answer.question) if interaction.message else None
    await tell(interaction, thread or wording.NO_THREAD)


def _hidden(interaction: discord.Interaction[QuothClient]) -> bool:
    """Whether the message that was pressed is seen by this person alone."""
    return interaction.message is not None and interaction.message.flags.ephemeral
