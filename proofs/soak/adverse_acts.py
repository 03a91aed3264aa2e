"""Acts of random stories against a person: false applications, and the ends of results (行政许可法8, 69, 70, 78)."""

from collections.abc import Mapping

from proofs.kit.adverse_acts import TO_WITHDRAW
from proofs.kit.cast import Cast
from proofs.soak.story_act import StoryAct, done

CONCERNED_IN = "in_review deciding reporting"
MADE_IN = "delivering delivered closed"
SUPERIOR = "superior-gd_culture_tourism"
HERE: Mapping[str, StoryAct] = {
    "forewarn": done("forewarn", "chief", f"submitted in_review deciding {MADE_IN}", "forewarned", Cast.forewarn),
    "forewarn_withdrawal": done(
        "forewarn",
        "chief",
        MADE_IN,
        "forewarned",
        lambda cast, case_id, caller: cast.forewarn(case_id, caller, **TO_WITHDRAW),
    ),
    "lift_bar": done("lift_bar", "chief", f"rejected decided {MADE_IN}", "bar_lifted", Cast.lift_bar),
    "revoke_result": done("revoke_result", "chief", MADE_IN, "result_revoked", Cast.revoke_result),
    "withdraw_result": done("withdraw_result", "chief", MADE_IN, "result_withdrawn", Cast.withdraw_result),
    "cancel_result": done("cancel_result", "chief", MADE_IN, "result_cancelled", Cast.cancel_result),
    "restore_result": done("restore_result", "chief", MADE_IN, "result_restored", Cast.restore_result),
    "record_result_end": done("record_result_end", "chief", MADE_IN, "result_end_recorded", Cast.record_result_end),
}
# What the organ above has decided it ends itself; a false application it finds while it has the case.
ADVERSE_ACTS: Mapping[str, StoryAct] = {
    **HERE,
    **{f"{name}_above": one._replace(post=SUPERIOR) for name, one in HERE.items()},
    "forewarn_above": done("forewarn", SUPERIOR, f"reported {MADE_IN}", "forewarned", Cast.forewarn),
    "tell_party": done("tell_party", "chief", CONCERNED_IN, "party_told", Cast.tell_party),
    "serve_party": done("serve_party", "chief", CONCERNED_IN, "party_served", Cast.serve_party),
    "hear_party": done("hear_party", "chief", CONCERNED_IN, "party_heard", Cast.hear_party),
    "reject_false": done("reject_false", "chief", "submitted", "rejected", Cast.reject_false),
}
