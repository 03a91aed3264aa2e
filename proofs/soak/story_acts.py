"""What people do in a random story, and a small model of the case, told apart from the acts: who may do what, from
which places, with which materials.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.cases.model import Status
from chalicelib.cases.model.material import MaterialFile
from chalicelib.clock import deemed_acceptance_due
from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cast import ANSWERS, CLERK, ISSUER, Cast
from proofs.kit.catalogue import item_document
from proofs.soak.invariants import Seen

Do = Callable[[Cast, str, Caller], Receipt]


class StoryAct(NamedTuple):
    """`act` is the product's name of it. Who does it, from which places, and the event it leaves; a `guarded` act
    carries If-Match.
    """

    act: str
    post: str
    places: frozenset[str]
    event: str | None
    do: Do
    guarded: bool = True


def done(act: str, post: str, places: str, event: str | None, do: Do, *, guarded: bool = True) -> StoryAct:
    return StoryAct(act, post, frozenset(places.split()), event, do, guarded)


def wrongly_compared(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    return cast.compare(case_id, caller, cast.face(case_id) | {"holder": "别的公司"})


def to_the_first_officer(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    return cast.reassign_task(case_id, caller, cast.at_post("officer", case_id))


STORY_ACTS: Mapping[str, StoryAct] = {
    "save_form": done("save_form", COMPANY, "draft", None, Cast.save_form),
    "announce": done("add_material", COMPANY, "draft correcting lapsed", None, Cast.add_material, guarded=False),
    "announce_scan": done(
        "add_scan", CLERK, "submitted correcting lapsed in_review deciding", None, Cast.add_material, guarded=False
    ),
    "submit": done("submit", COMPANY, "draft", "submitted", Cast.submit),
    "supplement": done("supplement", COMPANY, "correcting lapsed", "supplemented", Cast.supplement),
    "take_supplement": done("supplement", CLERK, "correcting lapsed", "supplemented", Cast.supplement),
    "withdraw": done(
        "withdraw", COMPANY, "draft submitted correcting lapsed in_review deciding", "withdrawn", Cast.withdraw
    ),
    "withdraw_at_window": done(
        "withdraw", CLERK, "submitted correcting lapsed in_review deciding", "withdrawn", Cast.withdraw_at_window
    ),
    "accept": done("accept", CLERK, "submitted", "accepted", Cast.accept),
    "correct": done("correct", CLERK, "submitted", "correction_noticed", Cast.correct),
    "correct_form": done("correct_form", CLERK, "submitted", "form_corrected", Cast.correct_form),
    "reject": done("reject", CLERK, "submitted", "rejected", Cast.reject),
    "claim": done("claim_task", "officer", "in_review", None, Cast.claim_task, guarded=False),
    "claim_by_system": done("claim_task", "system", "in_review", None, Cast.claim_task, guarded=False),
    "release": done("release_task", "officer", "in_review", "task_released", Cast.release_task, guarded=False),
    "take_over": done("take_over_task", "officer2", "in_review", "task_taken_over", Cast.take_over_task, guarded=False),
    "reassign": done("reassign_task", "chief", "in_review", "task_reassigned", to_the_first_officer, guarded=False),
    "answer_by_system": done("answer_task", "system", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "answer_by_second": done("answer_task", "officer2", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "answer": done("answer_task", "officer", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "advise_refusal": done(
        "answer_task",
        "officer",
        "in_review",
        "reviewed",
        lambda cast, case_id, caller: cast.answer_task(case_id, caller, ANSWERS["refuse"]),
        guarded=False,
    ),
    "grant": done("decide", "chief", "deciding", "decided", Cast.decide),
    "refuse": done(
        "decide",
        "chief",
        "deciding",
        "decided",
        lambda cast, case_id, caller: cast.decide(case_id, caller, "refuse"),
    ),
    "compare": done("compare", ISSUER, "comparing", "compared", Cast.compare),
    "find_mismatch": done("compare", ISSUER, "comparing", "mismatch_found", wrongly_compared),
    "correct_result": done("correct_result", "chief", "comparing", "result_corrected", Cast.correct_result),
    "deliver": done("deliver", ISSUER, "delivering", "delivered", Cast.deliver),
}
# How a case begins, and what machines and alarms do to it -> the event that shows it.
BEGINNINGS = ("create_application", "receive_walk_in")
BY_ITSELF = {
    "deem_accepted": "deemed_accepted",
    "lapse": "supplement_overdue",
    "recount": "dues_recounted",
    "open_task": "task_opened",
    "make_result": "result_made",
    "archive": "archived",
}

ONWARD = ("submit", "supplement", "accept", "answer", "answer_by_second", "grant", "compare", "deliver")
RESULTS = ("grant_decision", "refusal_decision")
# Whom a claim of somebody keeps from the act: another officer. The department's system keeps nobody out, and nobody it.
NEEDS_REVIEW = ("claim_task", "release_task", "take_over_task", "reassign_task", "answer_task")
NEEDS_MATERIALS = ("submit", "supplement", "take_supplement", "accept")
LICENCE = "01"
ANNOUNCES = ("announce", "announce_scan")
FILES_PER_LINE = 20


def acts_in_stories() -> frozenset[str]:
    """The product's names of all acts that a random story can perform. `make check` compares them with the product's
    own list.
    """
    return frozenset({*(story_act.act for story_act in STORY_ACTS.values()), *BEGINNINGS, *BY_ITSELF})


def lawful(name: str, seen: Seen) -> bool:
    """What the law and the hall's order say, as the model has it."""
    if seen.case.status.value not in STORY_ACTS[name].places:
        return False
    if late(seen) and name in ("accept", "correct", "correct_form", "reject"):
        return name == "accept"
    if STORY_ACTS[name].act == "decide":
        return seen.case.open_task("decide") is not None
    if STORY_ACTS[name].act in NEEDS_REVIEW:
        return seen.case.open_task("review") is not None and free_for(STORY_ACTS[name], seen)
    if name in NEEDS_MATERIALS:
        return not arriving(seen) and not lacking(seen)
    if name in ANNOUNCES:
        return sum(file.line == "01" and file.state != "refused" for file in files(seen)) < FILES_PER_LINE
    return NEEDS_MORE[name](seen) if name in NEEDS_MORE else True


