"""What the words of one letter of authority may not say, whoever signs it. Pure."""

from collections.abc import Iterator

from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.letters import AcceptLetter, Letter, PowerLetter
from chalicelib.directory.model.letters_in_force import DECIDING_POWERS, against_catalogue
from chalicelib.directory.model.terms import days_out_of_range
from chalicelib.foundation.problems import FieldError


def words_findings(letter: Letter) -> Iterator[FieldError]:
    """Every contradiction within the letter, each with its pointer."""
    yield from _of_the_days(letter)
    if isinstance(letter, PowerLetter):
        yield from _of_the_powers(letter)
    if isinstance(letter, AcceptLetter):
        yield from _of_the_scope(letter)


def catalogue_findings(letter: Letter, kinds: Kinds, *, at: str = "") -> Iterator[FieldError]:
    """Lines by which the chief representative cannot decide, as the catalogue says of the item (R65-R67). `at` is the
    pointer of the letter.
    """
    if isinstance(letter, PowerLetter):
        for place, code, words in against_catalogue(letter, kinds):
            if letter.items[place].complexity != "complex":  # refused for its own words
                yield FieldError(f"{at}/items/{place}/decides", code, words)


def _of_the_days(letter: Letter) -> Iterator[FieldError]:
    """A letter that held before it was signed would give a lawful ground to what was done without one."""
    yield from days_out_of_range({"/signed_on": letter.signed_on, "/from": letter.since, "/to": letter.until})
    if letter.until < letter.since:
        yield FieldError("/to", "term_reversed", "授权文书的终止日期不能早于起始日期")
    if letter.since < letter.signed_on:
        yield FieldError("/from", "starts_before_signed", "授权文书自签发之日起才能生效，起始日期不能早于签发日期")
    if letter.published_on and letter.published_on < letter.signed_on:
        yield FieldError("/published_on", "published_before_signed", "公布日期不能早于签发日期")
    if letter.revoked and letter.revoked.at.date() < letter.signed_on:
        yield FieldError("/revoked/at", "revoked_before_signed", "撤销日期不能早于签发日期")
    if letter.filing and letter.filing.filed_on < letter.signed_on:
        yield FieldError("/filing/filed_on", "filed_before_signed", "备案日期不能早于签发日期")


def _of_the_powers(letter: PowerLetter) -> Iterator[FieldError]:
    if not letter.powers:
        yield FieldError("/powers", "powers_missing", "请列出授予的权限，1 至 6")
    for number, power in enumerate(letter.powers):
        if power in letter.powers[:number]:
            yield FieldError(f"/powers/{number}", "power_repeated", f"权限 {power} 重复列入")
    for number, line in enumerate(letter.items):
        if line.decides == "chief_representative" and line.power not in DECIDING_POWERS[None]:
            words = "首席代表凭权限一决定即办件，凭权限二或者三决定承诺件、联办件，其他权限不能作出决定"
            yield FieldError(f"/items/{number}/power", "power_decides_nothing", words)
        elif line.decides == "chief_representative" and line.power not in letter.powers:
            words = f"授权书没有授予权限 {line.power}，不能凭它决定事项"
            yield FieldError(f"/items/{number}/power", "power_not_listed", words)
        if line.complexity == "complex" and line.decides == "chief_representative":
            yield FieldError(
                f"/items/{number}/decides", "complex_item_decides", "复杂事项由部门负责人或者上级决定，首席代表负责跟踪"
            )
    for number, one in enumerate(letter.exclusions):
        if one.who == "chief_representative":
            words = "除外的事项由部门负责人或者上级决定，不能仍由首席代表决定"
            yield FieldError(f"/exclusions/{number}/who", "exclusion_of_nothing", words)


def _of_the_scope(letter: AcceptLetter) -> Iterator[FieldError]:
    """What holds for one item alone narrows the letter's scope; a wider one would contradict it."""
    for number, line in enumerate(letter.items):
        if wider := [one for one in line.scope or () if one not in letter.scope]:
            words = f"超出委托书的范围：{'、'.join(wider)}"
            yield FieldError(f"/items/{number}/scope", "scope_wider_than_letter", words)
