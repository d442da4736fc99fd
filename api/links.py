"""Link to Quoth's own pages."""

from urllib.parse import quote

from fastapi import Request

from api.serving import serving_of


def base_of(request: Request) -> str:
    """Where this server is reached: QUOTH_PUBLIC_URL, else as this request reached it (Host is checked before)."""
    public = serving_of(request).settings.public_url
    return (public or str(request.base_url)).rstrip("/")


def source_page(base: str, source_id: str, start: int | None = None, end: int | None = None) -> str:
    """Address a source's page, at a quote if one is given."""
    address = f"{base}/sources/{quote(source_id, safe='')}"
    return address if start is None else f"{address}?start={start}&end={end}#quote"
