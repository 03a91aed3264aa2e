"""A port held before anything is started on it: werkzeug's server would end the process where the port is taken."""

import socket


def held(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. OSError when the port is taken."""
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