def late(seen: Seen) -> bool:
    """Whether silence has accepted this licence already, though nobody has found it out yet (行政许可法32(4))."""
    received = seen.case.received_at
    if seen.case.status is not Status.SUBMITTED or received is None:
        return False
    if item_document(seen.case.item).category_code != LICENCE:
        return False
    platform = seen.world.platform
    return seen.world.clock.at.date() > deemed_acceptance_due(received.date(), platform.calendar).due


def found_wrong(seen: Seen) -> bool:
    """Whether the result was found wrong, and not made anew since."""
    told = [event.type for event in seen.events if event.type in ("mismatch_found", "result_made")]
    return told[-1:] == ["mismatch_found"]


def numbered(seen: Seen) -> bool:
    """Whether every result has its number."""
    return all("number" in row for row in seen.of("DOCUMENT#") if row["kind"] in RESULTS)


NEEDS_MORE: Mapping[str, Callable[[Seen], bool]] = {"correct_result": found_wrong, "deliver": numbered}


def free_for(story_act: StoryAct, seen: Seen) -> bool:
    """Whether the claim on the review lets this post do this act."""
    (task,) = [task for task in seen.tasks if task.kind == "review"]
    holder = (task.claimed_by or "").removeprefix("persona:").rpartition("-")[0]
    match story_act.act:
        case "release_task":
            return holder == story_act.post
        case "take_over_task":
            return holder not in ("", story_act.post)
        case "reassign_task":
            return holder != "officer"
        case _:
            return holder in ("", "system", story_act.post) or story_act.post == "system"


def lacking(seen: Seen) -> list[str]:
    """The required lines without a file that counts."""
    ready = {file.line for file in counting(seen) if file.state == "ready"}
    return sorted({*APPLICATIONS[seen.case.item].lines, *noticed(seen)} - ready)


def arriving(seen: Seen) -> list[MaterialFile]:
    """Files that are in the bucket and not checked yet."""
    return [file for file in counting(seen) if file.state == "requested" and seen.world.uploaded(seen.case.id, file.id)]


def awaited(seen: Seen) -> list[MaterialFile]:
    """Files that were announced and have not come."""
    return [
        file for file in counting(seen) if file.state == "requested" and not seen.world.uploaded(seen.case.id, file.id)
    ]


def counting(seen: Seen) -> list[MaterialFile]:
    """All but those that a notice has found wanting."""
    since = seen.case.noticed_at
    return [
        file
        for file in files(seen)
        if file.line not in noticed(seen) or (since is not None and file.requested_at > since)
    ]


def noticed(seen: Seen) -> tuple[str, ...]:
    return seen.case.noticed_lines if seen.case.status in (Status.CORRECTING, Status.LAPSED) else ()


def files(seen: Seen) -> list[MaterialFile]:
    return [MaterialFile.model_validate(row) for row in seen.of("MATERIAL#")]
