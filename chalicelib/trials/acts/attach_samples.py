"""附上样本材料: a sample file for lines of the checklist, announced, stored and checked as any other file is."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.material import GONE, lines_of
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable.caller import Caller
from chalicelib.foundation.problems import NotFound
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.trials.acts.follow import follow
from chalicelib.trials.acts.trial_gate import OpenTrial

# A PDF of one empty page.
SAMPLE = (
    b"%PDF-1.7\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)
AT_WINDOW = "window"
OPEN_TO_APPLICANT = (Status.DRAFT, Status.CORRECTING, Status.LAPSED)
# A key has at most 64 characters, and a line is named by two.
LONGEST = 61


def attach_samples(trial: OpenTrial, case_id: str, lines: Sequence[str]) -> dict[str, str]:
    """The state of the file of each line. Without `lines` it is for every required line that has no file yet."""
    found = load_file(trial.inside.table, case_id)
    if found is None:
        raise NotFound(code="case_not_found", title="试运行中没有该办件")
    states = dict[str, str]()
    for line in lines or _lacking(trial, found):
        states[line] = _attach(trial, found.case, line)
    follow(trial)
    return states


def _lacking(trial: OpenTrial, found: CaseFile) -> list[str]:
    there = {file.line for file in found.files if file.state not in GONE}
    lines = lines_of(item_of(trial.inside, found.case), found.form)
    return [line.no for line in lines if line.required and line.no not in there]


def _attach(trial: OpenTrial, case: Case, line: str) -> str:
    inside = trial.inside
    new = NewFile(
        line=line,
        file_name=f"试运行样本-{line}.pdf",
        content_type="application/pdf",
        size=len(SAMPLE),
        sha256=base64.b64encode(hashlib.sha256(SAMPLE).digest()).decode(),
    )
    receipt = add_material(inside, _caller(trial, case, line), case.id, new)
    key = object_key(case.id, receipt.facts["file_id"])
    stored = inside.s3.put_object(
        Bucket=inside.settings.materials_bucket, Key=key, Body=SAMPLE, ContentType=new.content_type
    )
    checked = check_material(inside, Uploaded(key, stored.get("VersionId"), len(SAMPLE)))
    return checked.state if checked else "ready"


def _caller(trial: OpenTrial, case: Case, line: str) -> Caller:
    """The applicant while the application is the applicant's, the window afterwards."""
    own = trial.applicant(case) if case.status in OPEN_TO_APPLICANT else None
    key = f"{(trial.caller.key or '')[:LONGEST]}-{line}"
    return replace(trial.caller, actor=trial.actor(own or AT_WINDOW), at=trial.inside.now(), key=key)
