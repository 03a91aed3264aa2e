"""Conditions in Chinese: what they ask and why a line applies. Labels are ILLUSTRATIVE.

Fields of an item are called as the item calls them. A variable or choice without a label is shown by its name.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.catalogue.model.conditions.evaluation import Answers, evaluate
from chalicelib.catalogue.model.conditions.syntax import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Literals,
    Operator,
    comparisons,
)

LABELS: Mapping[str, str] = {
    "age": "年龄（周岁）",
    "agent": "由代理人代为办理",
    "allocated_land": "以划拨方式取得土地",
    "applicant": "查询人类型",
    "approval_required": "须先取得设置批准",
    "area_or_volume_over_limit": "采伐面积或蓄积超过规定限额",
    "articles_changed": "变更事项涉及修改章程",
    "beds": "床位数（张）",
    "category": "困难人员类别",
    "central_ac": "设有集中空调通风系统",
    "commitment_route": "采用告知承诺方式办理",
    "construction_project": "属于建设项目取水",
    "deemed_contribution_years": "有视同缴费年限",
    "detailed_plan_required": "须编制修建性详细规划",
    "dig": "需要挖掘道路",
    "early_retirement": "申请提前退休",
    "filed_project": "属于备案管理的项目",
    "flammable_explosive": "属于易燃易爆等须单独审核防雷的工程",
    "granted_land": "以出让方式取得土地",
    "has_storage": "设有储存设施",
    "is_report_book": "须编制环境影响报告书",
    "key_discharger": "属于重点排污单位",
    "large": "属于大型设施",
    "not_commitment": "不采用告知承诺方式办理",
    "plan_kind": "方案类别",
    "pre_approval_scope": "经营范围涉及前置审批",
    "priority": "申请优先或放宽条件",
    "residential": "涉及住宅日照",
    "residential_or_public": "属于住宅或者公共建筑",
    "special_fire_design": "须进行特殊消防设计",
    "special_fire_project": "属于特殊建设工程",
    "statutory_precondition": "法律、行政法规规定须先取得前置文件",
    "third_party_conclusion": "须以司法或行政机关结论为依据",
    "vending": "利用自动设备从事食品经营",
    "years_since_exam": "通过资格考试后的年数",
}
CHOICE_LABELS: Mapping[str, str] = {
    "book": "报告书",
    "dibao": "最低生活保障对象",
    "disabled": "残疾人",
    "form": "报告表",
    "long_term": "连续失业一年以上",
    "org": "单位",
    "other": "其他情形",
}
WORDS: Mapping[Operator, str] = {"==": "为", "!=": "不为", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}


def label(variable: str) -> str:
    return LABELS.get(variable, variable)


def choice_label(choice: str) -> str:
    return CHOICE_LABELS.get(choice, choice)


def choice_labels(choices: Sequence[str]) -> Mapping[str, str]:
    return {choice: CHOICE_LABELS[choice] for choice in choices if choice in CHOICE_LABELS}


class Words(NamedTuple):
    """What an item calls its own fields, by key, and the choices of each."""

    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]

    def label(self, variable: str) -> str:
        return LABELS.get(variable) or self.labels.get(variable, variable)

    def shown(self, variable: str, value: Literals) -> str:
        if isinstance(value, bool):
            return "“是”" if value else "“否”"
        if isinstance(value, int):
            return f" {value}"
        return f"“{self.choices.get(variable, {}).get(value) or choice_label(value)}”"


def describe(condition: Condition, words: Words) -> str:
    """The condition as a clause, as “由代理人代为办理”为“是”."""
    match condition:
        case Comparison():
            shown = words.shown(condition.variable, condition.value)
            return f"“{words.label(condition.variable)}”{WORDS[condition.operator]}{shown}"
        case AllOf():
            return "，且".join(
                f"（{describe(part, words)}）" if isinstance(part, AnyOf) else describe(part, words)
                for part in condition.parts
            )
        case AnyOf():
            return "，或".join(
                f"（{describe(part, words)}）" if isinstance(part, AllOf) else describe(part, words)
                for part in condition.parts
            )


def explain(condition: Condition, answers: Answers, words: Words) -> str:
    """Why a line with this condition applies, does not, or cannot be decided yet, naming the answers that decided."""
    rule = describe(condition, words)
    match evaluate(condition, answers):
        case True:
            facts = _facts(condition, answers, words)
            return f"需要提交：因为您填写的{facts}" + ("" if facts == rule else f"（{rule}时需要）")
        case False:
            return f"不适用：因为您填写的{_facts(condition, answers, words)}（{rule}时才需要）"
        case None:
            open_questions = dict.fromkeys(
                f"“{words.label(use.variable)}”" for use in comparisons(condition) if evaluate(use, answers) is None
            )
            return f"待定：请先填写{'、'.join(open_questions)}（{rule}时需要）"


def _facts(condition: Condition, answers: Answers, words: Words) -> str:
    """The answers the condition looks at, each once."""
    seen: dict[str, str] = {}
    for use in comparisons(condition):
        answer = answers.get(use.variable)
        if type(answer) is type(use.value) and isinstance(answer, bool | int | str):
            seen[use.variable] = f"“{words.label(use.variable)}”为{words.shown(use.variable, answer)}"
    return "，".join(seen.values())
