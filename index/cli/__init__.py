"""The command line: each command a module of its own, loaded when it is called."""
