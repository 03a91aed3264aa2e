"""Whom the editor plays in a trial: two applicants, and one person in each post of the hall. Pure.

The people are in the register of the sandbox, with the letters of the department, so the policies let them in by the
same conditions as real ones. All of them are invented: the numbers are examples of the standards.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.access.actor import AT_WINDOW, Actor, Identity, Role
from chalicelib.access.policy import Permission, allows
from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import Standing

FIRST, LAST = date(2018, 1, 1), date(2099, 12, 31)


class Post(NamedTuple):
    """One row: `name` is how a step names it, `person` the name that stands on documents."""

    name: str
    role: Role
    person: str
    number: str = ""

    @property
    def identity(self) -> Identity | None:
        """The certified identity of an applicant."""
        if not self.number:
            return None
        kind, claim = ("company", "uscc") if self.name == "company" else ("person", "resident_id")
        return Identity.model_validate({"kind": kind, "id_type": claim, "number": self.number, "name": self.person})


# The examples of GB 11643-1999 and GB 32100-2015.
PERSON_NUMBER, COMPANY_NUMBER = "11010519491231002X", "91350100M000100Y43"
POSTS: Mapping[str, Post] = {
    post.name: post
    for post in (
        Post("person", Role.APPLICANT, "试运行申请人", PERSON_NUMBER),
        Post("company", Role.APPLICANT, "试运行申请单位", COMPANY_NUMBER),
        Post("window", Role.COUNTER_CLERK, "试运行窗口人员"),
        Post("officer", Role.OFFICER, "试运行审查员"),
        Post("chief", Role.CHIEF_REPRESENTATIVE, "试运行首席代表"),
        Post("leader", Role.DEPARTMENT_LEADER, "试运行部门负责人"),
        Post("issuing", Role.ISSUING_CLERK, "试运行发证人员"),
    )
}
AT_CENTRE = (Role.COUNTER_CLERK, Role.ISSUING_CLERK)
STAFF = tuple(post for post in POSTS.values() if not post.number)


class Place(NamedTuple):
    """Where the trial plays: the division of the sandbox, and of the item its department, code and theme."""

    division: str
    department: str
    item: str
    theme: str


def playing(permission: Permission) -> list[Post]:
    """The posts that have this permission, in the order of the table."""
    return [post for post in POSTS.values() if allows(post.role, permission)]


def actor_of(post: Post, place: Place) -> Actor:
    """Whoever has this post in the sandbox."""
    of_department = not post.number and post.role not in AT_CENTRE
    return Actor(
        sub=f"trial-{post.name}",
        role=post.role,
        name=post.person,
        region=place.division,
        department=place.department if of_department else None,
        windows=(place.theme,) if post.role is Role.COUNTER_CLERK else (),
        identity=post.identity,
        level=AT_WINDOW,
    )


def staff_of(place: Place) -> list[StaffMember]:
    """The register of the sandbox: each post with a person of its own, since nobody does two steps of one case."""
    return [_member(post, place) for post in STAFF]


def _member(post: Post, place: Place) -> StaffMember:
    at_centre = post.role in AT_CENTRE
    unit = {"kind": "centre", "id": "centre"} if at_centre else {"kind": "department", "id": place.department}
    trained = [{"item": place.item, "trained_on": str(FIRST), "until": str(LAST)}]
    return StaffMember.model_validate(
        {
            "id": _staff_id(post.name),
            "subject": f"trial-{post.name}",
            "name": post.person,
            "region": place.division,
            "unit": unit,
            "post": post.person,
            "rank": "正科级",
            "staff_type": "公务员",
            "roles": [post.role.value],
            "since": str(FIRST),
            "chief": post.role is Role.CHIEF_REPRESENTATIVE,
            "competences": trained if post.role is Role.COUNTER_CLERK else [],
        }
    )


def standing_of(place: Place, *, on_the_spot: bool) -> Standing:
    """Both letters of the department, for this item. A real letter cannot name an item that is not published yet. Only
    the first power of 附件4 decides what is decided on the spot (即办件).
    """
    accept = AcceptLetter.model_validate(
        {
            **_signed(place),
            "id": "TRIAL-ACCEPT",
            "number": "试运行委〔2018〕1号",
            "grantee": "centre",
            "scope": ["收取材料", "受理", "出具文书"],
            "items": [{"item": place.item}],
        }
    )
    by = 1 if on_the_spot else 2
    entry = {"item": place.item, "complexity": "general", "power": by, "decides": "chief_representative"}
    power = PowerLetter.model_validate(
        {
            **_signed(place),
            "id": "TRIAL-POWER",
            "number": "试运行授〔2018〕1号",
            "grantee": _staff_id("chief"),
            "powers": [1, 2, 3, 4, 6],
            "items": [entry],
        }
    )
    return Standing(accept_letters=(accept,), power_letters=(power,))


def _staff_id(name: str) -> str:
    return f"TRIAL-{name}"


def _signed(place: Place) -> dict[str, JsonValue]:
    return {
        "region": place.division,
        "department": place.department,
        "signed_by": _staff_id("leader"),
        "signer_rank": "正处级",
        "signed_on": str(FIRST),
        "since": str(FIRST),
        "until": str(LAST),
        "sealed_with": "TRIAL-SEAL",
    }
