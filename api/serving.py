"""Hold what the routes of one app share."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from api.answerer import Answerer
from api.engine import Engine
from api.jobs import Jobs
from api.keys import KeyStore
from api.limits import Limits
from api.metrics import Metrics
from index.answers import AnswerStore
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come without a key.

    `loopback`: this server is bound to this machine alone, whose users need no key. `insecure`: nobody needs one.
    `own_page`: the page at `/` may ask without. `pages`: anybody may read sources and answers as pages.
    """

    loopback: bool = False
    insecure: bool = False
    own_page: bool = False
    pages: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """One app's parts, each thread-safe."""

    answerer: Answerer
    settings: Settings
    store: AnswerStore
    keys: KeyStore
    engine: Engine
    jobs: Jobs
    limits: Limits
    metrics: Metrics
    access: Access


def serving_of(connection: HTTPConnection) -> Serving:
    serving = connection.app.state.quoth
    assert isinstance(serving, Serving)
    return serving
