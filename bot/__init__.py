"""The Discord bot: commands, buttons and rendering."""
