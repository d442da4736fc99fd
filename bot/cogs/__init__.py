"""One cog per concern: asking, listening, buttons, sources, administration."""
