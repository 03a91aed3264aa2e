"""The paths of a case: from an application to its end, as people play them."""

from collections.abc import Sequence
from datetime import date

from proofs.faults.steps import (
    Path,
    Step,
    accepts,
    answers,
    answers_precheck,
    applies,
    asks_a_precheck,
    asks_organs_anew,
    asks_the_department,
    claims,
    comes_back,
    compares,
    corrects,
    corrects_form,
    corrects_result,
    corrects_result_above,
    corrects_writing,
    decides,
    decides_above,
    delivers,
    department_accepts,
    department_confirms,
    department_corrects,
    department_rejects,
    extends,
    extends_above,
    fills_in,
    goes_down,
    goes_on,
    goes_on_above,
    grants_on_paper,
    hands_in,
    hands_over,
    lies,
    names_superiors,
    registers,
    rejects,
    reports,
    returns_the_report,
    sets_no_term_above,
    shows_original,
    stops_the_clock,
    stops_the_clock_above,
    submits,
    supplements,
    takes_back,
    takes_back_letter,
    takes_precheck_back,
    transfers,
    waits_in_silence,
    waits_through,
    walks_in,
    walks_in_with_a_rare_name,
    with_data_sharing,
    withdraws,
    withdraws_at_window,
)
from proofs.kit.applications import AGENCY, CARD, PERMIT, RECOGNITION, REGISTRATION, Application
from proofs.kit.cast import CLERK
from proofs.kit.faces import NAMES

# Of a permit that is accepted on the first day, seven workdays later.
PROMISED_UNTIL = date(2026, 12, 3)


def _submitted(wanted: Application) -> list[Step]:
    return [applies(wanted), fills_in(wanted), *(hands_in(wanted.who, line) for line in wanted.lines), submits(wanted)]


def _reviewed(wanted: Application) -> list[Step]:
    return [claims(wanted), answers(wanted)]


def _carried_out(wanted: Application, **recipient: str) -> list[Step]:
    return [compares(), delivers(wanted, **recipient)]


