"""An editor who plays an unpublished item through, in its sandbox."""

from typing import Any

from chalicelib.access.actor import Actor
from chalicelib.catalogue.model.life import Life, Step, Trial
from chalicelib.catalogue.store.life import keep_life, load_life
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Answer
from chalicelib.trials.acts.attach_samples import attach_samples
from chalicelib.trials.acts.finish_trial import finish_item_trial
from chalicelib.trials.acts.move_clock import move_clock
from chalicelib.trials.acts.play_step import Wanted, play_step
from chalicelib.trials.acts.start_trial import start_item_trial
from chalicelib.trials.acts.trial_gate import OpenTrial, enter
from chalicelib.trials.api.answers import TrialAnswer, trial_answer
from proofs.kit.catalogue import item_document
from proofs.kit.faces import asked_face
from proofs.kit.world import World


class Player:
    """`who` plays the item of this code; every request has a key of its own."""

    def __init__(self, world: World, code: str, who: str | Actor) -> None:
        self.world, self.platform, self.code, self.who = world, world.platform, code, who

    @property
    def life(self) -> Life:
        return load_life(self.platform.table, self.platform.settings.division, self.code).life

    def caller(self, **details: Any) -> Caller:
        return self.world.people.caller(self.who, **{"if_match": self.life.etag, **details})

    def start(self, **details: Any) -> Receipt:
        return start_item_trial(self.platform, self.caller(**details), self.code)

    def enter(self, **details: Any) -> OpenTrial:
        return enter(self.platform, self.caller(**details), self.code)

    @property
    def inside(self) -> Platform:
        return self.enter().inside

    def play(self, do: str, *, who: str | None = None, caller: Caller | None = None, **parts: Any) -> Answer:
        """One step. `parts` are `named`, `query` and `body`."""
        entered = enter(self.platform, caller or self.caller(), self.code)
        return play_step(entered, Wanted(do, who, **parts), "request")

    def told(self, do: str, **parts: Any) -> dict[str, Any]:
        """The body of the answer, as plain values."""
        body: Any = self.play(do, **parts).body
        return body.model_dump(mode="json")

    def samples(self, case_id: str, *lines: str, caller: Caller | None = None) -> dict[str, str]:
        entered = enter(self.platform, caller or self.caller(), self.code)
        return attach_samples(entered, case_id, lines)

    def wait_until(self, to: Any) -> int:
        return move_clock(self.enter(), to)[1]

    def look(self) -> TrialAnswer:
        return trial_answer(self.platform, self.caller(), self.code)

    def finish(self, *, passed: bool = True, note: str = "", **details: Any) -> Receipt:
        return finish_item_trial(self.platform, self.caller(**details), self.code, passed=passed, note=note)

    def printed(self) -> None:
        """The printer of trials works until nothing waits for it."""
        while self.world.work(names.TRIALS_QUEUE):
            """The next document."""

    # ------------------------------------------------------------------------------------------------ a case, so far
    @property
    def applicant(self) -> str:
        """The first applicant of the sandbox who may apply for the item."""
        return self.look().forms[0].as_

    def form(self) -> dict[str, Any]:
        """Filled in by this applicant, with the examples of the catalogue."""
        return dict(self.look().forms[0].form)

    def submitted(self) -> str:
        body = {"item": self.code, "form": self.form()}
        case_id = self.told("create_application", who=self.applicant, body=body)["id"]
        self.samples(case_id)
        self.play("submit_application", who=self.applicant)
        return case_id

    def decided(self) -> str:
        case_id = self.submitted()
        self.play("accept_case")
        if self.case(case_id).tasks[0].kind == "review":
            self.play("answer_task", body={"recommendation": "grant", "opinion": "符合条件"})
        self.decide()
        return case_id

    def decide(self, *, caller: Caller | None = None) -> None:
        """A grant, with what the officer states of the face."""
        item = item_document(self.code)
        decides = "leader" if item.complexity and item.complexity.level == "complex" else "chief"
        face = asked_face(None, item, self.form())
        body = {"outcome": "grant", **({"face": face} if face else {})}
        self.play("decide_case", who=decides, caller=caller, body=body)

    def closed(self) -> str:
        """From the form to the handing over."""
        case_id = self.decided()
        self.printed()
        paper = self.told("read_certificate", query={"purpose": "issue"})
        self.play("compare_result", body=as_printed(paper))
        self.printed()
        self.play("deliver_result", body={"recipient": self.recipient()})
        return case_id

    def recipient(self) -> dict[str, Any]:
        applicant = self.form()["applicant"]
        person = applicant.get("legal_representative") or applicant
        relation = "legal_representative" if "legal_representative" in applicant else "applicant"
        named = {"name": person["name"], "id_number": person["id_number"]}
        return {"relation": relation, **named, "seen": True, "signed": True}

    def case(self, case_id: str) -> Any:
        return next(case for case in self.look().cases if case.case_id == case_id)


FIVE = ("number", "holder", "holder_code", "issued", "valid_until")


def as_printed(certificate: dict[str, Any]) -> dict[str, Any]:
    """What stands on a paper that is right, for the comparison: its face, or the five fields of an item without one."""
    if not certificate["face"]:
        return {name: certificate[name] for name in FIVE}
    return {"face": {line["key"]: line["value"] for line in certificate["face"]}}


def tried(platform: Platform, code: str) -> None:
    """The draft under way counts as played through, for proofs of what comes after the trial."""
    division = platform.settings.division
    life = load_life(platform.table, division, code).life
    if life.proposal is None:
        raise LookupError(f"no draft of {code}")
    done = Step(by="somebody", at=platform.now())
    trial = Trial(id="played", content_hash=life.proposal.content_hash, started=done, ends_at=0)
    passed = trial.model_copy(update={"finished": done, "passed": True})
    after = life.model_copy(update={"proposal": life.proposal.model_copy(update={"trial": passed})})
    platform.table.write(keep_life(division, code, life, after))
