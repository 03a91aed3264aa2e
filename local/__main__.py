"""`make run`: hears Ctrl-C before it loads anything."""

import os
import sys

from local.stopping import Stop

if __name__ == "__main__":
    stop = Stop()
    stop.listen()

    from local.run import main

    status = main(stop)
    sys.stdout.flush()
    # Waiting executions of the emulator hold threads that nothing would ever wake.
    os._exit(status)
