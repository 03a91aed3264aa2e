"""The paths of agents: authorisations given and ended, and what is done under them, online and at the window."""

from collections.abc import Sequence
from typing import Any

from proofs.faults.outside import Outside
from proofs.faults.steps import (
    Path,
    Step,
    accepts,
    applies,
    compares,
    corrects,
    decides,
    fills_in,
    submits,
    withdraws,
)
from proofs.kit.applications import CARD, LIN, RECOGNITION, Application, paper
from proofs.kit.cast import CLERK, ISSUER

PRINCIPAL, AGENT = "citizen-lin", "citizen-huang"
# Another account with the name and number of the principal, which nobody has checked.
UNCHECKED = CARD._replace(who="citizen-lin-unchecked")
NAMED = {"name": "黄示例", "id_type": "居民身份证", "id_number": "441702199506120021"}


# ------------------------------------------------------------------------------------------------------ single steps
def gives(wanted: Application) -> Step:
    body: dict[str, Any] = {
        "kind": "agent",
        "agent": NAMED,
        "scope": {"items": [wanted.item], "acts": ["apply", "supplement", "withdraw", "collect"]},
        "from": "2026-11-24",
        "until": "2027-11-22",
        "notice_version": 1,
    }

    def step(world: Outside) -> None:
        world.facts["under"] = world.ask(PRINCIPAL, "POST", "/authorisations", body).body["id"]

    return step


def answers_offer(act: str) -> Step:
    """The agent accepts, or declines."""
    body = {"notice_version": 1} if act == "accept" else {}
    return lambda world: world.ask(AGENT, "POST", f"/authorisations/{world.facts['under']}/{act}", body)


def ends(who: str) -> Step:
    return lambda world: world.ask(who, "POST", f"/authorisations/{world.facts['under']}/revoke")


def takes_back_consent(who: str) -> Step:
    return lambda world: world.ask(who, "POST", f"/me/consents/authorisation-{world.facts['under']}/withdraw")


def agent_applies(wanted: Application) -> Step:
    def step(world: Outside) -> None:
        body = {"item": wanted.item, "form": wanted.form}
        answer = world.ask(AGENT, "POST", "/applications", body, under=world.facts["under"])
        world.facts["case"] = answer.body["id"]

    return step


def agent_does(method: str, path: str, body: Any = None) -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        world.ask(AGENT, method, path.format(case=case), body, seen=case, under=world.facts["under"])

    return step


def at_window(world: Outside, **more: Any) -> dict[str, Any]:
    """The agent with the number of the authorisation."""
    return {**NAMED, "relation": "agent", "seen": True, "authorisation": world.facts["under"], **more}


def agent_is_seen() -> Step:
    """For the submission of the draft."""
    return lambda world: world.ask(
        CLERK, "POST", f"/cases/{world.facts['case']}/identity", {"presented_by": at_window(world)}
    )


def agent_walks_in(wanted: Application) -> Step:
    """With papers alone, which are scanned later."""

    def step(world: Outside) -> None:
        presented: dict[str, Any] = {"presented_by": at_window(world), "scans": []}
        body = wanted.walk_in | presented
        world.facts["case"] = world.ask(CLERK, "POST", "/cases", body).body["id"]

    return step


def agent_brings(line: str) -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"papers": [paper(line)], "presented_by": at_window(world)}
        world.ask(CLERK, "POST", f"/cases/{case}/supplement", body, seen=case)

    return step


def agent_withdraws() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"presented_by": at_window(world, signed=True)}
        world.ask(CLERK, "POST", f"/cases/{case}/withdraw", body, seen=case)

    return step


def agent_collects() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"recipient": at_window(world, signed=True)}
        world.ask(ISSUER, "POST", f"/cases/{case}/deliver", body, seen=case)

    return step


def applicant_is_seen() -> Step:
    shown = {**LIN, "relation": "applicant", "seen": True}
    return lambda world: world.ask(CLERK, "POST", f"/cases/{world.facts['case']}/identity", {"presented_by": shown})


# ------------------------------------------------------------------------------------------------------- whole paths
AGENT_PATHS: Sequence[Path] = (
    Path(
        "an agent online",
        [
            gives(CARD),
            answers_offer("accept"),
            agent_applies(CARD),
            agent_does("PUT", "/applications/{case}/form", CARD.form),
            agent_is_seen(),
            agent_does("POST", "/applications/{case}/submit"),
            accepts(),
            decides(CARD),
            compares(),
            agent_collects(),
            ends(PRINCIPAL),
        ],
    ),
    Path(
        "an agent at the window",
        [
            gives(RECOGNITION),
            answers_offer("accept"),
            agent_walks_in(RECOGNITION),
            corrects("01"),
            agent_brings("01"),
            agent_withdraws(),
            ends(AGENT),
        ],
    ),
    Path(
        "gone on with by the person",
        [applies(UNCHECKED), fills_in(UNCHECKED), fills_in(CARD), submits(CARD), withdraws(CARD)],
    ),
    Path(
        "offers and consents",
        [
            gives(CARD),
            answers_offer("decline"),
            gives(CARD),
            ends(PRINCIPAL),
            gives(CARD),
            answers_offer("accept"),
            takes_back_consent(AGENT),
        ],
    ),
)
