"""`quoth bot`: read the settings, put the bot together, run it until it is told to stop."""

import asyncio
import signal
from typing import Annotated

import aiohttp
import discord
import typer
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.client import QuothBot, create_bot
from bot.engine import Engine
from bot.guilds import GuildStore
from bot.logs import configure_logs
from bot.remote import RemoteEngine
from index.errors import QuothError, SettingsError
from index.settings import Settings, read_settings


def bot(
    *,
    sync: Annotated[
        bool, typer.Option("--sync", help="Send the commands to Discord, changed or not, and exit.")
    ] = False,
) -> None:
    """Answer on Discord."""
    try:
        settings = read_settings()
        token = _token(settings)
        configure_logs()
        _point_at(settings)
        asyncio.run(_run(settings, token, sync=sync))
    except QuothError as error:
        _fail(str(error))
    except discord.LoginFailure:
        _fail("Discord refuses QUOTH_BOT_TOKEN. Copy the token again from the developer portal, under Bot.")
    except discord.PrivilegedIntentsRequired:
        _fail(
            "switch on Message Content Intent in the developer portal, under Bot, or unset QUOTH_BOT_MESSAGE_CONTENT."
        )
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound, discord.ConnectionClosed) as error:
        _fail(f"Discord cannot be reached ({type(error).__name__}). Check the network, then start again.")


def _token(settings: Settings) -> str:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    if not token:
        raise SettingsError("QUOTH_BOT_TOKEN is not set. It is shown in Discord's developer portal, under Bot.")
    return token


def _fail(sentence: str) -> None:
    typer.echo(f"quoth: {sentence}", err=True)
    raise typer.Exit(1)


def _point_at(settings: Settings) -> None:
    """Speak to another server than Discord's; discord.py holds both addresses as class attributes."""
    if settings.bot_discord_api:
        Route.BASE = settings.bot_discord_api.rstrip("/")
    if settings.bot_discord_gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.bot_discord_gateway)


async def _run(settings: Settings, token: str, *, sync: bool) -> None:
    client = create_bot(await open_engine(settings), settings, GuildStore(settings.data_dir))
    async with client:
        if sync:
            await client.login(token)
            await client.sync(force=True)
        else:
            await _serve(client, token)


async def _serve(client: QuothBot, token: str) -> None:
    """Run until SIGTERM or SIGINT: discord.py itself knows SIGINT only."""
    closing: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: closing.append(loop.create_task(client.close())))
    await client.start(token)
    await asyncio.gather(*closing)


async def open_engine(settings: Settings) -> Engine:
    """Reach Quoth as the settings say: over HTTP, or with the models in this process."""
    if settings.bot_api_url:
        key = settings.bot_api_key
        return RemoteEngine(settings.bot_api_url, key.get_secret_value() if key else None)
    from bot.opening import open_local  # noqa: PLC0415  # models and FAISS are not imported where an API has them

    return await asyncio.to_thread(open_local, settings)
