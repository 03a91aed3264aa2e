"""The joint acceptance of a building (联合验收): four departments say what they have found. SYNTHETIC people only."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.foundation.platform import SHANGHAI
from proofs.examples.recorder import Recorder
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall
from proofs.kit.session_acts import NAMES, PLACE, SAID, meeting

CHIEF, TAKING_PART = "chief-housing", ("planning", "housing", "cad", "archive")


def examined_by_several(say: Recorder) -> None:
    hall = Hall(say.world)
    _published(say)
    request = joint.accepted(hall, "YM-J01-completion", {"flammable_explosive": False})
    case_id = joint.of_member(hall, request, "YM-I12").id
    sessions = f"/cases/{case_id}/sessions"
    longer = {"workdays": 2, "reason": "现场尚在清理。"}
    say.ask(CHIEF, "POST", f"{sessions}/extend", longer, keep="not_convened 尚未召集", status=409)
    say.ask(CHIEF, "POST", sessions, _in_days(say, 0), keep="too_soon 没有提前通知", status=422)
    say.ask(CHIEF, "POST", sessions, _in_days(say, 9), keep="convened 召集")
    say.ask(CHIEF, "POST", f"{sessions}/extend", {**longer, "workdays": 20}, keep="too_long 超过法定期限", status=422)
    say.ask(CHIEF, "POST", f"{sessions}/extend", longer, keep="extended 延长")
    for department in ("planning", "housing", "archive"):
        _opinion(say, hall, case_id, department, SAID)
    met = meeting("housing", "cad", at=say.world.platform.now())
    say.ask(CHIEF, "POST", f"{sessions}/coordinate", met, keep="agreed 没有不一致", status=409)
    drawn = {"conclusion": "refuse", "reason": "人防工程面积不足。"}
    say.ask(CHIEF, "POST", f"{sessions}/conclude", drawn, keep="missing 尚缺意见", status=409)
    no_list = {**SAID, "opinion": "rectify"}
    _opinion(say, hall, case_id, "cad", no_list, keep="findings_missing 没有列明事项", status=422)
    refused = {**SAID, "opinion": "refuse", "reason": "人防工程面积不足。"}
    _opinion(say, hall, case_id, "cad", refused, keep="refused 不同意")
    record = {"at": say.world.platform.now().isoformat(), "place": PLACE, "findings": "逐项查验，情况属实。"}
    alone = [{"department": "planning", "officers": NAMES[:1]}]
    here = [{"department": one, "officers": NAMES} for one in TAKING_PART]
    say.ask(CHIEF, "POST", f"{sessions}/record", {**record, "attending": alone}, keep="alone 人员不足", status=422)
    say.ask(CHIEF, "POST", f"{sessions}/record", {**record, "attending": here}, keep="held 现场查验")
    met = meeting("housing", "cad", at=say.world.platform.now())
    say.ask(CHIEF, "POST", f"{sessions}/coordinate", met, keep="coordinated 协调")
    for department in TAKING_PART[:-1]:
        _opinion(say, hall, case_id, department, SAID)
    _opinion(say, hall, case_id, "archive", {**SAID, "opinion": "rectify", "findings": ["补齐竣工图。"]})
    _put_right(say, hall, case_id)
    passed = {"conclusion": "pass", "reason": "各部门均同意。"}
    say.ask(CHIEF, "POST", f"{sessions}/conclude", passed, keep="passed 通过")
    say.ask("officer-cad", "GET", sessions, keep="masked 文字脱敏")
    code = hall.form_of(request)["answers"]["project_code"]
    say.ask(COMPANY, "GET", f"/projects/{code}", keep="completion 竣工阶段")
    say.ask(CHIEF, "GET", f"/cases/projects/{code}", keep="completion 竣工阶段")


def _put_right(say: Recorder, hall: Hall, case_id: str) -> None:
    """What one of them has raised, which it then finds to be right."""
    sessions, day = f"/cases/{case_id}/sessions", _in_days(say, 3)["at"][:10]
    drawn = {"conclusion": "rectify", "reason": "竣工图不全。", "rectify_by": day}
    say.ask(CHIEF, "POST", f"{sessions}/conclude", drawn, keep="rectify 整改")
    say.ask(CHIEF, "POST", sessions, _in_days(say, 9))
    _opinion(say, hall, case_id, "archive", SAID)


def _published(say: Recorder) -> None:
    platform = say.world.platform
    day, region = platform.now().date(), platform.settings.division
    there = store.newest(platform.table, region)
    scheme = load_scheme(platform.table, region, "YM-J01", day=day, wall=platform.wall()).scheme
    publish(platform, *(item for item in scheme.items if item not in there))


def _in_days(say: Recorder, days: int) -> Mapping[str, Any]:
    day = say.world.platform.now().date() + timedelta(days=days)
    while not say.world.platform.calendar.day(day).workday:
        day += timedelta(days=1)
    return {"at": datetime.combine(day, time(9, 30), SHANGHAI).isoformat(), "place": PLACE}


def _opinion(say: Recorder, hall: Hall, case_id: str, department: str, said: Mapping[str, Any], **how: Any) -> None:
    invited = hall.people.session(case_id).invitation(department)
    task = f"{case_id}.{invited.task if invited else 'opinion'}"
    say.ask(f"officer-{department}", "POST", f"/tasks/{task}/opinion", said, **how)
