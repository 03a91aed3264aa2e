"""Materials that other organs have are asked for again; what was uploaded is compared with its original."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import uncompared
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from proofs.kit.sharing import unshared


def shared_asked(say: Recorder) -> None:
    case = unshared(Hall(say.world))
    for who, place in ((COMPANY, f"/applications/{case}/sharing"), (CLERK, f"/cases/{case}/sharing")):
        say.ask(who, "POST", place, {}, keep="asked 再次查询")
        say.world.clock.pass_time(hours=2)  # what is on its way is not asked again within an hour
    closed = Hall(say.world).submitted()
    for who, place in ((COMPANY, f"/applications/{closed}/sharing"), (CLERK, f"/cases/{closed}/sharing")):
        say.ask(who, "POST", place, {}, keep="complete 没有需要查询的", status=409)


def originals_shown(say: Recorder) -> None:
    hall = Hall(say.world)
    case = uncompared(hall)
    shown = {"files": hall.people.awaiting_original(case), "matches_original": True}
    say.ask(CLERK, "POST", f"/cases/{case}/originals", shown, keep="compared 核对原件")
    say.ask(CLERK, "POST", f"/cases/{case}/originals", shown, keep="twice 原件已经核对", status=422)
    file, purpose = f"materials/{shown['files'][0]}/rendition", {"purpose": "acceptance"}
    for who, place, query in ((COMPANY, f"/applications/{case}", {}), (CLERK, f"/cases/{case}", purpose)):
        say.ask(who, "GET", f"{place}/{file}", keep="preparing 正在加注", query=query, status=202)
    say.go_on()
    for who, place, query in ((COMPANY, f"/applications/{case}", {}), (CLERK, f"/cases/{case}", purpose)):
        say.ask(who, "GET", f"{place}/{file}", keep="marked 已加注标记", query=query)
