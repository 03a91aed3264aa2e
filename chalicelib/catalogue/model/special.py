"""特别程序 (special procedures): what people call each kind, and which of them 行政许可法45 names. Pure."""

from collections.abc import Mapping

from chalicelib.catalogue.model.record import SpecialKind

SPECIALS: Mapping[SpecialKind, str] = {
    "hearing": "听证",
    "expert_review": "专家评审",
    "inspection_test": "检验、检测、检疫、鉴定",
    "tender": "招标、拍卖",
    "exam": "考试、考核",
    "interested_party": "告知利害关系人",
    "quantity_limit": "数量限制",
    "public_notice": "公示",
    "consultation": "征求意见",
    "assessment": "技术评估",
    "government_approval": "报人民政府批准",
    "awaiting_conclusion": "等待有关结论",
}
# 听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审: these and no others (行政许可法45).
OF_ARTICLE_45: frozenset[SpecialKind] = frozenset({"hearing", "tender", "inspection_test", "expert_review"})
