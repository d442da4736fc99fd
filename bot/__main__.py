"""`python -m bot` is `quoth bot`."""

import typer

from bot.cli import bot

if __name__ == "__main__":
    typer.run(bot)