CASE_PATHS: Sequence[Path] = (
    Path(
        "ordinary",
        [
            registers(PERMIT.department),
            *_submitted(PERMIT),
            accepts(),
            *_reviewed(PERMIT),
            decides(PERMIT),
            compares(valid_until="2099-01-01"),
            *_carried_out(PERMIT),
        ],
    ),
    Path(
        "corrected",
        [
            registers(RECOGNITION.department),
            *_submitted(RECOGNITION),
            corrects("01"),
            hands_in(RECOGNITION.who, "01"),
            takes_back(RECOGNITION.who),
            hands_in(RECOGNITION.who, "01"),
            supplements(RECOGNITION.who),
            accepts(),
            *_reviewed(RECOGNITION),
            decides(RECOGNITION),
            *_carried_out(RECOGNITION),
        ],
    ),
    Path(
        "reported upward",
        [
            names_superiors(),
            sets_no_term_above(),
            registers(AGENCY.department),
            walks_in(AGENCY),
            accepts(),
            answers(AGENCY),
            reports(AGENCY),
            returns_the_report(),
            reports(AGENCY, "经营场所已经核查。"),
            stops_the_clock_above(),
            goes_on_above(),
            extends_above(),
            decides_above(),
            compares(holder="错误"),
            corrects_result_above(),
            *_carried_out(AGENCY, name=NAMES[0]),
        ],
    ),
    Path(
        "refused",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            corrects("01"),
            hands_in(CLERK, "01"),
            supplements(CLERK),
            accepts(),
            *_reviewed(RECOGNITION),
            decides(RECOGNITION, "refuse"),
            delivers(RECOGNITION),
        ],
    ),
    Path(
        "withdrawn",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            accepts(),
            claims(RECOGNITION),
            goes_down(RECOGNITION.department),
            withdraws(RECOGNITION),
            comes_back(RECOGNITION.department),
        ],
    ),
    Path(
        "told late",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            goes_down(RECOGNITION.department),
            accepts(),
            comes_back(RECOGNITION.department),
            *_reviewed(RECOGNITION),
            withdraws_at_window(RECOGNITION),
        ],
    ),
    Path("handed over", [walks_in(RECOGNITION), accepts(), *hands_over(RECOGNITION), withdraws(RECOGNITION)]),
    Path("on the spot", [*_submitted(REGISTRATION), accepts(), decides(REGISTRATION), *_carried_out(REGISTRATION)]),
    Path(
        "wrong form, wrong result",
        [
            walks_in(RECOGNITION),
            corrects_form(RECOGNITION),
            accepts(),
            *_reviewed(RECOGNITION),
            decides(RECOGNITION),
            compares(holder="别人"),
            corrects_result(RECOGNITION),
            *_carried_out(RECOGNITION),
        ],
    ),
    Path("walk-in", [walks_in(CARD), accepts(), decides(CARD), *_carried_out(CARD)]),
    Path("rare name", [walks_in_with_a_rare_name(REGISTRATION), corrects_writing(CLERK, "form/writing"), accepts()]),
    Path(
        "rare name on the result",
        [
            walks_in_with_a_rare_name(REGISTRATION),
            accepts(),
            grants_on_paper(REGISTRATION),
            corrects_writing(f"chief-{REGISTRATION.department}", "writing/correct"),
            *_carried_out(REGISTRATION),
        ],
    ),
    Path("rejected", [walks_in(CARD), rejects()]),
    Path(
        "department asked",
        [walks_in(RECOGNITION), asks_the_department(), department_confirms(RECOGNITION.department), accepts()],
    ),
    Path(
        "pre-checked",
        [
            applies(PERMIT),
            asks_a_precheck(PERMIT),
            takes_precheck_back(PERMIT),
            asks_a_precheck(PERMIT),
            answers_precheck(),
        ],
    ),
    Path(
        "not shared",
        [
            applies(PERMIT),
            fills_in(PERMIT),
            *(hands_in(PERMIT.who, line) for line in PERMIT.lines),
            with_data_sharing(submits(PERMIT)),
            hands_in(PERMIT.who, "05"),
            asks_organs_anew(PERMIT.who),
            asks_organs_anew(CLERK),
        ],
    ),
    Path(
        "original shown",
        [
            applies(PERMIT),
            fills_in(PERMIT),
            *(hands_in(PERMIT.who, line) for line in (*PERMIT.lines, "02")),
            submits(PERMIT),
            shows_original("02"),
        ],
    ),
    Path(
        "transferred",
        [walks_in(CARD), takes_back_letter(CARD.department), transfers(), department_accepts(CARD.department)],
    ),
    Path(
        "transferred, corrected, rejected",
        [
            walks_in(RECOGNITION),
            takes_back_letter(RECOGNITION.department),
            transfers(),
            department_corrects(RECOGNITION.department, "01"),
            hands_in(CLERK, "01"),
            supplements(CLERK),
            department_rejects(RECOGNITION.department),
        ],
    ),
    Path(
        "stopped and extended",
        [
            *_submitted(PERMIT),
            accepts(),
            stops_the_clock(PERMIT),
            *_reviewed(PERMIT),
            goes_on(PERMIT),
            extends(PERMIT),
            decides(PERMIT, "refuse"),
        ],
    ),
    Path("deemed accepted", [*_submitted(PERMIT), waits_in_silence(), *_reviewed(PERMIT), decides(PERMIT, "refuse")]),
    Path(
        "late",
        [*_submitted(PERMIT), accepts(), waits_through(PROMISED_UNTIL), *_reviewed(PERMIT), decides(PERMIT, "refuse")],
    ),
    Path(
        "slow",
        [
            *_submitted(REGISTRATION),
            accepts(),
            lies(),
            decides(REGISTRATION),
            lies(),
            compares(),
            lies(),
            delivers(REGISTRATION),
        ],
    ),
    Path(
        "without the stream",
        [walks_in(RECOGNITION), accepts(), *_reviewed(RECOGNITION), decides(RECOGNITION), *_carried_out(RECOGNITION)],
        streaming=False,
    ),
)
