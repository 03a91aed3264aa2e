"""How a case begins in a random story, and what machines and alarms do to it, by the event that shows it."""

BEGINNINGS = ("create_application", "receive_walk_in")
BY_ITSELF = {
    "check_material": "scan_received",
    "fetch_shared": "sharing_failed",
    "deem_accepted": "deemed_accepted",
    "lapse": "supplement_overdue",
    "tell_overrun": "special_procedure_overrun",
    "tell_late": "promised_overdue",
    "tell_late_report": "report_overdue",
    "report_silence": "confirmation_overdue",
    "remind_papers": "papers_reminded",
    "record_default": "papers_overdue",
    "remind_verification": "verification_reminded",
    "recount": "dues_recounted",
    "open_task": "task_opened",
    "make_result": "result_made",
    "record_payment": "fee_paid",
    "tell_bill": "bill_told",
    "hold_document": "document_held",
    "archive": "archived",
}
# What comes about years after another case of the same holder: `proofs/faults/renewal_paths.py` and
# `tests/intake/test_renewals.py` play it.
AFTER_YEARS = frozenset({"deem_renewed"})
