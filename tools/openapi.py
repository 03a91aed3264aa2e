"""Check that the OpenAPI document which the app publishes is valid OpenAPI 3.1, and good to make clients of."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable

from tools.openapi_names import faults


def main() -> int:
    """Validate the app's own document; print what is wrong and answer the exit status."""
    document = published()
    broken = violations(document) or faults(document)
    print("\n".join(broken) or f"OpenAPI: {len(document['paths'])} paths, valid")
    return 1 if broken else 0


def published() -> dict[str, Any]:
    """The document of `GET /v1/openapi.json`; assembles the app, which judging any other document does not need."""
    from chalicelib.foundation.settings import Settings
    from chalicelib.http.documentation import document

    import_module("app")  # which tells the documentation of its routes
    return document(Settings())


def violations(document: dict[str, Any]) -> list[str]:
    """Each break of the specification as `place: what`; empty when the document is valid and has paths."""
    try:
        errors = [
            f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message}"
            for error in OpenAPIV31SpecValidator(document).iter_errors()
        ]
    except Unresolvable as error:
        return [f"{error.ref}: is referred to and does not exist"]
    if not errors and not document.get("paths"):
        errors.append("paths: the document describes none")
    return errors


if __name__ == "__main__":
    sys.exit(main())
