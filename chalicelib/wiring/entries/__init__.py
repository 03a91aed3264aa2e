"""What Lambda loads: a module for the API and one for each function, each with its `handler`.

This module runs before all others that an entry imports. While they load, nothing that they make is garbage, so the
collector would only look through it again and again: a tenth of the time of a cold start.
"""

import gc
from collections.abc import Callable
from typing import Any

gc.disable()

Handler = Callable[[Any, Any], Any]


def ready(handler: Handler) -> Handler:
    """The handler, when its modules are loaded.

    Lambda gives a process that starts more of a processor than one that answers. So what every call needs is made now:
    the settings, which refuse to start a function that lacks one, and the client of the table.
    """
    from chalicelib.foundation import platform as platforms

    _ = platforms.current().table
    gc.freeze()
    gc.enable()
    return handler
