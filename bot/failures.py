"""Tell a person what went wrong, in words, with an id that stands in the log; never fail in silence."""

import logging
import secrets

import discord
from discord import app_commands

from bot import wording
from bot.engine import BusyError
from bot.escape import escape
from bot.gate import ClosingError, CooldownError, RefusedError
from index.errors import (
    AnswerExpiredError,
    AnswerMissingError,
    OperatorError,
    UnavailableError,
    UsageError,
)

log = logging.getLogger("quoth.bot")

# Discord's codes for a token that is too old or was used up: nothing can be said through it any more.
UNKNOWN_MESSAGE, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_TOKEN = 10008, 10062, 10015, 50027
EXPIRED = frozenset({UNKNOWN_MESSAGE, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_TOKEN})
THREAD_EXISTS = 160004


def explain(error: BaseException) -> str:
    """Say it in a sentence; what nobody expected, and what the operator must mend, goes to the log with an id."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    match cause:
        case UsageError() | UnavailableError():
            return _refusal(cause)
        case app_commands.MissingPermissions():
            return str(cause)
        case OperatorError():
            return wording.OPERATOR.format(id=_logged(cause))
        case _:
            return wording.FAILED.format(id=_logged(cause))


def _refusal(error: UsageError | UnavailableError) -> str:
    """What the asker can mend, or wait for: nothing for the log."""
    match error:
        case CooldownError():
            return wording.SLOW_DOWN.format(seconds=error.retry_after)
        case BusyError():
            return wording.BUSY.format(seconds=error.retry_after)
        case ClosingError():
            return wording.CLOSING
        case AnswerExpiredError() | AnswerMissingError():
            return wording.GONE
        case RefusedError():
            return str(error)
        case _:
            return escape(str(error))


def _logged(error: BaseException) -> str:
    error_id = secrets.token_hex(4)
    log.error("error %s", error_id, exc_info=error)
    return error_id


async def tell(interaction: discord.Interaction[discord.Client], text: str) -> None:
    """Answer an interaction in words, whether it was deferred or not; privately where that is still open."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("could not tell somebody %r: %s", text, error)


async def tell_below(message: discord.Message, text: str) -> None:
    """Reply to a message in words; where that is refused, leave a reaction."""
    try:
        await message.reply(text, mention_author=False)
    except discord.HTTPException as error:
        log.warning("could not reply %r: %s", text, error)
        await react(message, "⚠️")


async def react(message: discord.Message, emoji: str) -> None:
    try:
        await message.add_reaction(emoji)
    except discord.HTTPException as error:
        log.warning("could not react in channel %s: %s", message.channel.id, error)
