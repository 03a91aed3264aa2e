"""Which settings of the environment the local stack takes. It makes the others itself: addresses, keys, the account."""

from collections.abc import Mapping
from typing import Any

from chalicelib.foundation.settings import Settings, given_in, variable

# Whatever says how the platform behaves, and not where it stands.
TAKEN = (
    "division",
    "cors_origins",
    "sample_documents",
    "wait_seconds",
    "admission_rate",
    "supplement_workdays",
    "access_kept_days",
    "draft_days",
    "identity_level",
)


def taken(settings: Settings) -> dict[str, Any]:
    """Of the settings of the environment those that the local stack has too."""
    return {name: getattr(settings, name) for name in TAKEN}


def ignored_in(environment: Mapping[str, str]) -> list[str]:
    """The variables of settings that are set and that the local stack does not take."""
    given = {variable(name) for name in given_in(environment)} & environment.keys()
    return sorted(given - {variable(name) for name in TAKEN})
