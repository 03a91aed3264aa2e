"""结束试运行: the editor says how it went. What was played is read from the events of the cases."""

from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.cases.store.records import load_cases, load_events
from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.life_acts import FINISH_TRIAL
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict
from chalicelib.trials.acts.follow import follow
from chalicelib.trials.acts.trial_gate import OpenTrial, open_trial, trial_in
from chalicelib.trials.store.sandboxes import cases_of

# How many cases that are still open the trial and its event name.
MOST_NAMED = 20


@act
def finish_item_trial(platform: Platform, caller: Caller, code: str, *, passed: bool, note: str) -> Receipt:
    """409 for a trial that is said to have passed although no case in it was granted and closed."""
    begun = begin_life(platform, caller, FINISH_TRIAL, code)
    trial = trial_in(begun.rows)
    if trial.finished:
        raise Conflict(code="item_trial_finished", title="本次试运行已经结束，如需继续请重新开始")
    opened = open_trial(platform, caller, trial)
    follow(opened)
    cases = load_cases(opened.inside.table, cases_of(opened.inside))
    if passed and not any(case.status is Status.CLOSED and case.outcome == "grant" for case in cases):
        title = "试运行通过前，至少应有一件从申请办到送达办结"
        raise Conflict(code="trial_unplayed", title=title)
    played = _played(opened, cases)
    left_open = sorted(f"{case.id} {case.status.label}" for case in cases if case.status not in ENDED)
    finished = trial.model_copy(
        update={
            "finished": begun.step(note=note),
            "passed": passed,
            "cases": len(cases),
            "acts": tuple(played),
            "left_open": tuple(left_open[:MOST_NAMED]),
        }
    )
    facts = {"trial": trial.id, "content": trial.content_hash, "passed": passed, "cases": len(cases)}
    return begun.commit(
        data={**facts, "acts": played, "open": left_open[:MOST_NAMED], "note": note},
        answer={"trial": trial.id},
        proposal=begun.proposal.model_copy(update={"trial": finished}),
    )


def _played(trial: OpenTrial, cases: list[Case]) -> list[str]:
    """What happened in the cases, each once, in the order of the table of acts."""
    happened = {event.type for case in cases for event in load_events(trial.inside.table, case.id)}
    return [name for name in EVENT_LABELS if name in happened]
