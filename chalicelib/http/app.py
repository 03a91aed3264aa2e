"""The Chalice app as the gateway calls it: what goes wrong in Chalice itself is told without its words, too."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.foundation import problems, telemetry
from chalicelib.foundation.failures import told
from chalicelib.http import areas
from chalicelib.http.posts import QuestionOf, nothing_to_ask
from chalicelib.http.responses import problem

CHALICE_LOG = "chalice"


class App(Chalice):
    """Views answer their own errors (`responses.respond`). What fails before or after them is answered here.

    `question_of` is what each route of staff asks about its caller; the room that has the register gives it.
    `serve_others` serves the routes that the app does not have from its start; it is called with the first request for
    one that the app does not know. `served` are the blueprints that are registered.
    """

    def __init__(
        self, app_name: str, question_of: QuestionOf = nothing_to_ask, serve_others: Callable[[], object] | None = None
    ) -> None:
        # Chalice would set the level of the logger that has our name; telemetry looks after that one.
        super().__init__(app_name, configure_logs=False)  # pyright: ignore[reportUnknownMemberType]
        self.log = chalice_log()
        self.question_of = question_of
        self.served: list[Blueprint] = []
        self._serve_others = serve_others

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        asked: Mapping[str, Any] = event.get("requestContext", {})
        try:
            self._know(asked)
            return super().__call__(areas.routed(event, self.routes), context)
        except Exception as bug:  # noqa: BLE001 - Lambda would write its text into the log
            name = str(getattr(context, "aws_request_id", ""))
            telemetry.log.error("unexpected error", extra={"request_id": name, **told(bug)})
            return problem(problems.Problem(), name).to_dict(self.api.binary_types)
        finally:
            path = asked.get("resourcePath", "")
            if not self.routes.get(path):  # Chalice has put what was asked for among the paths, without a method
                self.routes.pop(path, None)

    def _know(self, asked: Mapping[str, Any]) -> None:
        """Serve the other routes if the request is for none of those that are served."""
        known = self.routes.get(asked.get("resourcePath", ""), {})
        if self._serve_others and asked.get("httpMethod") not in known:
            self._serve_others()
            self._serve_others = None


def chalice_log() -> logging.Logger:
    """Where Chalice logs what it catches itself. By itself it would log the address and the text of the exception."""
    log = logging.getLogger(CHALICE_LOG)
    log.propagate = False
    log.handlers = [_Told()]
    return log


class _Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        caught = record.exc_info[1] if record.exc_info else None
        telemetry.log.error("unexpected error", extra=told(caught) if caught else {"where": [record.module]})
