"""Chinese descriptions of the schemas of the registers; `wording.py` has the others."""

from collections.abc import Mapping

REGISTER_WORDING: Mapping[str, str] = {
    "OwnPromiseAnswer": "本地区自己的承诺时限，不超过法定时限。",
    "OwnSchemeAnswer": "本地区在联办主题上的不同之处。",
    "KindAnswer": "本地区的一类窗口。",
    "RegionDetails": "一个地区某一天的设置。",
    "NameAnswer": "一个名称及其使用期；只知年份的，日期写作该年第一天。",
    "SuccessorAnswer": "部门的变化；department 为空的，职责已不在大厅。",
    "OfficeAnswer": "代表部门的岗位。",
    "ResidencyAnswer": "部门是否常驻大厅；非常驻部门每周在 duty_weekday（1 为星期一）办公。",
    "DepartmentDetails": "一个部门的沿革和现状。",
    "WindowAnswer": "一个窗口在所问时刻是否开放，以及下一次开放的时间。",
    "HallDetails": "一个大厅和它的分区、窗口。",
    "DutyAnswer": "非常驻部门到大厅办公的一天。",
    "RuleDocumentAnswer": "规则和事项所依据的文件；in_force 为空的，日期无从得知。",
    "GapAnswer": "一处缺口；subject 为所涉的部门、窗口或者事项。",
    "CompetenceAnswer": "对一个事项的培训，有效期至 until 当日结束。",
    "ExclusionAnswer": "授权书除外的事项；item 为空的，是一类情形。",
    "LetterExclusion": "授权书（附件4）除外的事项；不填 item 的，以文字说明一类情形。",
    "LetterItem": "授权文书中的一个事项：附件2只可另填 scope；附件4应填 complexity、power、decides。",
    "LetterLine": "授权文书中的一个事项：附件2为委托的范围，附件4为由谁决定、凭哪项权限。",
    "Moving": "调岗：只填变动的项目。首席代表调往其他单位，应先办理离岗。",
    "NewLetter": (
        "部门负责人现在签发的授权文书：附件2（kind 为 accept）或者附件4（power）；地区、部门、签发人和日期由账号确定。"
    ),
    "NewTraining": "培训：trained 取代同一事项原有的记录；withdrawn 为不再办理的事项。事项应在目录中。",
    "Representative": "本部门的首席代表，或者替补（deputy_of 为所替补的首席代表）。",
    "MatterList": "督办事项；letters 只在第一页。",
    "UnfiledLetter": "没有备案、期限已过或者即将到期的授权文书。",
}
