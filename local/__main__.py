"""`python -m local`, which is `make run`. Handles signals first: Ctrl-C must work while the rest is imported, too."""

import gc
import os
import sys

from local.stopping import Stop

if __name__ == "__main__":
    stop = Stop()
    stop.listen()
    gc.disable()  # `local.stack` enables the garbage collector once everything is imported and made

    from local.run import main

    status = main(stop)
    sys.stdout.flush()
    # A normal exit would wait for ever: moto keeps a thread for each execution that still waits for its token.
    os._exit(status)
