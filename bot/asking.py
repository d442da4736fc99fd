"""Carry a question from Discord to the engine and its answer back, for commands, forms and messages alike."""

import logging
from contextlib import AsyncExitStack, suppress

import discord

from bot import wording
from bot.base import Interaction, QuothClient
from bot.cards import Card
from bot.desk import Desk, Given
from bot.failures import EXPIRED, THREAD_EXISTS
from bot.gate import RefusedError
from bot.guilds import Threads
from bot.place import Place, place_of
from index.types import Conflicting, Silent

log = logging.getLogger("quoth.bot")


async def ask_here(interaction: Interaction, question: str, *, private: bool, conversation: str | None = None) -> None:
    """Answer an interaction: check in memory, defer at once, then let the answer edit the deferral."""
    desk = interaction.client.desk
    place = place_of(interaction)
    hidden = private or place.guild_id is None
    if not private:
        _check_channel(desk, place)
    desk.take(place, question.strip())
    await interaction.response.defer(ephemeral=private, thinking=True)
    async with desk.answering(place, question.strip(), private=hidden, conversation=conversation) as given:
        threads = _threads(desk, place, interaction.channel) if not private else Threads.NEVER
        card = Card(
            given,
            private=private and place.guild_id is not None,
            thread=threads is Threads.OFFER,
            public_url=desk.settings.public_url,
        )
        sent = await deliver(interaction, card, private=private)
        if sent and threads is Threads.ALWAYS:
            await open_thread(sent, given.answer.question)
        if sent and not hidden:
            await call_role(desk, place, given, sent)


async def deliver(interaction: Interaction, card: Card, *, private: bool) -> discord.Message | None:
    """Edit the deferral; where its token has expired, post in the channel, or for a private answer write directly."""
    try:
        return await interaction.edit_original_response(view=card.view())
    except discord.HTTPException as error:
        if error.code not in EXPIRED:
            raise
    log.warning("an interaction expired before its answer; it is sent as a message")
    if private:
        return await interaction.user.send(view=card.view())
    if isinstance(interaction.channel, discord.abc.Messageable):
        return await interaction.channel.send(view=card.view())
    return None


async def ask_below(
    client: QuothClient, message: discord.Message, question: str, *, conversation: str | None = None
) -> None:
    """Answer a message with a reply."""
    desk = client.desk
    place = place_of(message)
    desk.take(place, question)
    threads = _threads(desk, place, message.channel)
    async with AsyncExitStack() as stack:
        with suppress(discord.HTTPException):  # an answer comes also where Discord does not show that it is on its way
            await stack.enter_async_context(message.channel.typing())
        given = await stack.enter_async_context(
            desk.answering(place, question, private=False, conversation=conversation)
        )
        card = Card(given, thread=threads is Threads.OFFER, public_url=desk.settings.public_url)
        sent = await _reply(message, card)
        if threads is Threads.ALWAYS:
            await open_thread(sent, given.answer.question)
        await call_role(desk, place, given, sent)


async def _reply(message: discord.Message, card: Card) -> discord.Message:
    """Reply; where the question was deleted meanwhile, post the answer without a reference to it."""
    try:
        return await message.reply(view=card.view(), mention_author=False)
    except discord.HTTPException as error:
        if error.status != 400 and error.code not in EXPIRED:
            raise
    return await message.channel.send(view=card.view())


async def open_thread(message: discord.Message, question: str) -> str | None:
    """Hang a thread on an answer, and name it; the answer is given already, so a refusal is only logged."""
    channel = message.channel
    if not isinstance(channel, discord.TextChannel):
        return None
    try:
        thread = await channel.get_partial_message(message.id).create_thread(name=thread_name(question))
        await thread.send(wording.THREAD_OPENED)
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            return f"<#{message.id}>"  # a thread has the id of the message that it hangs on
        log.warning("could not open a thread in channel %s: %s", channel.id, error)
        return None
    return thread.mention


def thread_name(question: str) -> str:
    return " ".join(question.split())[:90] or "Follow-ups"


async def call_role(desk: Desk, place: Place, given: Given, sent: discord.Message) -> None:
    """Call the server's role on a decline: the one message that may notify, and it holds none of anybody's words."""
    role_id = desk.guilds.get(place.guild_id).role if place.guild_id else None
    if role_id is None or not isinstance(given.answer.verdict, Conflicting | Silent):
        return
    text = wording.DECLINED.format(role=f"<@&{role_id}>", link=sent.jump_url)
    only = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role_id)], replied_user=False)
    try:
        await sent.channel.send(text, allowed_mentions=only)
    except discord.HTTPException as error:
        log.warning("could not call role %s: %s", role_id, error)


def may_answer(desk: Desk, place: Place) -> bool:
    return place.guild_id is None or desk.guilds.get(place.guild_id).answers_in(place.ruled_by)


def _check_channel(desk: Desk, place: Place) -> None:
    """Raise RefusedError, naming where to ask, in a channel where the bot may not answer openly."""
    if place.guild_id is None or may_answer(desk, place):
        return
    listed = " ".join(f"<#{channel}>" for channel in desk.guilds.get(place.guild_id).listed()[:10])
    elsewhere = wording.ELSEWHERE.format(channels=listed) if listed else ""
    raise RefusedError(wording.NOT_THIS_CHANNEL.format(elsewhere=elsewhere))


def _threads(desk: Desk, place: Place, channel: object) -> Threads:
    """Threads hang on a message of a text channel; elsewhere there is nothing to offer."""
    if place.guild_id is None or not isinstance(channel, discord.TextChannel):
        return Threads.NEVER
    return desk.guilds.get(place.guild_id).channel(place.ruled_by).threads
