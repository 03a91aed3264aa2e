"""The rules that stand in events as `policy`, in one Chinese sentence each."""

from collections.abc import Iterable, Iterator

from chalicelib.evidence.model.records import PolicyFacts

SENTENCES = {
    "new_case": "有权申请或者在窗口收件的人新建办件",
    "own_case": "申请人办理本人的办件",
    "post_in_division": "大厅和监督岗位办理本区划的办件",
    "post_in_department": "部门人员办理本部门的办件",
    "platform": "平台依照规定自动办理",
}


def told(ids: Iterable[str]) -> Iterator[PolicyFacts]:
    """Those of the rules that are known, in the order of their ids."""
    for rule in sorted(set(ids)):
        if rule in SENTENCES:
            yield PolicyFacts(id=rule, sentence=SENTENCES[rule])
