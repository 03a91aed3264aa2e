"""实名等级: how well the issuer of a token has checked who an applicant is, and what an act asks for.

实人、实名、实证三者一致 (广东省统一身份认证). Whoever is not checked well enough is told which level is needed and how
to get it; what was filled in is kept.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.access.actor import AT_WINDOW, Actor
from chalicelib.foundation.problems import FieldError, Forbidden

# What an act with effect in law asks for where the item says nothing: the number and the name are those of a register.
USUAL = 3
SAYS = {
    2: "姓名（名称）和证件号码的形式正确",
    3: "姓名（名称）和证件号码与人口库、法人库核对一致",
    4: "核验了本人与证件一致",
    5: "使用本人数字证书，或者由窗口核验本人",
}
WAYS = {
    "register_check": (3, "在统一身份认证平台补充实名信息，与人口库或者法人库核对一致后重新登录"),
    "face_check": (4, "在统一身份认证平台完成人脸核验（单位由法定代表人核验）后重新登录"),
    "certificate": (5, "使用本人（单位）的数字证书登录"),
    "window": (
        AT_WINDOW,
        "携带证件原件到综合受理窗口，出示草稿编号，由窗口人员核验本人后二十四小时内在网上提交，或者直接在窗口办理",
    ),
}


def needed_for(act: str, item: int | None, by_act: Mapping[Any, int] | None) -> int:
    """The lowest level with which this act is done on an item: what the item says of the act, or of all its acts."""
    return (by_act or {}).get(act) or item or USUAL


class LevelTooLow(Forbidden):
    """Nothing is lost: the draft stays, and the same request is sent again with another token."""

    code = "identity_level_too_low"
    title = "实名等级不够，请提高实名等级后再试，已填写的内容都已保存"


def is_checked(actor: Actor) -> bool:
    """Whether somebody has compared the name and number of this account with a register. Below that anybody may have
    typed them (实名等级 2), and the account is shown nothing but what it has made itself.
    """
    return actor.level >= USUAL


def require_checked(actor: Actor) -> None:
    """For what is kept under a person's number and not of one case: 403 below the usual level, whatever is kept there.
    A clerk who sees the person does so for one draft, so that is no way here.
    """
    if not is_checked(actor):
        raise _too_low(actor.level, USUAL, leaving_out="window")


def require_level(actor: Actor, needed: int, *, seen_at_window: bool = False) -> None:
    """403 that names the level and the ways to it. A person whom a clerk has seen for this case has the highest."""
    present = AT_WINDOW if seen_at_window else actor.level
    if present < needed:
        raise _too_low(present, needed)


def _too_low(present: int, needed: int, leaving_out: str = "") -> LevelTooLow:
    told = f"需要 {needed} 级（{SAYS[needed]}），当前为 {present} 级（{SAYS[present]}）"
    ways = [
        FieldError("/level", name, words)
        for name, (level, words) in WAYS.items()
        if level >= needed and name != leaving_out
    ]
    return LevelTooLow(told, errors=[FieldError("/level", f"identity_level_{needed}", told), *ways])
