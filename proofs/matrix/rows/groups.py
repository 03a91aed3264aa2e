"""Groups of people that many rows name: who sees received cases of the department, and to whom they do not exist."""

from proofs.matrix.row import joined

# 规则二(二)、二(四), R1, R91: the hall and its supervisors see the received cases of their division, a department its
# own.
OF_THE_HALL = "clerk clerk_other issuer issuer_twin supervisor government manager"
OF_THE_DEPARTMENT = "officer chief leader leader_twin system"
SEES = joined(OF_THE_HALL, OF_THE_DEPARTMENT)
ELSEWHERE = joined(
    "clerk_county issuer_county officer_other officer_county chief_other chief_county leader_other leader_county",
    "system_other system_county supervisor_county supervisor_far government_county manager_county",
)
# Who has the permission to read cases at all.
READERS = joined(SEES, ELSEWHERE)

OF_OTHER_DEPARTMENT = "officer_other chief_other leader_other system_other"
