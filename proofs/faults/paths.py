"""The paths that are played with every fault: of cases, of agents and their authorisations, and of the registers."""

from collections.abc import Sequence

from proofs.faults.adverse_paths import ADVERSE_PATHS
from proofs.faults.agent_paths import AGENT_PATHS
from proofs.faults.case_paths import CASE_PATHS
from proofs.faults.deferral_paths import DEFERRAL_PATHS
from proofs.faults.fee_paths import FEE_PATHS
from proofs.faults.joint_paths import JOINT_PATHS
from proofs.faults.pledge_paths import PLEDGE_PATHS
from proofs.faults.register_paths import REGISTER_PATHS
from proofs.faults.renewal_paths import RENEWAL_PATHS
from proofs.faults.request_paths import REQUEST_PATHS
from proofs.faults.steps import Path

PATHS: Sequence[Path] = (
    *CASE_PATHS,
    *FEE_PATHS,
    *DEFERRAL_PATHS,
    *PLEDGE_PATHS,
    *ADVERSE_PATHS,
    *RENEWAL_PATHS,
    *JOINT_PATHS,
    *REQUEST_PATHS,
    *AGENT_PATHS,
    *REGISTER_PATHS,
)
