"""The story of 告知承诺: signed at the window, granted on it, verified, not kept, repaired."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import VENUE
from proofs.kit.cast import CLERK
from proofs.kit.departments import SECRET, address

OFFICER, CHIEF = f"officer-{VENUE.department}", f"chief-{VENUE.department}"


def pledged(say: Recorder) -> None:
    system = f"system-{VENUE.department}"
    say.ask(system, "PUT", "/callbacks", {"url": address(VENUE.department), "secret": SECRET})
    case_id = say.ask(CLERK, "POST", "/cases", VENUE.walk_in | {"scans": []})["id"]
    case, signed = f"/cases/{case_id}", {"presented_by": VENUE.recipient}
    say.ask(CLERK, "POST", f"{case}/accept", {}, keep="unsigned 没有签署告知承诺书", status=422)
    say.ask(CLERK, "POST", f"{case}/commitment", signed, keep="signed 签署告知承诺书")
    say.ask(CLERK, "POST", f"{case}/commitment", signed, keep="again 已经作出承诺", status=409)
    say.ask(CLERK, "POST", f"{case}/accept", {})
    say.go_on()
    say.ask(OFFICER, "POST", f"/tasks/{case_id}.review/answer", {"recommendation": "grant", "opinion": "材料齐全。"})
    say.go_on()
    seen = [{"line": line, "ground": "on_paper", "reference": "窗口卷宗第1卷"} for line in VENUE.lines]
    face = say.world.people.stated_face(case_id)
    say.ask(CHIEF, "POST", f"{case}/decide", {"outcome": "grant", "absences": seen, "face": face})
    unmet = {"outcome": "unmet", "findings": "疏散通道堆放杂物。", "rectify": {"length": 10}}
    alone = {
        "at": say.world.platform.now().isoformat(),
        "place": "东风路1号",
        "findings": "通道堆放杂物",
        "officers": ["张一"],
    }
    broken = {"outcome": "broken", "findings": "期满仍未整改。"}
    repaired = {"reference": "信修〔2026〕1号"}
    say.ask(CHIEF, "POST", f"{case}/credit/repair", repaired, keep="nothing 没有失信记录", status=409)
    one = unmet | {"site_check": alone}
    say.ask(OFFICER, "POST", f"{case}/verify", one, keep="alone 现场核查不足两人", status=422)
    unmet |= {"site_check": alone | {"officers": ["张一", "李二"]}}
    say.ask(OFFICER, "POST", f"{case}/verify", unmet, keep="unmet 责令限期整改")
    say.ask(OFFICER, "POST", f"{case}/verify", unmet, keep="again 已经责令整改", status=409)
    say.world.clock.pass_time(days=20)  # the term to put it right is over
    say.ask(CHIEF, "POST", f"{case}/verify", broken, keep="broken 承诺不实")
    say.go_on()
    say.ask(CHIEF, "POST", f"{case}/credit/repair", repaired, keep="repaired 信用修复")
    say.go_on()
