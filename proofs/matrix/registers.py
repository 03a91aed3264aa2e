"""The records that `letters_on_record` and the demonstration have written, by the names that rows use."""

from collections.abc import Mapping

from proofs.matrix.people import COUNTY

# Who signs a letter has this rank at least.
SIGNERS = ("K-leader-food", "K-leader-hrss")
PROMOTED = {"rank": "正处级", "reason": "任职"}
SEAL = {
    "id": "SEAL-food-1",
    "department": "food",
    "inscription": "示例印章",
    "starts_on": "2026-11-01",
    "custodian": "K-chief-food",
}
THINGS: Mapping[str, str] = {
    "clerk_member": "K-clerk-social",
    "own_member": "K-officer-food",
    "other_member": "K-officer-hrss",
    "county_member": f"K-officer-food-{COUNTY}",
    "own_letter": "LA-food-2",
    "own_power": "LP-food-2",
    "other_letter": "LA-ocean-2",
    "own_seal": "SEAL-food-1",
}
