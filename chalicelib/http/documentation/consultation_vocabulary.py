"""What the values of the lists of consultations and of the knowledge base mean; `vocabulary.py` has the others."""

from collections.abc import Mapping

from chalicelib.http.documentation.meanings import Meanings

CONSULTATION_VOCABULARY: Mapping[str, Meanings] = {
    "Verified": {"kept": "承诺属实", "unmet": "与承诺不符，责令限期整改", "broken": "承诺不实或者逾期没有整改"},
    "ConsultationKind": {"question": "业务咨询，由咨询台答复", "advice": "审批前服务，由部门答复"},
    "ConsultationState": {
        "at_desk": "等待咨询台答复",
        "at_department": "已转交部门，等待答复",
        "appointed": "部门已预约面谈",
        "answered": "已答复",
        "told": "已答复并反馈",
        "withdrawn": "提问人已撤回",
    },
    "ConsultationWaiting": {"desk": "待答复", "to_tell": "待反馈"},
    "EntryState": {
        "valid": "有效",
        "pending": "尚未生效",
        "expired": "已过有效期",
        "stale": "所涉事项已更新，待部门复核",
        "withdrawn": "已撤下",
    },
    "ReadFor": {"answer": "答复咨询", "call_back": "反馈提问人"},
    "ToldBy": {"in_person": "当面", "phone": "电话", "message": "短信或者站内消息"},
}
