"""窗口收件: the clerk applies for the person at the window.

Identity is seen, papers are counted and the 收件凭证 is given at once (R24, R28); scans follow.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.cases import intake, numbers, papers, store
from chalicelib.cases.acts.add_material import NewFile, file_id, wrong_fields
from chalicelib.cases.acts.create_application import case_id, form_item, open_item
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.presented import Presented, identity_faults
from chalicelib.cases.store import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation import keys, problems
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.audit import digest
from chalicelib.foundation.identity import Identity, applicant_key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import ABSENT, Op, put
from chalicelib.issuance.model import ReceivedMaterial, receipt_voucher


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Paper(Part):
    """Papers of one line of the list. `matches_original`: the clerk has compared the copy with the original (R27)."""

    line: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    form: Literal["原件", "复印件"]
    pages: Annotated[int, Field(ge=1, le=2000)]
    matches_original: Literal[True]


class WalkIn(Part):
    item: Annotated[str, StringConstraints(max_length=20)]
    form: dict[str, Any]
    presented_by: Presented
    papers: Annotated[tuple[Paper, ...], Field(max_length=99)] = ()
    scans: Annotated[tuple[NewFile, ...], Field(max_length=50)] = ()


@act
def receive_walk_in(platform: Platform, caller: Caller, walk_in: WalkIn) -> Receipt:
    """A received case. Scans are announced here and uploaded next; acceptance waits for them."""
    item = open_item(platform, walk_in.item)
    form = intake.complete_form(item, walk_in.form, None)
    identity = applicant_of(form)
    _require_right(item, walk_in, form)
    before = _blank(platform, caller, item, identity)
    serial = numbers.next_serial(platform, caller.at.date())
    after = before.moved(
        Status.SUBMITTED,
        received_at=caller.at,
        first_received_at=caller.at,
        number=numbers.case_number(item, caller.at.date(), serial),
        query_code=numbers.new_query_code(),
        clock=on_receipt(before.clock, caller.at.date(), platform.calendar),
    )
    voucher = _voucher(platform, caller, after, item, walk_in)
    files = [
        MaterialFile(id=f"{file_id(caller)}{number:02d}", requested_at=caller.at, **scan.model_dump())
        for number, scan in enumerate(walk_in.scans)
    ]
    return store.commit(
        platform,
        caller,
        store.Change(
            before,
            after,
            "received",
            data={
                "item": item.id,
                "item_version": item.version,
                "presented_by": walk_in.presented_by.relation,
                "identity_seen": digest({"case": before.id, "number": walk_in.presented_by.id_number}),
                "papers": [paper.model_dump() for paper in walk_in.papers],
                "document": voucher.no,
            },
            answer={
                "number": after.number,
                "query_code": after.query_code,
                "document": voucher.no,
                "files": [file.model_dump(include={"id", "line", "size", "content_type", "sha256"}) for file in files],
            },
            ops=[
                put(form_item(after.id, form)),
                intake.query_row(platform, after, form),
                *_file_rows(after.id, files),
                voucher.op,
            ],
            effects=[voucher.effect],
            fresh=True,
        ),
    )


def applicant_of(form: intake.Form) -> Identity:
    """The applicant's identity as the clerk has seen it; it finds the case in the citizen's own list."""
    applicant = form["applicant"]
    company = "uscc" in applicant
    return Identity(
        kind="company" if company else "person",
        id_type="uscc" if company else "resident_id",
        number=intake.applicant_number(form),
        name=applicant["name"],
    )


def _require_right(item: ServiceItem, walk_in: WalkIn, form: intake.Form) -> None:
    """Identity, papers and scans, everything wrong at once."""
    errors = identity_faults(walk_in.presented_by, form, "/presented_by")
    listed = {line.no for line in intake.lines_of(item, form) if line.applies}
    for number, paper in enumerate(walk_in.papers):
        if paper.line not in listed:
            errors.append(FieldError(f"/papers/{number}/line", "material_unlisted", "材料清单中没有这一项，不得收取"))
    nothing = CaseFile(Case.model_construct(), {}, ())
    for number, scan in enumerate(walk_in.scans):
        found = wrong_fields(len(item.materials), nothing, scan)
        errors += [error._replace(pointer=f"/scans/{number}{error.pointer}") for error in found]
    if errors:
        raise problems.Invalid(errors=errors)


def _blank(platform: Platform, caller: Caller, item: ServiceItem, identity: Identity) -> Case:
    return Case(
        id=case_id(caller),
        division=platform.settings.division,
        item=item.id,
        item_version=item.version,
        item_name=item.name,
        theme=item.theme,
        department=item.department,
        handling=item.handling_type,
        applicant_key=applicant_key(identity, platform.settings.index_secret),
        applicant_name=identity.name,
        channel="counter",
        created_at=caller.at,
    )


def _file_rows(case: str, files: list[MaterialFile]) -> list[Op]:
    return [
        put({**keys.material(case, file.id)._asdict(), **file.model_dump(mode="json", exclude_none=True)}, when=ABSENT)
        for file in files
    ]


def _voucher(platform: Platform, caller: Caller, case: Case, item: ServiceItem, walk_in: WalkIn) -> papers.Paper:
    names = {f"{number:02d}": material.name for number, material in enumerate(item.materials, start=1)}
    taken = [ReceivedMaterial(names[paper.line], paper.form, paper.pages, "纸质") for paper in walk_in.papers]
    notice = receipt_voucher(
        papers.case_facts(platform, case, item),
        papers.formalities(platform, case, item),
        received_at=caller.at,
        receiver=caller.actor.name,
        materials=taken or [ReceivedMaterial("申请表", "电子表单", 1, "电子")],
        query_code=case.query_code,
    )
    return papers.paper(platform, case, item, notice)
