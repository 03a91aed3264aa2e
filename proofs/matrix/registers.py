"""The records that `letters_on_record` and the demonstration have written, by the names that rows use."""

from collections.abc import Mapping

from proofs.matrix.people import COUNTY

THINGS: Mapping[str, str] = {
    "own_member": "K-officer-food",
    "other_member": "K-officer-hrss",
    "county_member": f"K-officer-food-{COUNTY}",
    "own_letter": "LA-food-2",
    "own_power": "LP-food-2",
    "other_letter": "LA-ocean-2",
    "own_seal": "SEAL-food",
}
