"""The story of a trial: an editor plays the draft as applicant, window and department before it is approved."""

from datetime import timedelta
from typing import Any

from chalicelib.foundation import names
from proofs.examples.recorder import Recorder
from proofs.kit.trials import as_printed

# What the officer states of the face of the result of YM-I02.
STATED = {"project_code": "2611-441700-04-01-000001", "opinion": "核准招标方案"}


def tried(say: Recorder, path: str, editor: str, seen: int) -> int:
    """One case from the form to the handing over, with a notice and a supplement; the number of the last event."""
    trial = f"{path}/trial"
    say.ask(editor, "GET", trial, keep="none 没有试运行", status=404)
    say.ask(editor, "POST", trial, {}, etag='"l0"', keep="stale 草稿已改动", status=412)
    seen = say.ask(editor, "POST", trial, {}, etag=f'"l{seen}"', keep="started 开始试运行")["seq"]
    shown = say.ask(editor, "GET", trial)
    case_id = applied(say, trial, editor, path.rpartition("/")[2], shown["forms"])
    corrected_once(say, trial, editor, case_id)
    decided(say, trial, editor)
    early = {"passed": True}
    say.ask(editor, "POST", f"{trial}/finish", early, etag=f'"l{seen}"', keep="unplayed 没有办结的", status=409)
    handed_over(say, trial, editor, shown["forms"])
    result = {"passed": True, "note": "清单、时限和证照与草稿一致"}
    return say.ask(editor, "POST", f"{trial}/finish", result, etag=f'"l{seen}"', keep="passed 试运行通过")["seq"]


def play(
    say: Recorder, trial: str, editor: str, do: str, *, who: str = "", keep: str = "", status: int = 0, **parts: Any
) -> Any:
    named = {"as": who} if who else {}
    return say.ask(editor, "POST", f"{trial}/steps", {"do": do, **named, **parts}, keep=keep, status=status or None)


def applied(say: Recorder, trial: str, editor: str, item: str, forms: list[Any]) -> str:
    who, form = forms[0]["as"], forms[0]["form"]
    play(say, trial, editor, "approve_item", keep="unknown 没有这个步骤", status=422)
    made = play(say, trial, editor, "create_application", who=who, body={"item": item, "form": form})
    case_id = made["answer"]["id"]
    samples = {"case_id": case_id}
    say.ask(editor, "POST", f"{trial}/samples", {"case_id": "somebody"}, keep="unknown 没有该办件", status=404)
    say.ask(editor, "POST", f"{trial}/samples", samples, keep="attached 附上样本材料")
    play(say, trial, editor, "submit_application", who=who, keep="submitted 扮演申请人提交")
    return case_id


def corrected_once(say: Recorder, trial: str, editor: str, case_id: str) -> None:
    defect = {"line": "01", "defect": "材料不清晰", "remedy": "请重新扫描"}
    play(say, trial, editor, "correct_case", body={"defects": [defect]})
    later = say.world.clock.at + timedelta(days=1)
    say.ask(editor, "POST", f"{trial}/clock", {"to": later.isoformat()}, keep="moved 过一天")
    early = {"to": say.world.clock.at.isoformat()}
    say.ask(editor, "POST", f"{trial}/clock", early, keep="past 时间已过", status=422)
    say.ask(editor, "POST", f"{trial}/samples", {"case_id": case_id, "lines": ["01"]})
    play(say, trial, editor, "supplement_application", body={})


def decided(say: Recorder, trial: str, editor: str) -> None:
    play(say, trial, editor, "accept_case")
    play(say, trial, editor, "accept_case", keep="accepted 已经受理", status=409)
    play(say, trial, editor, "answer_task", body={"recommendation": "grant", "opinion": "符合条件"})
    play(say, trial, editor, "decide_case", who="leader", body={"outcome": "grant", "face": STATED})
    printed(say)


def handed_over(say: Recorder, trial: str, editor: str, forms: list[Any]) -> None:
    paper = play(say, trial, editor, "read_certificate", query={"purpose": "issue"})["answer"]
    play(say, trial, editor, "compare_result", body=as_printed(paper))
    printed(say)
    applicant = forms[0]["form"]["applicant"]
    person = applicant.get("legal_representative") or applicant
    relation = "legal_representative" if "legal_representative" in applicant else "applicant"
    recipient = {"relation": relation, "name": person["name"], "id_number": person["id_number"]}
    play(say, trial, editor, "deliver_result", body={"recipient": {**recipient, "seen": True, "signed": True}})
    say.ask(editor, "GET", trial, keep="closed 已办结")


def printed(say: Recorder) -> None:
    while say.world.work(names.TRIALS_QUEUE):
        """The next document."""
