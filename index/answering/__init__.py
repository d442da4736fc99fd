"""From hits to a verdict: read, compare, decide, word."""
