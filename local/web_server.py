"""The web servers of the local stack, moto's and the gateway's: on 127.0.0.1, with a thread for each request."""

import json
import logging
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from werkzeug import serving

from chalicelib.foundation.failures import name_of, place_of

log = logging.getLogger("yimen.local")
LOOPBACK = "127.0.0.1"
STOP_POLL = 0.05  # seconds between two looks of a server whether it is to stop


class Server(serving.ThreadedWSGIServer):
    """Tells in one line what ended a request without an answer: mostly a client that hung up, or sent nonsense.

    Python and werkzeug would each write a traceback, with what the client has sent.
    """

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        self.log("error", "")

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002 - werkzeug's names
        failure = sys.exception()
        if isinstance(failure, Exception):
            log.warning(
                json.dumps({"message": "request broken off", "failure": name_of(failure), "where": place_of(failure)})
            )


def make_server(
    port: int, application: WSGIApplication, handler: type[serving.WSGIRequestHandler]
) -> serving.BaseWSGIServer:
    """A server that holds its port already and answers within `served`. Port 0 takes a free one.

    Raises OSError for a taken port: werkzeug, which would end the process, gets a socket that listens already.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with listening_socket(port) as listener:
        return Server(LOOPBACK, port, application, handler=handler, fd=listener.fileno())


def listening_socket(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


@contextmanager
def served(server: serving.BaseWSGIServer, name: str) -> Generator[None]:
    """The server answers, in a thread of this name, until the end of the block."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": STOP_POLL}, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
