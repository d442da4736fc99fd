"""Let `python -m index.cli` do what `quoth` does."""

from index.cli.app import main

main()
