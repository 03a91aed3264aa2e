"""草稿到期: a draft that nobody touches for long ends. Its form goes at once. `erase` takes the rest, so that no list
of its owner shows it as withdrawn (个人信息保护法19, 47).
"""

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Status
from chalicelib.cases.model.retention_acts import EXPIRE_DRAFT
from chalicelib.cases.store.records import CaseFile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.intake.acts.remove_material import told_once_more
from chalicelib.intake.acts.withdraw import forgotten
from chalicelib.intake.store.application import left_out_files


def expire_draft(platform: Platform, found: CaseFile) -> bool:
    """Whether the draft has ended. False where its owner has touched it since it was read."""
    begun = begin_platform(platform, EXPIRE_DRAFT, found)
    case = begun.case
    try:
        begun.commit(
            case.moved_to(
                Status.WITHDRAWN, ended_at=begun.caller.at, expired=True, prechecks=(), precheck_until=None
            ).without_identity_check(),
            ops=[*left_out_files(case, found.files), *forgotten(case)],
            effects=[effect for file in found.files for effect in told_once_more(case, file)],
        )
    except Refused:
        return False
    return True
