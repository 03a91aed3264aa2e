"""What the law says of each item that is played, written from law.md and counted by hand. Nothing here asks the code.

Received on Tuesday 2026-09-22. Workdays after it: 23, 24, 28, 29, 30 September; 8, 9, 10 (a Saturday of work), 12, 13,
14, 15, 16, 19, 20, 21, 22, 23, 26, 27 October. The 25th of September is Mid-Autumn, the 1st to the 7th of October are
National Day.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

RECEIVED, FIFTH, AFTER = date(2026, 9, 22), date(2026, 9, 30), date(2026, 10, 1)
# The first workday after the holidays, when people are at their desks again.
BACK = date(2026, 10, 8)
# Ten workdays after the 22nd and the 28th of September.
ISSUE_SAME_DAY, ISSUE_LATER = date(2026, 10, 13), date(2026, 10, 16)
GOVERNMENT = "阳江市人民政府"
# A 上报件: 20 workdays for the review here from the acceptance on the 23rd of September (行政许可法43), and 20 for the
# organ above from the report on the 28th. The government of the province reviews what its organ decides (行政复议法24).
UPWARD, LOWER_REVIEW, ABOVE = "YM-P12", date(2026, 10, 28), date(2026, 10, 30)
REVIEWS_ABOVE = "广东省人民政府"
COMPLAINTS = {"YM-S10": "95598", "YM-S12": "《中华人民共和国档案法》第二十八条第二款"}


class Law(NamedTuple):
    """`promised` and `statutory` are the last days of what is accepted in the play of an ordinary case (on the 23rd,
    a 即办件 on the 22nd); None where nobody set a term. Titles are those of the papers for a refusal and a
    non-acceptance.
    """

    regime: str
    handling: str
    promised: date
    statutory: date | None
    refused: str
    not_ours: str

    @property
    def licence(self) -> bool:
        return self.regime == "license"

    @property
    def on_the_spot(self) -> bool:
        return self.handling == "即办件"


LAWS: Mapping[str, Law] = {
    # 7 workdays promised, 10 by the law, from the acceptance on the 23rd
    "YM-P01": Law(
        "license", "承诺件", date(2026, 10, 10), date(2026, 10, 14), "不予行政许可决定书", "行政许可申请不予受理决定书"
    ),
    # 10 workdays promised for the review here, of 20 by 行政许可法43; then the province has 20 of its own
    "YM-P12": Law("license", "上报件", date(2026, 10, 14), None, "不予行政许可决定书", "行政许可申请不予受理决定书"),
    # the same day promised, 3 workdays by 市场主体登记管理条例19
    "YM-R01": Law("license", "即办件", RECEIVED, date(2026, 9, 28), "不予行政许可决定书", "行政许可申请不予受理决定书"),
    # 30 calendar days promised; 60 by 工伤保险条例20, of which the last, the 22nd of November, is a Sunday
    "YM-S03": Law(
        "confirmation", "承诺件", date(2026, 10, 23), date(2026, 11, 23), "不予认定工伤决定书", "不予受理决定书"
    ),
    "YM-S13": Law("confirmation", "即办件", RECEIVED, None, "不予户口登记决定书", "不予受理决定书"),
    # 10 workdays promised from the acceptance, 20 by the law from the receipt on the 22nd
    "YM-S04": Law("benefit", "承诺件", date(2026, 10, 14), date(2026, 10, 27), "不予给付决定书", "不予受理决定书"),
    "YM-I01": Law("filing", "即办件", RECEIVED, RECEIVED, "不予备案通知书", "不予受理决定书"),
    # 3 workdays promised
    "YM-S10": Law("public_service", "承诺件", date(2026, 9, 29), None, "不予办理通知书", "不予受理通知书"),
    # the archive is in the hall on Wednesdays only
    "YM-S12": Law("public_service", "即办件", date(2026, 9, 23), None, "不予办理通知书", "不予受理通知书"),
}
