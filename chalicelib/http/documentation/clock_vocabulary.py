"""What each value of the closed lists of terms means; `vocabulary.py` has the others."""

from collections.abc import Mapping

from chalicelib.http.documentation.meanings import Meanings

CLOCK_VOCABULARY: Mapping[str, Meanings] = {
    "ClockKind": {
        "acceptance": "受理期限",
        "confirmation": "征询部门意见的答复期限",
        "deferral": "容缺材料补齐期限",
        "supplement": "补正期限",
        "promised": "承诺期限",
        "opinion": "联合审图、联合验收中部门提出意见的期限",
        "inspection_start": "指派人员检验、检测、检疫的期限",
        "hearing": "组织听证的期限，自提出听证申请之日起",
        "statutory": "法定期限",
        "lower_review": "上报件由本级审查的期限",
        "superior": "上级机关决定的期限",
        "expiry": "申请延续的，原许可有效期届满之日，届满未作决定的视为准予延续",
        "issue": "颁发、送达期限",
        "verification": "告知承诺的承诺核查期限",
        "rectification": "核查后责令限期整改的期限",
        "commitment": "联办中凭承诺先行准予的，申请人承诺取得前置结果的期限",
        "commitment_2": "同一办件第二项这样的承诺的期限",
        "commitment_3": "同一办件第三项这样的承诺的期限",
    },
    "ClockSignal": {
        "yellow": "超过承诺期限，或者超过承诺核查期限、整改期限、承诺取得前置结果的期限",
        "red": "超过法定期限或者送达期限",
    },
    "PartyAnswered": {"heard": "听取了陈述、申辩", "waived": "书面放弃陈述、申辩和听证"},
    "NoticeService": {
        "direct": "直接送达",
        "left": "留置送达",
        "electronic": "电子送达",
        "entrusted": "委托送达",
        "post": "邮寄送达",
        "public_notice": "公告送达",
    },
    "ClockState": {"running": "计算中", "paused": "中止", "ended": "已终止"},
    "SessionConclusion": {"pass": "通过", "rectify": "整改后再审", "refuse": "不通过"},  # nosec B105
    "SessionOpinion": {
        "pass": "同意",  # nosec B105
        "pass_with_conditions": "有条件同意，条件写入决定",  # nosec B105
        "rectify": "须整改",
        "refuse": "不同意",
        "not_concerned": "不涉及本部门",
    },
    "ProjectStageState": {
        "granted": "已经办成",
        "running": "正在办理",
        "ended": "已经办结，有事项没有办成",
        "next": "现在可以申请",
        "waiting": "等待其他阶段的结果",
        "apart": "其中的事项分别申请",
    },
    "SessionState": {
        "not_convened": "尚未召集",
        "collecting": "各部门提出意见",
        "rectifying": "申请人整改",
        "concluded": "已经作出结论",
    },
    "DeadlineKind": {
        "acceptance_notice": "一次性告知补正的期限，自收到申请材料之日起",
        "decision": "决定期限，自受理之日起",
        "decision_extended": "延长后的决定期限，自受理之日起",
        "lower_review": "上报件由下级行政机关审查的期限，自其受理之日起",
        "superior": "上报件由上级行政机关决定的期限，自案卷报送之日起",
        "issue": "颁发、送达证件的期限，自作出决定之日起",
        "inspection_start": "指派人员检验、检测、检疫的期限，自受理之日起",
        "hearing_request": "提出听证申请的期限，自被告知听证权利之日起",
        "hearing_organise": "组织听证的期限，自提出听证申请之日起",
        "hearing_notice": "通知听证时间、地点的最后一日，自举行听证之日倒算",
        "renewal": "提出延续申请的最后一日，自有效期届满之日倒算",
        "supplement": "补正材料的期限，自告知补正之日起",
        "promised": "承诺办理期限，自受理之日起",
    },
}
