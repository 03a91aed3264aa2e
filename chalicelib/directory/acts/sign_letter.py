"""签发授权文书: the head of a department signs a letter of authority (附件2, 附件4) of the own department."""

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, own_region, refuse
from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.known_items import Departments, items_of_letter, unknown_items, unlisted_exclusions
from chalicelib.directory.model.letter_rules import catalogue_findings
from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.rules import Known, letter_findings
from chalicelib.directory.store import letters, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


@act
def sign_letter(
    platform: Platform,
    caller: Caller,
    letter: AcceptLetter | PowerLetter,
    known: Departments | None = None,
    kinds: Kinds | None = None,
) -> Receipt:
    """`known` are those items of the letter that the catalogue has, `kinds` what it says of them now.

    Raises Invalid with every rule that the letter breaks, and Conflict when two change the authority of the department
    at once. Whoever signs is the signer that the letter names.
    """
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    held = load_standing(table, division, letter.department)
    people = {one: kept.record for one, kept in staff.load_members(table, division, _named(letter)).items()}
    errors = [*own_region(caller, letter), *letter_findings(letter, Known(people, held.record.seals))]
    errors += _beside_the_catalogue(letter, known, kinds or {})
    signer = people.get(letter.signed_by)
    if letter.department != caller.actor.department:
        errors.append(FieldError("/department", "department_of_other", "只能签发本部门的授权文书"))
    if signer and (signer.subject != caller.actor.sub or not signer.in_post_at(caller.at)):
        errors.append(FieldError("/signed_by", "signer_not_caller", "授权文书由签发人本人在岗时签发"))
    if letter.signed_on != caller.at.date():
        errors.append(FieldError("/signed_on", "signed_today", "签发日期应为今天"))
    if letter.revoked or letter.filing:
        errors.append(FieldError("", "not_when_signed", "撤销和备案另行办理，签发时不填"))
    if letters.load_letter(table, division, letter.id):
        errors.append(FieldError("/id", "id_taken", "该编号已用于其他记录"))
    if letters.id_of_number(table, division, letter.number):
        errors.append(FieldError("/number", "letter_number_taken", "该文号已用于其他授权文书"))
    if letter.until < caller.at.date():
        errors.append(FieldError("/to", "term_over", "授权文书的终止日期不能早于今天"))
    refuse(errors)
    standing = Moved(letter.department, held, held.record.with_letter(letter, caller.at.date()))
    ops = letters.write_letter(None, letter)
    return commit(platform, caller, "letter", None, letter, ops, act="sign", standing=standing, exclusive=True)


def _named(letter: AcceptLetter | PowerLetter) -> list[str]:
    """The staff whom the letter names."""
    other = letter.accepted_by if isinstance(letter, AcceptLetter) else letter.deputy
    return [letter.signed_by, letter.grantee, *([other] if other else [])]


def _beside_the_catalogue(
    letter: AcceptLetter | PowerLetter, known: Departments | None, kinds: Kinds
) -> list[FieldError]:
    """What of the letter's lines and exclusions names no item of the department, or grants nothing."""
    unlisted = unlisted_exclusions(letter) if isinstance(letter, PowerLetter) else ()
    unknown = unknown_items(items_of_letter(letter), known, letter.department)
    return [*unknown, *unlisted, *catalogue_findings(letter, kinds)]
