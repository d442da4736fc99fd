"""Write logs: readable in a terminal, one JSON object a line elsewhere."""

import logging
from typing import TextIO

import structlog
from structlog.types import Processor


def configure_logs(stream: TextIO) -> None:
    """Set up structlog for this process; the libraries' own warnings go the standard way."""
    logging.basicConfig(level=logging.WARNING, stream=stream)
    render: list[Processor]
    if stream.isatty():
        # the default one shows local variables, a question among them
        render = [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    else:
        render = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
