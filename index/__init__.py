"""Quoth's index and answering: from articles on disk to a verdict with verbatim quotes."""
