"""The rules of the law that a system of cases has to compute, one row each, and where the code has them.

The numbers are fixed: `@pytest.mark.law("15.3")` on a test says that the test proves the point. Points 15.1 to 15.23
are the compact list; those before it name the articles in detail.
"""

from typing import NamedTuple


class Point(NamedTuple):
    """`code` are files and folders of this repository. `lacks` says what of the rule is not built; empty where nothing
    is known to lack.
    """

    number: str
    rule: str
    code: tuple[str, ...] = ()
    lacks: str = ""


CASES, CLOCK, INTAKE = "chalicelib/cases/model", "chalicelib/clock", "chalicelib/intake/acts"

POINTS: tuple[Point, ...] = (
    Point(
        "0",
        "行政许可法 governs licences only. Other regimes have their own statute or their promise",
        (f"{CLOCK}/kinds.py", "chalicelib/catalogue/model/item.py"),
    ),
    Point("1.1", "No licence needed: tell at once (许可法32(1)1)", (f"{INTAKE}/reject.py",)),
    Point("1.2", "Another organ's power: refuse at once and name that organ (许可法32(1)2)", (f"{INTAKE}/reject.py",)),
    Point("1.3", "What can be put right on the spot is put right (许可法32(1)3)", (f"{INTAKE}/correct_form.py",)),
    Point(
        "1.4",
        "All gaps told once within 5 workdays, else accepted from the receipt (许可法32(1)4)",
        (f"{CLOCK}/acceptance.py", f"{INTAKE}/correct.py", f"{INTAKE}/deem_accepted.py"),
    ),
    Point("1.5", "Complete and in form: must be accepted (许可法32(1)5)", (f"{INTAKE}/accept.py",)),
    Point(
        "1.6",
        "A further notice only for what the supplement got wrong",
        (f"{INTAKE}/correct.py",),
    ),
    Point(
        "1.7",
        "容缺受理 with commitment (广东条例32)",
        (
            f"{CASES}/deferral.py",
            f"{INTAKE}/promise_papers.py",
            f"{INTAKE}/fill_papers.py",
            f"{INTAKE}/remind_papers.py",
        ),
    ),
    Point(
        "1.8",
        "告知承诺 (优化营商环境条例40, 44)",
        (
            "chalicelib/catalogue/model/commitments.py",
            "chalicelib/cases/model/pledge.py",
            f"{INTAKE}/pledge.py",
            "chalicelib/cases/acts/pledged.py",
            "chalicelib/review/acts/verify.py",
            "chalicelib/review/acts/repair_credit.py",
        ),
        "revoking what was granted on a false word (许可法69) is proposed, and is a decision of its own (7.1)",
    ),
    Point(
        "1.9",
        "The window accepts under a letter of the department that is in force (许可法24)",
        ("chalicelib/directory/model/letters_in_force.py", f"{INTAKE}/accept.py"),
    ),
    Point(
        "1.10",
        "False materials: no new application for 1 or 3 years (许可法78, 79)",
        (
            f"{CASES}/falsehood.py",
            f"{CASES}/heard.py",
            "chalicelib/cases/store/bars.py",
            "chalicelib/cases/acts/barred.py",
            "chalicelib/review/acts/forewarn.py",
            f"{INTAKE}/reject_false.py",
            "chalicelib/review/acts/refused_false.py",
            "chalicelib/issuance/acts/lift_bar.py",
        ),
        "what an organ above refuses as false: it writes that in its own decision",
    ),
    Point(
        "2.1",
        "Two or more officers check on the spot (许可法34(3))",
        ("chalicelib/cases/model/site_check.py", "chalicelib/joint/acts/record_session.py"),
    ),
    Point(
        "2.2",
        "Preliminary review goes upward with the whole file (许可法35)",
        ("chalicelib/review/acts/report_upward.py", f"{CASES}/package.py", "chalicelib/review/acts/return_report.py"),
        "one level upward only",
    ),
    Point(
        "2.3",
        "Interested parties are told and heard (许可法36)",
        (f"{CASES}/interested.py", "chalicelib/review/acts/decide.py"),
        "the notice to each of them, which the department writes and serves; the case has its day and its place",
    ),
    Point(
        "2.5",
        "Officers are sent to inspect within 5 workdays of the acceptance (许可法55)",
        (f"{CASES}/inspection.py", f"{CASES}/late.py"),
        "who is sent: the notice of the procedure names nobody",
    ),
    Point(
        "2.4",
        "With a limited number the order of acceptance decides (许可法57)",
        (f"{CASES}/in_order.py", "chalicelib/cases/store/in_order.py", "chalicelib/review/acts/decide.py"),
        "how many are left: no item publishes its number",
    ),
    Point(
        "3.1",
        "A refusal is written, with reasons and remedies (许可法38)",
        ("chalicelib/documents/model", "chalicelib/review/acts/decide.py"),
    ),
    Point("3.2", "Issue and deliver within 10 workdays (许可法44)", (f"{CASES}/clocks.py", f"{CASES}/late.py")),
    Point("3.3", "Grants are public, without secrets and persons (许可法40)", ("chalicelib/issuance/api/public.py",)),
    Point(
        "3.4",
        "No fee without a legal basis (许可法58, 59)",
        ("chalicelib/catalogue/model/rates.py", "chalicelib/issuance/acts/order_fee.py"),
    ),
    Point(
        "4.1",
        "Length, unit, start and article of each term (许可法32, 42-44, 47, 55)",
        (f"{CLOCK}/kinds.py", "chalicelib/hall/model/item_deadline.py"),
    ),
    Point(
        "4.2",
        "The item's own law sets its term, unit and extension (许可法42)",
        ("chalicelib/hall/model/item_deadline.py", "chalicelib/catalogue/model/limits.py", f"{CASES}/extension.py"),
    ),
    Point("4.3", "Time that does not count is excluded (许可法45)", (f"{CLOCK}/pauses.py", f"{CASES}/suspension.py")),
    Point(
        "4.4",
        "A promised day is never after the law's (优化营商环境条例36(2))",
        (f"{CASES}/clocks.py", "chalicelib/catalogue/model/promises.py"),
    ),
    Point(
        "4.5",
        "Backward terms: renewal, notice of a hearing (许可法48, 50)",
        (f"{CLOCK}/backwards.py", "chalicelib/hall/model/item_deadline.py"),
    ),
    Point("5.1", "The day of the event does not count (民法典201)", (f"{CLOCK}/term.py",)),
    Point(
        "5.2",
        "Workdays by the State Council's yearly notice, make-up days included (许可法82)",
        (f"{CLOCK}/calendar.py",),
    ),
    Point("5.3", "A last day of rest moves to the next workday (民法典203)", (f"{CLOCK}/term.py",)),
    Point("5.4", "The unit is data of the item; both units are counted", (f"{CLOCK}/term.py",)),
    Point("5.5", "What comes at night or on a day off is received then (电子签名法11)", (f"{INTAKE}/submit.py",)),
    Point("5.6", "Overlapping pauses merge; the day of the pause counts", (f"{CLOCK}/pauses.py",)),
    Point(
        "5.7",
        "A changed calendar moves open clocks and leaves closed cases",
        ("chalicelib/operations/acts/load_calendar.py", "chalicelib/operations/acts/recount_cases.py"),
    ),
    Point("6.1", "Terms of a hearing (许可法47, 48)", (f"{CLOCK}/kinds.py", f"{CASES}/hearing.py")),
    Point(
        "6.2",
        "Who chairs has not examined; the decision rests on the minutes (许可法48)",
        ("chalicelib/cases/acts/examiners.py", f"{CASES}/minutes.py", "chalicelib/review/acts/resume.py"),
        "who chairs in an organ above is compared with the examiners below and on site only",
    ),
    Point(
        "7.1",
        "Change, withdrawal, revocation and cancelling of certificates (许可法49, 69, 70)",
        (
            f"{CASES}/result_end.py",
            "chalicelib/issuance/acts/revoke_result.py",
            "chalicelib/issuance/acts/withdraw_result.py",
            "chalicelib/issuance/acts/cancel_result.py",
            "chalicelib/issuance/acts/record_result_end.py",
            "chalicelib/issuance/acts/restore_result.py",
            "chalicelib/issuance/store/register.py",
            "chalicelib/issuance/api/verification.py",
        ),
    ),
    Point(
        "15.1",
        "The stamp of receipt never changes",
        (f"{INTAKE}/submit.py", "chalicelib/durable", "chalicelib/evidence"),
    ),
    Point(
        "15.2",
        "Outcomes: not needed, not this organ, corrected, notice, accepted, deemed accepted",
        (INTAKE,),
    ),
    Point(
        "15.3",
        "One-time notice within 5 workdays, else accepted from the receipt by itself",
        (f"{CLOCK}/acceptance.py", f"{INTAKE}/deem_accepted.py"),
    ),
    Point("15.4", "Documents have seal, date and number", ("chalicelib/documents/model",)),
    Point(
        "15.5",
        "The item supplies length, unit, starting event, extension and excluded kinds",
        (
            "chalicelib/catalogue/model/limits.py",
            "chalicelib/hall/model/item_deadline.py",
            f"{CASES}/suspension.py",
            f"{CASES}/extension.py",
        ),
    ),
    Point(
        "15.6",
        "Extension: right approver, before it is due, once, with notice",
        (f"{CASES}/extension.py", "chalicelib/review/acts/extend.py"),
    ),
    Point(
        "15.7",
        "Pause: allowed kind, written notice, planned length, real end",
        (f"{CASES}/suspension.py", "chalicelib/review/acts/suspend.py", "chalicelib/review/acts/resume.py"),
    ),
    Point("15.8", "Two or more officers at a site check", ("chalicelib/review/acts/answer_task.py",)),
    Point(
        "15.9",
        "Interested parties and hearings stand before the decision",
        (f"{CASES}/suspension.py", f"{CASES}/interested.py", f"{CASES}/parties.py", "chalicelib/review/acts/decide.py"),
    ),
    Point("15.10", "Who chairs a hearing has not examined the case", ("chalicelib/cases/acts/examiners.py",)),
    Point(
        "15.11",
        "The decision is written; a refusal has reasons and remedies",
        ("chalicelib/review/acts/decide.py", "chalicelib/documents/model"),
    ),
    Point("15.12", "Issued within 10 workdays", (f"{CASES}/clocks.py", f"{CASES}/late.py")),
    Point(
        "15.13",
        "Joint approval: one lead, 45 and 15 workdays",
        ("chalicelib/catalogue/model/schemes",),
        "plans only; no joint case yet",
    ),
    Point(
        "15.14",
        "Upward: 20 workdays, the whole file, nothing asked again",
        ("chalicelib/catalogue/model/upward.py", f"{CASES}/clocks.py", "chalicelib/review/acts/report_upward.py"),
    ),
    Point(
        "15.15",
        "Limited numbers: by order of acceptance",
        (f"{CASES}/in_order.py", "chalicelib/cases/store/in_order.py"),
        "how many are left: no item publishes its number",
    ),
    Point(
        "15.16",
        "Renewal: reminder, and deemed renewed",
        (f"{CASES}/renewal.py", f"{CASES}/renews.py", "chalicelib/documents/acts/deem_renewed.py"),
        "a reminder before the last day to ask; renewals that an organ above decides",
    ),
    Point(
        "15.17",
        "Fees only with a legal basis",
        (
            "chalicelib/catalogue/model/rates.py",
            "chalicelib/issuance/model/fees.py",
            "chalicelib/issuance/acts/fee_corrected.py",
        ),
    ),
    Point("15.18", "Public results with masking", ("chalicelib/issuance/api/public.py", f"{CASES}/masking.py")),
    Point(
        "15.19",
        "What can be shared is not asked for",
        ("chalicelib/catalogue/model/schemes", "chalicelib/review"),
        "a supply of shared data",
    ),
    Point("15.20", "No channel is forced", ("chalicelib/catalogue/model/publishing.py",)),
    Point("15.21", "Sensitive data are read for a purpose, and that is recorded", (f"{CASES}/disclosure.py",)),
    Point("15.22", "One case is one package, whole before it is closed", ("chalicelib/issuance/acts/archive.py",)),
    Point(
        "15.23",
        "Every clock is recomputable from events and explained day by day",
        (f"{CASES}/clocks.py", f"{CLOCK}/explained.py", "chalicelib/evidence"),
    ),
)
