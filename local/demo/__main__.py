"""`python -m local.demo`, which is `make demo`. Ctrl-C ends it with one line, also while the rest is imported."""

import os
import sys

INTERRUPTED = 130

if __name__ == "__main__":
    try:
        from local.demo.command import main

        status = main()
    except KeyboardInterrupt:
        print("\n演示已停止", file=sys.stderr)
        status = INTERRUPTED
    sys.stdout.flush()
    # A normal exit would wait for ever: moto keeps a thread for each execution that still waits for its token.
    os._exit(status)
