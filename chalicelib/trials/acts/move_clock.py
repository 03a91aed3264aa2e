"""拨快时钟: the legal time of a trial goes forward, and what is due by then happens, as a term that runs out."""

from datetime import datetime, timedelta

from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.table import Refused
from chalicelib.trials.acts.follow import follow
from chalicelib.trials.acts.trial_gate import OpenTrial, open_trial
from chalicelib.trials.model.playbook import playbook
from chalicelib.trials.model.record import FARTHEST
from chalicelib.trials.store import following
from chalicelib.trials.store.sandboxes import cases_of, move_time


def move_clock(trial: OpenTrial, to: datetime) -> tuple[datetime, int]:
    """The legal time of the trial from now on, and how many terms have run out by it. 422 for a time that is past."""
    follow(trial)
    ahead = to - trial.outer.now()
    if to < trial.inside.now() or ahead > FARTHEST:
        message = f"应晚于试运行的当前时间，且不超过 {FARTHEST // timedelta(days=366)} 年"
        raise Invalid(errors=[FieldError("/to", "trial_time_out_of_range", message)])
    try:
        move_time(trial.inside, trial.record, -(-ahead // timedelta(seconds=1)))
    except Refused:
        raise Conflict(code="trial_time_moved", title="试运行的时间已被他人拨动，请重新查看") from None
    later = open_trial(trial.outer, trial.caller, trial.trial)
    fired = sum(following.fire_alarms(later.inside, case_id, playbook()) for case_id in cases_of(later.inside))
    follow(later)
    return later.inside.now(), fired
