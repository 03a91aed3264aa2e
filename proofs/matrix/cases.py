"""The cases of the matrix: one in every state that decides, and some of others for the lists."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

from chalicelib.cases.store.records import BARRED, applicant_row, load_file
from chalicelib.directory.store import keep_place
from chalicelib.exchange.model import message_id
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import update
from proofs.kit import cases_so_far, deferrals, joint, pledges, sessions
from proofs.kit.applications import PERMIT
from proofs.kit.cast import OFFICER, SECOND
from proofs.kit.catalogue import item_document, place_of, publish, publish_members
from proofs.kit.hall import Hall
from proofs.kit.sharing import unshared
from proofs.kit.world import forget_everything
from proofs.matrix.people import COUNTY, UNCHECKED

STRANGER = "citizen-lin"
COMPLEX_VERSION, UPWARD_VERSION, VERSION = 2, 3, 4
WITHDRAWN = "改变经营计划"


def put_there(hall: Hall, things: dict[str, str]) -> None:
    publish(hall.platform, "YM-P01", version=COMPLEX_VERSION, complexity=item_document("YM-P13").complexity)
    _reported_upward(hall, things)
    _on_pledges(hall, things)
    publish(hall.platform, "YM-P01", version=VERSION)
    forget_everything()
    for name, make in {**OF_THE_APPLICANT, **AT_THE_WINDOW, **IN_THE_DEPARTMENT, **ISSUED, **OF_OTHERS}.items():
        things[name] = make(hall)
    found = load_file(hall.platform.table, things["draft"])
    things["draft_file"] = found.files[0].id if found else ""
    received = load_file(hall.platform.table, things["submitted"])
    things["submitted_file"] = received.files[0].id if received else ""
    things["query_code"] = hall.case(things["submitted"]).query_code or ""
    things["number"] = hall.case(things["submitted"]).number or ""
    things["delivery"] = message_id(f"{things['in_review']}.review")
    _refused_by_the_system(hall)
    publish_members(hall.platform, joint.RESTAURANT)
    things["joint_request"] = joint.accepted(hall)
    hall.issue_documents()


def _reported_upward(hall: Hall, things: dict[str, str]) -> None:
    """Cases of a version of the item that an organ of the province decides."""
    upward = item_document("YM-P12")
    publish(
        hall.platform,
        "YM-P01",
        version=UPWARD_VERSION,
        upward_chain=upward.upward_chain,
        handling_type=upward.handling_type,
    )
    forget_everything()
    things["reporting"] = cases_so_far.first_reviewed(hall, PERMIT)
    things["reported"] = cases_so_far.reported(hall, PERMIT)
    things["granted_above"] = cases_so_far.granted_above(hall, PERMIT)
    things["mismatched_above"] = cases_so_far.mismatched_above(hall, PERMIT)


def _on_pledges(hall: Hall, things: dict[str, str]) -> None:
    """Cases of an item with a commitment, as if the department of the matrix had it. The default of one case does not
    bar the company from the others.
    """
    for name, make in (("unsigned", pledges.unsigned), ("on_pledge", pledges.granted), ("broken", pledges.broken)):
        things[name] = make(hall)
        hall.platform.table.write(update(keys.meta(things[name]), put={"department": PERMIT.department}))
    hall.carry_out_everything()
    _without_bar(hall, things["broken"])


def _of_an_unchecked_account(hall: Hall) -> str:
    """A draft under the name and number of the company, made by an account of which nobody knows whose it is."""
    made = hall.people.create_application(hall.caller(UNCHECKED), PERMIT.item, hall.form())
    case_id: str = made.facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id), stored=True)
    return case_id


def _abandoned(hall: Hall) -> str:
    """A draft that was thrown away: it was never received."""
    case_id = hall.draft()
    hall.people.withdraw(case_id, hall.caller("company", case_id))
    return case_id


def _outside(hall: Hall) -> str:
    """A step of a joint request waits for a system, as if it were that of the department of the matrix."""
    case_id = cases_so_far.step_asked(hall)
    hall.platform.table.write(update(keys.task(case_id, "outside"), put={"department": PERMIT.department}))
    return case_id


def _refused_member(hall: Hall) -> str:
    """The permit of a restaurant, as one department alone examines it."""
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    case_id = joint.of_member(hall, request, PERMIT.item).id
    for one in hall.people.session(case_id).invited:
        hall.people.give_opinion(case_id, hall.caller(f"officer-{one.department}"), opinion="refuse")
    hall.people.conclude_session(case_id, hall.caller(f"chief-{PERMIT.department}", case_id), "refuse")
    joint.review(hall, request, PERMIT.item)
    joint.decide(hall, request, PERMIT.item, "refuse")
    return case_id


def _found_false(hall: Hall) -> str:
    """It does not bar the company from the other cases."""
    case_id = cases_so_far.found_false(hall)
    _without_bar(hall, case_id)
    return case_id


def _without_bar(hall: Hall, case_id: str) -> None:
    row = applicant_row(hall.case(case_id))
    hall.platform.table.write(update(Key(row["pk"], row["sk"]), remove=(BARRED,)))


def _withdrawn(hall: Hall) -> str:
    case_id = hall.submitted()
    hall.people.withdraw(case_id, hall.caller("company", case_id), WITHDRAWN)
    return case_id


def _accepted_by_officer(hall: Hall) -> str:
    """Accepted by the officer in the window's place, reviewed by another one, not yet decided."""
    case_id = cases_so_far.transferred(hall)
    hall.people.accept(case_id, hall.caller(OFFICER, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by=SECOND)
    hall.carry_out_everything()
    return case_id


def _complex(hall: Hall) -> str:
    """The version of its item says that the leader decides."""
    case_id = hall.reviewed()
    hall.platform.table.write(update(keys.meta(case_id), put={"item_version": COMPLEX_VERSION}))
    return case_id


def _noticed_twice(hall: Hall) -> str:
    """Told once more of the same line, which is a matter for the supervisors."""
    case_id = hall.correcting("01")
    hall.hand_in(case_id, "01", stored=True)
    hall.people.supplement(case_id, hall.caller("company", case_id))
    hall.correct(case_id, "01")
    return case_id


def _refused_by_the_system(hall: Hall) -> None:
    """The department's system takes no callback, so that its deliveries can be played again."""
    clients = vars(hall.platform)
    own, clients["departments"] = clients["departments"], _refusing
    while hall.world.work(names.CALLBACKS_QUEUE):
        """The next callback."""
    clients["departments"] = own


def _refusing(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG001
    return Reply(400)


@contextmanager
def in_division(platform: Platform, division: str) -> Generator[None]:
    """What is done in the block is done by the deployment of another division, on the same table."""
    own = platform.settings
    platform.settings = own.model_copy(update={"division": division})
    forget_everything()
    try:
        yield
    finally:
        platform.settings = own
        forget_everything()


def _of_the_county(hall: Hall) -> str:
    with in_division(hall.platform, COUNTY):
        hall.platform.table.write(keep_place(place_of(COUNTY)))
        publish(hall.platform, "YM-P01")
        return hall.submitted()


Make = dict[str, Callable[[Hall], str]]
OF_THE_APPLICANT: Make = {
    "draft": cases_so_far.complete_draft,
    "precheck_asked": cases_so_far.precheck_asked,
    "unchecked_draft": _of_an_unchecked_account,
    "abandoned": _abandoned,
}
AT_THE_WINDOW: Make = {
    "submitted": Hall.submitted,
    "correcting": cases_so_far.supplemented,
    "asked": cases_so_far.asked,
    "confirmed": cases_so_far.confirmed,
    "transferred": cases_so_far.transferred,
    "withdrawn": _withdrawn,
    "noticed_twice": _noticed_twice,
    "suspected": cases_so_far.suspected,
    "party_told": cases_so_far.party_told,
    "found_false": _found_false,
    "unprintable": cases_so_far.unprintable,
    "unshared": unshared,
    "lacking": deferrals.lacking,
    "uncompared": cases_so_far.uncompared,
}
IN_THE_DEPARTMENT: Make = {
    "in_review": Hall.accepted,
    "suspended": cases_so_far.suspended,
    "deferred": deferrals.deferred,
    "brought": deferrals.brought,
    "claimed": cases_so_far.claimed,
    "claimed_by_second": lambda hall: cases_so_far.claimed(hall, SECOND),
    "deciding": Hall.reviewed,
    "accepted_by_officer": _accepted_by_officer,
    "complex": _complex,
    "examined": sessions.examined,
    "refused_member": _refused_member,
    "appointed": sessions.appointed,
    "disagreeing": sessions.disagreeing,
    "agreed": sessions.agreed,
    "unprintable_later": cases_so_far.unprintable_in_review,
}
ISSUED: Make = {
    "comparing": cases_so_far.comparing,
    "mismatched": cases_so_far.mismatched,
    "delivering": Hall.ready_to_collect,
    "closed": Hall.closed,
    "to_be_revoked": cases_so_far.to_be_revoked,
    "to_be_withdrawn": cases_so_far.to_be_withdrawn,
    "result_withdrawn": cases_so_far.result_withdrawn,
}
OF_OTHERS: Make = {
    "other_window": lambda hall: hall.submitted("YM-S03"),
    "other_department": lambda hall: hall.accepted("YM-S03"),
    "stranger": lambda hall: hall.submitted("YM-S07", STRANGER),
    "county": _of_the_county,
    "outside": _outside,
}
