"""作出告知承诺: the applicant's written word stands for a proof (优化营商环境条例40, 国办发〔2020〕42号).

Online it is part of the submission; at the window the person signs the published text.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.pledge import chosen, pledge_of, stands
from chalicelib.cases.model.pledge_acts import PLEDGE
from chalicelib.cases.model.presented import Window
from chalicelib.cases.store.bars import barred_until
from chalicelib.cases.store.records import OF_PLEDGES
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.catalogue.store import load_item
from chalicelib.documents.model.pledges import pledge_commitment, word_of
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape
from chalicelib.foundation.writes import Op
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.application import Form
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window, word_given

TextDigest = Annotated[str, Shape(r"[0-9a-f]{64}", "digest_format", "应为承诺书内容的 SHA-256 摘要，64 位十六进制小写")]
BARRED = (
    "申请人曾作出虚假承诺或者没有履行承诺，信用修复之前不适用告知承诺方式（国办发〔2020〕42号）；"
    "请选择不采用告知承诺方式，提交有关材料，按照一般程序办理"
)


class Pledged(NamedTuple):
    """The case with the commitment, and the 承诺书."""

    case: Case
    document: Draft

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event: by which text of which version the applicant is bound."""
        text = self.case.pledge.text if self.case.pledge else ""
        return {"commitment": {"item_version": self.case.item_version, "text": text}}


@act
def pledge(platform: Platform, caller: Caller, case_id: str, signing: Signing) -> Receipt:
    """409 where the form goes the ordinary way or the word was given, 422 for whom a default bars. No clock stops."""
    with named_letter(platform, signing) as letter:
        begun = begin(platform, caller, PLEDGE, case_id, whole=True)
    if begun.case.status is Status.SUBMITTED:
        require_in_time(begun)
    case, form = begun.case, begun.found.form
    made = chosen(begun.item, form)
    if made is None:
        raise problems.Conflict(code="commitment_not_chosen", title="申请表没有选择告知承诺方式，不需要作出承诺")
    if stands(case.pledge, made):
        raise problems.Conflict(code="already_pledged", title="申请人已经作出告知承诺，不需要再次作出")
    asked = asked_of(platform, case, begun.claim, "supplement", caller.at.date())
    signing = with_letter(platform, caller, signing, letter, asked, "/presented_by")
    require_right_person(signing, begun.claim, Window(caller.at.date(), caller.actor.name))
    begun = begun.naming(letter()).with_proof(signing.newly_proven(case.guardianship, caller))
    bound = pledging(begun, begun.case, made, signing)
    return begun.commit(
        bound.case,
        both=bound.told,
        data={**seen_at_window(signing, begun.case), **begun.proof_recorded(begun.case)},
        answer={"number": case.number},
        document=bound.document,
    )


def require_confirmed(begun: Begun, form: Form, confirmed: str | None) -> Commitment | None:
    """What this form commits to; 422 unless the applicant names the digest of exactly the published text, and none
    where the ordinary way is chosen.
    """
    made = chosen(begun.item, form)
    wanted = made.digest if made else None
    if confirmed == wanted:
        return made
    if made is None:
        raise problems.Invalid(
            errors=[FieldError("/commitment", "commitment_not_chosen", "申请表没有选择告知承诺方式，不需要作出承诺")]
        )
    says = "采用告知承诺方式的，请阅读办事指南中的承诺书内容，并填写其摘要，表示作出承诺"
    raise problems.Invalid(errors=[FieldError("/commitment", "commitment_unconfirmed", says)])


def newly_confirmed(begun: Begun, form: Form, confirmed: str | None) -> Commitment | None:
    """What a form that was corrected after the receipt commits to and nobody has given the word for. Online it comes
    with that act, as no later one does; at the window it is signed for by an act of its own.
    """
    made = chosen(begun.item, form)
    if made is not None and stands(begun.case.pledge, made) and confirmed in (None, made.digest):
        return None
    return None if begun.identity is None else require_confirmed(begun, form, confirmed)


class Words(NamedTuple):
    """The documents of what somebody has committed to in writing, and what the event says of it."""

    drafts: Sequence[Draft] = ()
    data: Mapping[str, JsonValue] = {}

    @property
    def ops(self) -> list[Op]:
        return [op for draft in self.drafts for op in draft.ops]

    @property
    def effects(self) -> list[SendMessage]:
        return [draft.effect for draft in self.drafts]


def with_word(begun: Begun, case: Case, made: Commitment | None) -> tuple[Case, Words]:
    """The case with the word that a supplement gives."""
    if made is None:
        return case, Words()
    bound = pledging(begun, case, made, None)
    digests: dict[str, JsonValue] = {bound.document.no: bound.document.digest}
    return bound.case, Words([bound.document], {**bound.told, "document_digests": digests})


def pledging(begun: Begun, case: Case, made: Commitment, signing: Signing | None) -> Pledged:
    """The commitment, for the act that commits it. 422 while a default that was not repaired bars the applicant."""
    item, at = begun.item, begun.caller.at
    if barred_until(begun.platform, case, OF_PLEDGES, at.date()):
        raise problems.Invalid(
            code="commitment_barred",
            title="信用修复之前不适用告知承诺方式",
            errors=[FieldError(f"/form/answers/{made.field}", "commitment_barred", BARRED)],
        )
    whose, item = _of_member(begun, case)
    head = letterhead(begun.platform, whose, item, at, begun.directory)
    given, facts = word_given(begun.caller, case.applicant_name, signing), head.on_paper(signing is not None)
    readers = [item.department] if case.is_request else []
    document = head.draft(pledge_commitment(facts, head.formalities, word_of(item, made), given), readers)
    bound = pledge_of(made, [basis.law for basis in item.legal_basis], at, document.no)
    return Pledged(case.model_copy(update={"pledge": bound}), document)


def _of_member(begun: Begun, case: Case) -> tuple[Case, ServiceItem]:
    """The word is given to who decides on it: of a joint request to the department of the member that publishes it."""
    made_of = begun.item.request_of
    part = made_of.member(made_of.pledged) if made_of and made_of.pledged else None
    if part is None:
        return case, begun.item
    item = load_item(begun.platform.table, case.division, part.item, version=part.version)
    return case.model_copy(update={"department": item.department, "item_name": item.name}), item
