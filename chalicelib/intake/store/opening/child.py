"""The process that opens one PDF from its standard input and writes the answer. The system ends it at its bounds."""

import base64
import json
import resource
import sys

from chalicelib.intake.store.opening.pdf import open_pdf
from chalicelib.intake.store.opening.result import Unopenable

MEMORY = 768 * 1024 * 1024
SECONDS_OF_WORK = 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_WORK, SECONDS_OF_WORK))
    try:
        read = open_pdf(sys.stdin.buffer.read())
        patches = [(at, length, new and base64.b64encode(new).decode()) for at, length, new in read.patches]
        answer: dict[str, object] = {"pages": read.pages, "patches": patches, "traces_left": read.traces_left}
    except Unopenable as refused:
        answer = {"reason": refused.reason}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
