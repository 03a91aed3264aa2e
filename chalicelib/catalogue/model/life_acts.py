"""The table of acts on an item's life: what may be done by whom, and from where. docs/acts.md is made from it too."""

from chalicelib.access.policy import Permission
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.durable.lawful import LawfulAct

DRAFT, APPROVED = ProposalState.DRAFT, ProposalState.APPROVED
REVIEWED, CONSENTED = ProposalState.REVIEWED, ProposalState.CONSENTED

DRAFT_ITEM = LawfulAct(
    name="draft_item",
    label="起草事项",
    done_by={Permission.EDIT_ITEMS: "起草事项的新版本，或者新事项的第一个版本"},
    events={"item_drafted": "起草"},
)
PROPOSE_CHANGE = LawfulAct(
    name="propose_item_change",
    label="提出撤回、暂停、恢复、取消、下放、拆分、合并",
    done_by={Permission.EDIT_ITEMS: "提出撤回待生效的版本，提出暂停、恢复、取消、下放、拆分或者合并事项"},
    events={"item_change_proposed": "提出变动"},
)
SAVE_DRAFT = LawfulAct(
    name="save_item_draft",
    label="修改草稿",
    done_by={Permission.EDIT_ITEMS: "修改事项草稿"},
    lawful_from=frozenset({DRAFT}),
    events={"item_draft_saved": "修改草稿"},
    guarded=True,
)
REBASE_ITEM = LawfulAct(
    name="rebase_item",
    label="按现行版本调整",
    done_by={Permission.EDIT_ITEMS: "事项另行发布新版本后，按现行版本调整草稿或者变动，须重新审定和同意"},
    lawful_from=frozenset({DRAFT, APPROVED, REVIEWED, CONSENTED}),
    events={"item_rebased": "按现行版本调整"},
    guarded=True,
)
DISCARD_DRAFT = LawfulAct(
    name="discard_item_draft",
    label="放弃草稿",
    done_by={Permission.EDIT_ITEMS: "放弃尚未审定的草稿或者变动"},
    lawful_from=frozenset({DRAFT}),
    events={"item_draft_discarded": "放弃草稿"},
    guarded=True,
)
START_TRIAL = LawfulAct(
    name="start_item_trial",
    label="开始试运行",
    done_by={Permission.TRY_ITEMS: "在沙箱中开始试运行草稿，冻结其内容"},
    lawful_from=frozenset({DRAFT, APPROVED}),
    events={"item_trial_started": "开始试运行"},
    guarded=True,
)
FINISH_TRIAL = LawfulAct(
    name="finish_item_trial",
    label="结束试运行",
    done_by={Permission.TRY_ITEMS: "结束试运行，记录结论"},
    lawful_from=frozenset({DRAFT, APPROVED}),
    events={"item_trial_finished": "试运行结束"},
    guarded=True,
)
APPROVE_ITEM = LawfulAct(
    name="approve_item",
    label="部门审定",
    done_by={Permission.APPROVE_ITEMS: "部门审定事项草稿或者变动"},
    lawful_from=frozenset({DRAFT}),
    events={"item_approved": "部门审定"},
    guarded=True,
)
RETURN_ITEM = LawfulAct(
    name="return_item",
    label="退回修改",
    done_by={Permission.APPROVE_ITEMS: "说明理由，将草稿或者变动退回修改"},
    lawful_from=frozenset({DRAFT, APPROVED, REVIEWED, CONSENTED}),
    events={"item_returned": "退回修改"},
    guarded=True,
)
REVIEW_LAW = LawfulAct(
    name="review_item_law",
    label="合法性审查",
    done_by={Permission.REVIEW_LAW: "对暂停、取消、下放、拆分、合并作合法性审查"},
    lawful_from=frozenset({APPROVED}),
    events={"item_law_reviewed": "合法性审查通过", "item_law_refused": "合法性审查未通过，退回修改"},
    guarded=True,
)
CONSENT_ITEM = LawfulAct(
    name="consent_item",
    label="编办同意",
    done_by={Permission.CONSENT_ITEMS: "编办同意发布，或者不同意并退回"},
    lawful_from=frozenset({APPROVED, REVIEWED}),
    events={"item_consented": "编办同意", "item_consent_refused": "编办不同意，退回修改"},
    guarded=True,
)
PUBLISH_ITEM = LawfulAct(
    name="publish_item",
    label="发布",
    done_by={Permission.EDIT_ITEMS: "发布编办已同意的版本或者变动，可以指定生效时间"},
    lawful_from=frozenset({CONSENTED}),
    events={
        "item_published": "发布新版本",
        "item_withdrawn": "撤回待生效的版本",
        "item_suspended": "暂停",
        "item_resumed": "恢复",
        "item_cancelled": "取消",
        "item_devolved": "下放",
        "item_split": "拆分",
        "item_merged": "合并",
    },
    guarded=True,
)
END_ITEM = LawfulAct(
    name="end_item",
    label="取消事项（管理员）",
    done_by={Permission.ADMINISTER: "取消事项"},
    events={"item_ended": "管理员取消"},
)
FILE_ITEM = LawfulAct(
    name="file_item",
    label="接收备案",
    done_by={Permission.FILE_ITEMS: "接收事项变动的备案，给出备案回执号"},
    events={"item_filed": "备案"},
)
CORRECT_ITEM = LawfulAct(
    name="correct_item",
    label="提出更正文字",
    done_by={Permission.EDIT_ITEMS: "提出更正已发布版本中的文字错误"},
    events={"item_correction_proposed": "提出更正文字"},
)
CONFIRM_CORRECTION = LawfulAct(
    name="confirm_item_correction",
    label="确认更正文字",
    done_by={Permission.APPROVE_ITEMS: "确认或者驳回文字更正"},
    events={"item_corrected": "更正文字", "item_correction_refused": "驳回更正"},
    guarded=True,
)
LIFE_ACTS: tuple[LawfulAct, ...] = (
    DRAFT_ITEM,
    PROPOSE_CHANGE,
    SAVE_DRAFT,
    REBASE_ITEM,
    DISCARD_DRAFT,
    START_TRIAL,
    FINISH_TRIAL,
    APPROVE_ITEM,
    RETURN_ITEM,
    REVIEW_LAW,
    CONSENT_ITEM,
    PUBLISH_ITEM,
    END_ITEM,
    FILE_ITEM,
    CORRECT_ITEM,
    CONFIRM_CORRECTION,
)
