"""`make demo`: Ctrl-C ends it quietly, while it loads, too."""

import os
import sys

INTERRUPTED = 130

if __name__ == "__main__":
    try:
        from local.demonstration import main

        status = main()
    except KeyboardInterrupt:
        print("\n演示已停止", file=sys.stderr)
        status = INTERRUPTED
    sys.stdout.flush()
    # Waiting executions of the emulator hold threads that nothing would ever wake.
    os._exit(status)
