"""Find the command that was typed, load it alone, and turn errors into one sentence and an exit code."""

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from typing import Annotated, Any, NoReturn

import typer

from index.errors import OperatorError, QuothError, StorageError, UsageError

# A command is a line here: its name, and where its function or Typer app stands. Loaded when typed, so that none
# pays for another's imports.
COMMANDS = {
    "build": "index.cli.build:build",
    "ask": "index.cli.ask:ask",
    "sources": "index.cli.sources:sources",
    "generations": "index.cli.generations:generations",
    "rollback": "index.cli.generations:rollback",
    "eval": "index.cli.eval:evaluate",
    "check": "index.cli.check:check",
    "calibrate": "index.cli.calibrate:calibrate",
    "forget": "index.cli.answers:forget",
    "backup": "index.cli.answers:backup",
    "doctor": "index.cli.doctor:doctor",
}
GROUP = "quoth.commands"  # the entry points of the commands that come from api and bot
WRONG_USE, FAILURE, INTERRUPTED = 2, 1, 130


def main() -> NoReturn:
    """Run one command and exit: 0 done, 1 failure, 2 wrong use."""
    typed = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        make_app(_chosen(typed))()
    except UsageError as error:
        fail(error, WRONG_USE)
    except QuothError as error:
        fail(error, FAILURE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; Python would complain on the way out
        sys.exit(FAILURE)
    except OSError as error:
        if error.filename is None:
            raise
        why = (
            f"{str(error.filename)!r}: {error.strerror}. Check that its folder is there, and that this user may use it."
        )
        fail(StorageError(why), FAILURE)
    sys.exit(0)


def fail(error: QuothError, code: int) -> NoReturn:
    """Say what is wrong and exit."""
    sys.stderr.write(f"quoth: {error}\n")
    sys.exit(code)


def make_app(commands: dict[str, Callable[[], Any]]) -> typer.Typer:
    """Make the application of these commands, loading each."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(quoth)
    for name, load in commands.items():
        command = load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _tell_version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it with the flag
    if not wanted:
        return
    try:
        told = version("quoth")
    except PackageNotFoundError:
        told = "of a checkout that is not installed"
    sys.stdout.write(f"quoth {told}\n")
    raise typer.Exit


def quoth(
    _version: Annotated[  # noqa: FBT002  # typer reads a flag from it
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Answers questions from your articles, in their own words, and says so when it can't."""


def _chosen(typed: str) -> dict[str, Callable[[], Any]]:
    """Return the command that was typed, else all; what is installed is looked up only if it is none of our own."""
    if typed in COMMANDS:
        return {typed: _own(COMMANDS[typed])}
    known = {name: _own(target) for name, target in COMMANDS.items()} | _installed(entry_points(group=GROUP))
    return {typed: known[typed]} if typed in known else known


def _own(target: str) -> Callable[[], Any]:
    module, _, name = target.partition(":")
    return lambda: getattr(import_module(module), name)


def _installed(points: Iterable[EntryPoint]) -> dict[str, Callable[[], Any]]:
    return {point.name: _load(point) for point in points}


def _load(point: EntryPoint) -> Callable[[], Any]:
    def load() -> Any:
        try:
            return point.load()
        except (ImportError, AttributeError) as error:
            return _broken(point.name, f"{error}")

    return load


def _broken(name: str, why: str) -> Callable[[], None]:
    """Stand in for a command that cannot be loaded, so that the others still can."""

    def command() -> None:
        raise OperatorError(f"`quoth {name}` cannot start: {why}. Install Quoth again, then run `quoth doctor`.")

    command.__doc__ = f"Not available: {why}."
    return command
