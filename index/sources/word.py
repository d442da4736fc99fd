"""Load a Word document: its text as Markdown, and its properties."""

import io
import zipfile
from importlib.metadata import version

from lxml import etree

from index.sources.fields import SourceFields
from index.sources.limits import Limits
from index.sources.loaded import Loaded, LoadError, clean
from index.sources.markdown import first_heading
from index.sources.markup import to_markdown

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_SMALL = 10_000_000
_TERMS = {"dc": "http://purl.org/dc/elements/1.1/"}


def load_docx(content: bytes, limits: Limits) -> Loaded:
    # Deferred: only the process that parses needs it.
    import mammoth  # noqa: PLC0415

    fields = _checked(content, limits)
    page = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES, convert_image=_no_image).value
    text = clean(to_markdown(page))
    return Loaded(text, f"mammoth {version('mammoth')}/2", fields, first_heading(text))


def _no_image(_: object) -> list[object]:
    """Pictures are not text; reading them could also follow links out of the document."""
    return []


def _checked(content: bytes, limits: Limits) -> SourceFields:
    """Refuse what unpacks to too much or declares entities; return the document's properties."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, limits)
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    _refuse_entities(archive.read(part))
            names = archive.namelist()
            return _properties(archive.read("docProps/core.xml") if "docProps/core.xml" in names else b"")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise LoadError("is no Word document", "Save it as .docx, without a password.") from None


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > limits.unpacked_bytes or (unpacked > _SMALL and unpacked > packed * limits.unpacked_ratio):
        raise LoadError(f"unpacks to {unpacked / 1e6:.0f} MB from {packed / 1e6:.1f}", "Save it without attachments.")


def _refuse_entities(part: bytes) -> None:
    # Word writes no document types; one is there to blow up or to read files. UTF-16 puts a NUL beside each letter.
    if b"<!DOCTYPE" in part.replace(b"\0", b"").upper():
        raise LoadError("declares a document type", "Open it in Word and save it again.")


def _properties(core: bytes) -> SourceFields:
    """Title and author. Dates are left out: they tell when a template was made or a copy saved, not what holds."""
    if not core:
        return SourceFields()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(core, parser)
    title, author = (" ".join((root.findtext(f"dc:{name}", "", _TERMS)).split()) for name in ("title", "creator"))
    return SourceFields(title=title or None, author=author or None)
