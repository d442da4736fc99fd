"""Let the pages call that a publishable key names, and no others: the list is the keys', and empty means none."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from api.keys import KeyStore


class KeyOrigins(CORSMiddleware):
    """CORS whose origins are those of the publishable keys of this moment. No credentials: a key is not a cookie."""

    def __init__(self, app: ASGIApp, keys: KeyStore) -> None:
        super().__init__(
            app,
            allow_methods=("POST", "GET"),
            allow_headers=("Authorization", "Content-Type", "X-Request-ID"),
            expose_headers=("Retry-After", "X-Request-ID"),
            max_age=600,
        )
        self._keys = keys

    def is_allowed_origin(self, origin: str) -> bool:
        return self._keys.allows_origin(origin.lower())
