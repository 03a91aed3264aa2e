"""What the document calls the things that lists may show."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "submitted": "本部门待受理的办件",
    "draft": "草稿",
    "abandoned": "草稿时撤回的",
    "withdrawn": "收件后撤回的",
    "transferred": "本部门已移送的",
    "delivering": "本部门待送达的",
    "in_review": "本部门的审查任务",
    "deciding": "本部门的决定任务",
    "other_window": "其他部门、其他窗口的（申请人相同）",
    "other_department": "其他部门的审查任务",
    "reported": "报送上级机关的任务",
    "stranger": "他人的",
    "unchecked_draft": "2 级的另一账号填写的草稿",
    "county": "县的",
    "noticed_twice": "本地区再次告知的办件",
    "delivery": "本部门系统的投递",
    "own_member": "本部门人员",
    "other_member": "其他部门人员",
    "county_member": "县的人员",
    "own_letter": "本部门的文书",
    "other_letter": "其他部门的文书",
    "own_seal": "本部门的印章",
    "item": "本地区事项的备案",
    "active": "已接受的委托",
    "offered": "待接受的委托",
}
