"""The one definition of what Chalice does not make: merged into its package, loaded by the local stack."""

import json
import sys
from pathlib import Path

from infra import alarms, files, gateway, machines, messages, sources, store
from infra.logical import Template


def template(stage: str, origins: tuple[str, ...] = ("*",), definitions: Path = machines.DEFINITIONS) -> Template:
    """The CloudFormation document of a stage. `origins` are the web origins that may upload, download and call."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            **store.resources(stage),
            **messages.resources(stage),
            **alarms.resources(stage),
            **files.resources(stage, origins),
            **machines.resources(stage, definitions),
            **gateway.resources(origins),
            **sources.resources(),
        },
    }


if __name__ == "__main__":
    json.dump(template(sys.argv[1]), sys.stdout, ensure_ascii=False, indent=2)
