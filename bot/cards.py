"""Build the messages that carry an answer: a page in its colour, and buttons that work after a restart."""

import re
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord import ui

from bot.desk import Given
from bot.render import Page, render

NONE = "-"
_ID = r"[0-9a-f]{32}|-"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button's id says: what to do, with which answer of which conversation, and a page number."""

    action: str
    answer: str = NONE
    conversation: str = NONE
    number: int = 1

    @property
    def custom_id(self) -> str:
        return f"quoth:{self.action}:{self.answer}:{self.conversation}:{self.number}"


class Press(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"quoth:(?P<action>[a-z]+):(?P<answer>{_ID}):(?P<conversation>{_ID}):(?P<number>\d+)",
):
    """Any button of ours. It only dispatches `on_press`: an error in a DynamicItem's callback would go unheard."""

    def __init__(self, pressed: Pressed, button: ui.Button[ui.LayoutView] | None = None) -> None:
        super().__init__(button or ui.Button(custom_id=pressed.custom_id))
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Pressed(match["action"], match["answer"], match["conversation"], int(match["number"])))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.dispatch("press", interaction, self.pressed)


@dataclass(frozen=True, slots=True)
class Card:
    """An answer as one reader sees it: `private` may be shared, `thread` may be continued in a thread."""

    given: Given
    private: bool = False
    thread: bool = False
    number: int = 1
    public_url: str | None = None
    credit: str = ""

    @property
    def pages(self) -> list[Page]:
        return render(self.given.answer, public_url=self.public_url)

    def view(self) -> ui.LayoutView:
        """Lay out the page with its buttons; sending it anywhere pings nobody."""
        pages = self.pages
        number = min(max(self.number, 1), len(pages))
        rows = [self._rate(), replace(self, number=number)._go_on(len(pages))]
        return layout(pages[number - 1], *(row for row in rows if row), credit=self.credit)

    def _pressed(self, action: str, number: int = 1) -> Pressed:
        return Pressed(action, self.given.answer.id, self.given.conversation, number)

    def _rate(self) -> list[ui.Item[Any]]:
        return [
            button(self._pressed("up"), emoji="👍"),
            button(self._pressed("down"), emoji="👎"),
            button(self._pressed("follow"), "Ask a follow-up", emoji="💬"),
            button(self._pressed("why"), "Why?", emoji="🔎"),
        ]

    def _go_on(self, pages: int) -> list[ui.Item[Any]]:
        items: list[ui.Item[Any]] = []
        if self.number > 1:
            items.append(button(self._pressed("more", self.number - 1), "Back"))
        if self.number < pages:
            items.append(button(self._pressed("more", self.number + 1), "Show more"))
        if self.private:
            items.append(button(self._pressed("share"), "Share", emoji="📤"))
        if self.thread:
            items.append(button(self._pressed("thread"), "Continue in a thread", emoji="🧵"))
        if self.given.public and self.public_url:
            url = f"{self.public_url.rstrip('/')}/answers/{self.given.answer.id}"
            items.append(ui.Button(label="Permalink", url=url))
        return items


def button(pressed: Pressed, label: str | None = None, *, emoji: str | None = None) -> Press:
    return Press(pressed, ui.Button(label=label, emoji=emoji, custom_id=pressed.custom_id))


def layout(page: Page, *rows: list[ui.Item[Any]], credit: str = "") -> ui.LayoutView:
    """Put a page into a container of its colour, separators between its texts, rows of buttons below."""
    items: list[ui.Item[Any]] = []
    for number, text in enumerate(page.texts):
        items.extend([ui.Separator()] if number else [])
        items.append(ui.TextDisplay(text))
    items.extend(ui.ActionRow(*row) for row in rows)
    view = ui.LayoutView(timeout=None)
    if credit:
        view.add_item(ui.TextDisplay(f"-# {credit}"))
    view.add_item(ui.Container(*items, accent_colour=page.accent))
    return view


def pressed_on(message: discord.Message) -> Pressed | None:
    """Read which answer of which conversation one of our own messages carries, off its buttons."""
    for custom_id in (one for component in message.components for one in _custom_ids(component)):
        found = Press.__discord_ui_compiled_template__.fullmatch(custom_id)
        if found and NONE not in (found["answer"], found["conversation"]):
            return Pressed(found["action"], found["answer"], found["conversation"])
    return None


def _custom_ids(component: object) -> list[str]:
    own = getattr(component, "custom_id", None)
    below = [one for child in getattr(component, "children", ()) for one in _custom_ids(child)]
    return [own, *below] if isinstance(own, str) else below
