"""Gunicorn's settings for the site, read by gunicorn as `python:longleaf.cli.site`.

Requests are logged by the site's own middleware, by the page's name: gunicorn's access log would
repeat addresses, queries and one-time links.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any


class LineFormatter(logging.Formatter):
    """One JSON object a line, as the site's own log lines are."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


wsgi_app = "longleaf.config.wsgi:application"
preload_app = True  # loaded once, then shared; nothing is connected before a worker's first request
worker_class = "gthread"
workers = int(os.environ.get("LONGLEAF_WORKERS", "2"))
threads = 8
timeout = 120
graceful_timeout = 10
keepalive = 5
accesslog = None
control_socket_disable = True  # it would lie in the home folder, shared by all sites of an account
# A worker's sign of life is a file's time; on a slow disk that sign would come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # not for our files
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": LineFormatter}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
