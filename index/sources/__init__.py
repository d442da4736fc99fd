"""Read articles of any format as Sources: canonical text, title, date and where they came from."""

from index.sources.corpus import ReadSources, read_sources
from index.sources.fields import SourceFields
from index.sources.finding import FoundFile, find_sources
from index.sources.limits import Limits
from index.sources.reading import read_source

__all__ = ["FoundFile", "Limits", "ReadSources", "SourceFields", "find_sources", "read_source", "read_sources"]
