"""Hear mentions, direct messages, replies and forum posts; every one that is meant for the bot is answered."""

import logging

import discord
from discord.ext import commands

from bot import wording
from bot.asking import ask_below, may_answer
from bot.base import QuothClient
from bot.cards import Pressed, pressed_on
from bot.failures import react, tell_below
from bot.place import place_of
from index.answering.questions import LONGEST

log = logging.getLogger("quoth.bot")
_KINDS = (discord.MessageType.default, discord.MessageType.reply)
_MUTED = "🔇"


class ListeningCog(commands.Cog):
    """What people write, as far as Discord lets the bot read it."""

    def __init__(self, client: QuothClient) -> None:
        self._client = client

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or message.webhook_id or message.type not in _KINDS:
            return
        if not (self._mentioned(message) or self._meant(message)):
            return
        if not await self._admitted(message):
            return
        if not _may_speak(message) or not may_answer(self._client.desk, place_of(message)):
            await react(message, _MUTED)
            return
        await self._answer(message)

    async def _admitted(self, message: discord.Message) -> bool:
        guild_id = message.guild.id if message.guild else None
        if await self._client.desk.admits(message.author.id, guild_id):
            return True
        if self._mentioned(message) or message.guild is None:
            await tell_below(message, wording.NOT_THIS_SERVER if guild_id else wording.NOT_THIS_PERSON)
        return False

    def _mentioned(self, message: discord.Message) -> bool:
        return self._client.user in message.mentions

    def _meant(self, message: discord.Message) -> bool:
        """Without a mention: a direct message, our role, a reply to us, a readable word in our thread, a forum post."""
        guild = message.guild
        if guild is None or _own_role(message) is not None:
            return True
        if self._replied_to(message) is not None or self._is_post(message):
            return True
        thread = message.channel
        ours = isinstance(thread, discord.Thread) and thread.owner == guild.me
        return ours and bool(message.content)

    async def _answer(self, message: discord.Message) -> None:
        question = self._post(message) if self._is_post(message) else self._question(message)
        unread = not self._mentioned(message) or self._replied_to(message) is not None
        if not question and unread and message.guild:
            await tell_below(message, wording.MENTION_ME)
            return
        conversation = await self._conversation(message)
        await ask_below(self._client, message, question, conversation=conversation)

    def _question(self, message: discord.Message) -> str:
        """The text without the mention of us, other people by name."""
        me = self._client.user
        text = message.content
        for user in message.mentions:
            name = "" if user == me else user.display_name
            text = text.replace(f"<@{user.id}>", name).replace(f"<@!{user.id}>", name)
        role = _own_role(message)
        if role is not None:
            text = text.replace(role.mention, "")
        return text.strip()

    def _is_post(self, message: discord.Message) -> bool:
        """Whether this begins a post in a forum that is answered by itself: a post's first message has its id."""
        thread = message.channel
        if not isinstance(thread, discord.Thread) or message.id != thread.id or message.guild is None:
            return False
        if not isinstance(thread.parent, discord.ForumChannel):
            return False
        return self._client.desk.guilds.get(message.guild.id).channel(thread.parent_id).forum

    def _post(self, message: discord.Message) -> str:
        """Title and body of a post; without the message content intent, or where both are too long, the title."""
        title = getattr(message.channel, "name", "")
        both = f"{title}\n{self._question(message)}".strip()
        return both if len(both) <= LONGEST else title

    def _replied_to(self, message: discord.Message) -> discord.Message | None:
        """Our own message that this one replies to."""
        resolved = message.reference.resolved if message.reference else None
        ours = isinstance(resolved, discord.Message) and resolved.author == self._client.user
        return resolved if ours and isinstance(resolved, discord.Message) else None

    async def _conversation(self, message: discord.Message) -> str | None:
        """What this follows up: the answer replied to, or what the thread is about."""
        replied = self._replied_to(message)
        pressed = pressed_on(replied) if replied else None
        if pressed is None and isinstance(message.channel, discord.Thread):
            known = self._client.desk.conversation_in(message.channel.id)
            if known:
                return known
            pressed = await _on_starter(message.channel)
        return pressed.conversation if pressed else None


def _own_role(message: discord.Message) -> discord.Role | None:
    """Our role, if the message mentions it: the one that Discord manages for us."""
    ours = message.guild.me.roles if message.guild else []
    return next((role for role in message.role_mentions if role.managed and role in ours), None)


async def _on_starter(thread: discord.Thread) -> Pressed | None:
    """Read the answer that our thread hangs on; its message has the thread's id."""
    if thread.parent is None or not isinstance(thread.parent, discord.TextChannel):
        return None
    try:
        return pressed_on(thread.starter_message or await thread.parent.fetch_message(thread.id))
    except discord.HTTPException as error:
        log.warning("could not read what thread %s hangs on: %s", thread.id, error)
        return None


def _may_speak(message: discord.Message) -> bool:
    """Whether Discord lets the bot write there."""
    if message.guild is None or not isinstance(message.channel, discord.abc.GuildChannel | discord.Thread):
        return True
    allowed = message.channel.permissions_for(message.guild.me)
    return allowed.send_messages_in_threads if isinstance(message.channel, discord.Thread) else allowed.send_messages
