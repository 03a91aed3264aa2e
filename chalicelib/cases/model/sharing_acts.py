"""The acts by which other organs are asked for what they have (国务院令第716号第七条): rows of the table of acts.

They are done while the case still takes files. Nobody waits for the answer.
"""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

S, P = Status, Permission
TAKES_FILES = frozenset({S.SUBMITTED, S.CORRECTING, S.LAPSED, S.IN_REVIEW, S.DECIDING, S.REPORTING, S.IN_PROGRESS})

FETCH_SHARED = CaseAct(
    "fetch_shared",
    "取得共享材料",
    lawful_from=TAKES_FILES,
    events={"shared_obtained": "通过数据共享取得材料", "sharing_failed": "未能通过数据共享取得材料，可以提交"},
)
QUERY_SHARING = CaseAct(
    "query_sharing",
    "再次查询共享材料",
    {P.APPLY: "再次查询未取得的共享材料", P.RECEIVE: "窗口再次查询未取得的共享材料"},
    TAKES_FILES,
    {"sharing_queried": "再次查询共享材料"},
)
