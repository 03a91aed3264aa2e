"""List prices in USD (us-east-1, November 2024), each for one unit of what the meter counts."""

from collections.abc import Mapping

PRICES: Mapping[str, float] = {
    "transitions": 25e-6,
    "API calls": 3.5e-6,
    "invocations": 0.2e-6,
    "GB-seconds": 13.3334e-6,  # arm64
    "write units": 0.625e-6,
    "read units": 0.125e-6,
    "S3 puts": 5e-6,
    "S3 gets": 0.4e-6,
    "SQS calls": 0.4e-6,
    "KMS calls": 3e-6,
    "secrets": 5e-6,
}


def usd(units: Mapping[str, float]) -> float:
    """What these units cost. KeyError for a unit without a price: nothing is left out unseen."""
    return sum(PRICES[name] * count for name, count in units.items())
