"""告知承诺, played on the item that publishes a term for its verification: a word that is kept, and one that is not.

The case is delivered and closed long before; its verification, the reminder and the alarm come all the same.
"""

from collections.abc import Mapping

from chalicelib.durable.caller import Caller, Receipt
from proofs.played.scenes import Scene, accept, applied, grant, hand_over, review
from proofs.played.stage import Stage

ITEM = "YM-I16"


def on_the_word(stage: Stage) -> None:
    """Applied for with the word, granted on the day of the acceptance, delivered and closed."""
    applied(stage)
    stage.next_workday()
    accept(stage)
    review(stage)
    grant(stage)
    hand_over(stage)


def verify(stage: Stage, by: str, label: str, outcome: str) -> None:
    people = stage.hall.people
    stage.does(stage.post(by), label, lambda case_id, caller: people.verify(case_id, caller, outcome))


def repair(stage: Stage, label: str) -> None:
    stage.does(stage.post("chief"), label, stage.hall.people.repair_credit)


def again(stage: Stage, label: str) -> None:
    """The same applicant chooses this way for another case."""
    stage.does(stage.applicant, label, lambda _, caller: _another(stage, caller))


def _another(stage: Stage, caller: Caller) -> Receipt:
    hall = stage.hall
    case_id = hall.draft(stage.item.id, stage.applicant)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return hall.people.submit(case_id, hall.caller(caller.actor, case_id))


def kept(stage: Stage) -> None:
    on_the_word(stage)
    stage.until(stage.last_day("verification"), hour=16)
    verify(stage, "officer", "核查：承诺属实", "kept")
    verify(stage, "officer", "核查以后又认定承诺不实", "broken")
    repair(stage, "没有失信而登记信用修复")
    again(stage, "再次采用告知承诺方式申请")


def broken(stage: Stage) -> None:
    on_the_word(stage)
    stage.past("verification")
    verify(stage, "officer", "核查：与承诺不符，责令限期整改", "unmet")
    verify(stage, "chief", "整改期限内即认定承诺不实", "broken")
    stage.past("rectification")
    verify(stage, "officer", "期满再次责令限期整改", "unmet")
    verify(stage, "chief", "核查：期满没有整改，承诺不实", "broken")
    again(stage, "失信以后再次采用告知承诺方式申请")
    repair(stage, "登记信用修复")
    repair(stage, "再次登记信用修复")
    again(stage, "修复以后再次采用告知承诺方式申请")


SCENES: Mapping[str, Scene] = {
    "word_kept": Scene("告知承诺，准予以后核查属实", kept, "1.8"),
    "word_broken": Scene("告知承诺，逾期没有整改，失信和修复", broken, "1.8"),
}
