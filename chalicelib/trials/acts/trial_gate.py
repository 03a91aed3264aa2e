"""Letting somebody in to the trial of an item: it is open, has not ended, and the item is the caller's business."""

from dataclasses import dataclass

from chalicelib.access import policy
from chalicelib.access.actor import Actor
from chalicelib.access.policy import Permission
from chalicelib.cases.model import Case
from chalicelib.catalogue.acts.life_gate import find_life
from chalicelib.catalogue.model.life import Trial
from chalicelib.catalogue.store.life import LifeRows
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.trials.model.posts import POSTS, Place, actor_of
from chalicelib.trials.model.record import TrialRecord
from chalicelib.trials.store.sandboxes import opened


@dataclass(frozen=True)
class OpenTrial:
    """A trial that can be played. `outer` is the platform of the deployment, `inside` that of the sandbox."""

    outer: Platform
    inside: Platform
    caller: Caller
    trial: Trial
    record: TrialRecord

    @property
    def place(self) -> Place:
        record = self.record
        return Place(self.inside.settings.division, record.department, record.item, record.theme)

    def actor(self, post: str) -> Actor:
        """The person of the sandbox who has this post."""
        return actor_of(POSTS[post], self.place)

    def applicant(self, case: Case) -> str | None:
        """The post of the applicant whose case it is; None for one that a window received for somebody else."""
        secrets = self.inside.index_keys.reads
        applicants = [post.name for post in POSTS.values() if post.number]
        return next((name for name in applicants if policy.owns(self.actor(name), case.applicant_key, secrets)), None)


def no_trial() -> NotFound:
    return NotFound(code="item_no_trial", title="该事项没有正在进行的试运行，请先开始试运行")


def trial_in(rows: LifeRows) -> Trial:
    """The newest trial of the proposal under way. NotFound where there was none."""
    proposal = rows.life.proposal
    if proposal is None or proposal.trial is None:
        raise no_trial()
    return proposal.trial


def enter(platform: Platform, caller: Caller, code: str) -> OpenTrial:
    """NotFound unless the item is the caller's business and has a trial whose sandbox is still there; 409 for one that
    was finished.
    """
    rows = find_life(platform, caller.actor, code)
    policy.require(caller.actor, Permission.TRY_ITEMS)
    trial = trial_in(rows)
    if trial.finished:
        raise Conflict(code="item_trial_finished", title="本次试运行已经结束，如需继续请重新开始")
    return open_trial(platform, caller, trial)


def open_trial(platform: Platform, caller: Caller, trial: Trial) -> OpenTrial:
    found = opened(platform, trial.id)
    if found is None:
        raise no_trial()
    return OpenTrial(platform, found[0], caller, trial, found[1])
