"""The forms that buttons open. What is written in them comes back as an event of the client, errors included."""

from typing import Any

import discord
from discord import ui

from bot import wording
from bot.asking import ask_here
from bot.base import Interaction
from bot.engine import Vote
from bot.failures import tell
from bot.place import person_of
from index.answering.questions import LONGEST

SECONDS = 15 * 60.0


class Form(ui.Modal):
    """A form whose errors are told to the person who sent it."""

    def __init__(self, title: str) -> None:
        super().__init__(title=title, timeout=SECONDS)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:  # type: ignore[override]  # as in discord.py's own Modal
        await interaction.client.report(interaction, error)


class AskForm(Form):
    """Ask a question, given or as a follow-up to a conversation."""

    def __init__(self, title: str, *, private: bool, conversation: str | None = None, question: str = "") -> None:
        super().__init__(title)
        self._private, self._conversation = private, conversation
        self.question: ui.TextInput[AskForm] = ui.TextInput(
            custom_id="question",
            style=discord.TextStyle.paragraph,
            default=question[:LONGEST] or None,
            max_length=LONGEST,
        )
        self.add_item(ui.Label(text="Question", component=self.question))

    async def on_submit(self, interaction: Interaction, /) -> None:  # type: ignore[override]  # our own client's interaction
        await ask_here(interaction, self.question.value, private=self._private, conversation=self._conversation)


class ReasonForm(Form):
    """Say what is wrong with an answer."""

    def __init__(self, answer_id: str) -> None:
        super().__init__("What is wrong with this answer?")
        self._answer_id = answer_id
        options = [discord.SelectOption(label=label, value=value) for value, label in wording.REASONS.items()]
        self.reason: ui.Select[ReasonForm] = ui.Select(custom_id="reason", options=options)
        self.comment: ui.TextInput[ReasonForm] = ui.TextInput(
            custom_id="comment", style=discord.TextStyle.paragraph, required=False, max_length=500
        )
        self.add_item(ui.Label(text="Reason", component=self.reason))
        self.add_item(ui.Label(text="Comment", component=self.comment))

    async def on_submit(self, interaction: Interaction, /) -> None:  # type: ignore[override]  # our own client's interaction
        desk = interaction.client.desk
        person = person_of(interaction.user.id)
        vote = Vote(person, up=False, reason=self.reason.values[0], comment=self.comment.value or None)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await desk.engine.vote(self._answer_id, vote)
        await tell(interaction, wording.VOTED_DOWN)
