"""Chinese descriptions of the schemas, because people read these and docstrings are for developers."""

from collections.abc import Mapping
from typing import Any

from chalicelib.http.documentation.register_wording import REGISTER_WORDING

# Keys are a schema, or a schema and a field.
WORDING: Mapping[str, str] = {
    "Confirmation": "部门的答复：符合；不符合的写明每一处问题，窗口可用于一次性告知；应移送的写明有职权的机关。",
    "CommitmentSigned": "签署公布的承诺书的人。",
    "PledgeVerified": "对承诺的核查结果；findings 和现场核查印在给申请人的文书中，rectify 只在 unmet 时填写。",
    "ExtensionAsked": "延长的长短，单位与法定期限相同；不填的按法律允许的最长期限。",
    "NotificationKept": "通知的处理：新登记、此前已登记、不是本平台的缴费单而留待核查，或者没有变化。",
    "PaymentNotification": "支付机构的通知：paid、refunded 改变缴费单，failed 不改变；退费的写明所退的缴费。",
    "Question": "窗口按公布的清单不能判断的问题（齐全、形式、职权），不涉及实质审查；lines 为所涉材料。",
    "Resumption": "已经结束的特别程序；行政许可的听证，以笔录结束。",
    "MinutesTaken": "听证笔录，已由听证参加人确认无误并签字或者盖章（行政许可法48）。",
    "Minutes": "听证笔录。",
    "Hearing": "听证：告知的主持人、时间地点，以及笔录或者没有举行的原因。",
    "SharingAnswer": "向掌握该材料的机关查询的结果。",
    "DeferrableAnswer": "容缺受理的条件，以及作出承诺以前可以阅读的承诺内容。",
    "Suspension": "特别程序所需时间：自次日起的工作日数，或者至某日为止，二者填一；basis 为要求该程序的条文。",
    "Alias": "同一材料、服务的另一名称，以及认定二者相同的来源。",
    "PersonByLetter": "可以办理的人，以及办理时记入办件事件的授权文书。",
    "HolidayNotice": "国务院办公厅一年的放假安排：最终有效的全部放假日和调休上班日，可含上一年十二月与元旦相连的日子。",
    "OffDay": "一个放假日；name 为通知中的节日名称。",
    "CalendarAmendment": "单独调整的日子；division 为所适用的地区（含下级），不填的适用于全国；paper 为依据。",
    "ChangedDay": "一个改为休息或者改为上班的日子；name 为原因，向公众显示。",
    **REGISTER_WORDING,
    "Comment": "一处意见：缺什么、应怎样修改，或者没有发现问题。",
    "Confirmed": "digest 为申请人看过的打印内容的摘要。",
    "FeeWanted": "不填 quantities 的，按表单计算；与表单不同的，以 why 说明理由。",
    "FormAtWindow": "收件前窗口人员与申请人一起填写的内容。",
    "OriginalsShown": "窗口人员已与原件核对一致的文件。",
    "PrecheckAnswer": "窗口的意见，逐项材料、逐栏列明；不是受理，也不是一次性告知。",
    "DocumentKind": (
        "receipt_voucher 收件凭证；acceptance_notice 受理通知书；"
        "deferral_notice 容缺受理通知书；deferral_commitment 容缺受理承诺书；pledge_commitment 告知承诺书；"
        "correction_notice 补正材料一次性告知书；no_permit_needed_notice 不受理告知书；"
        "non_acceptance_decision 不予受理决定书；special_procedure_notice 特别程序告知书；"
        "extension_notice 延长办理期限告知书；joint_extension_notice 延期办理通知书；grant_decision 办理决定书；"
        "refusal_decision 不予办理决定书；filing_notice 备案通知书；"
        "filing_refusal 不予备案通知书；decision_correction 更正决定书；"
        "fee_notice 缴费通知书；fee_annulment 撤销缴费通知书；"
        "pledge_kept_notice 承诺核查结果告知书；"
        "rectification_notice 限期整改通知书；pledge_default_notice 承诺不实告知书；"
        "forewarning 拟作出决定告知书；bar_lifted_notice 解除申请限制通知书；restoration_notice 恢复效力通知书；"
        "revocation_decision 撤销决定书；withdrawal_decision 撤回决定书；cancellation_decision 注销决定书；"
        "collection_notice 领取通知书；service_record 送达回证；"
        "termination_notice 终止办理通知书；"
        "joint_acceptance_notice 联办受理通知书；joint_supplement_notice 受理补充通知书；"
        "joint_conclusion_notice 联办办结通知书；session_conclusion 联合审查意见书；"
        "session_notice 联合审查通知书；department_opinion 部门审查意见书；"
        "session_record 联合审查现场记录；session_minutes 联合审查会议纪要"
    ),
    "Forewarning": "事前告知：拟作出的决定，理由，陈述、申辩和要求听证的最后一日；document 为告知书。",
    "Ended": "证照失效的状态、日期和依据；人人可见，不含个人信息。",
    "ReportAsked": "本级部门的初审意见。",
    "ReturnAsked": "上报材料中不能使用的：打不开的文件，或者不完整的审查意见。",
    "Settlement": "属于本平台缴费单的，写明 order；其他处理不写。",
    "SealUse": "用了印章的一件文书，以及所凭的办件事件；不含申请人的信息。",
    "FiguresAnswer": "一个地区或者一个部门的授权率、委托率和人员流动；定义见 docs/figures.md。",
    "ShareAnswer": "比率，以及计算它的分子和分母，均为止日终了时的情况。",
    "TurnoverAnswer": "人员流动，按岗位计：before + entered + moved_in − left − moved_out = after。",
    "UnitFigures": "一个部门的指标；其他单位只有人员流动。",
    "AnnouncedScan": "扫描件的上传地址，一刻钟内有效，只接受所登记的文件。",
    "LetterScan": "授权文书的扫描件，url 五分钟内有效；没有 url 的，没有在本平台上传过。",
    "NewScan": "扫描件的格式、大小和校验值（SHA-256 的 Base64）。",
    "ScanUploadAnswer": "一次上传的校验情况。",
    "SpeakerAnswer": "代表部门的人员，只供工作人员查看。",
    "NewAttendance": "非常驻部门某一天有人到大厅办公；不登记姓名，只登记人数。",
    "NewWindowCount": "专窗的自有系统登记某一天的件数和状态；只有计数和状态，没有办件和个人信息。",
    "SpecialWindowAnswer": "一个专窗；其办件不在本平台。",
    "SpecialWindowsAnswer": "这些天内有自有系统的专窗。",
    "MissedWeek": "应到而无人到岗的一周；工作日不足三天的一周除外。",
    "AttendanceReport": "到岗登记，以及无人到岗的各周。",
    "DetourAnswer": "关闭的窗口、原因和改到的窗口。",
    "ItemWindowAnswer": "受理该事项的唯一一类窗口、其中的各窗口，以及当天的改派。",
    "ResidencyStatistics": "事项进驻大厅的比率。",
    "DirectoryFile": "机构信息文件，可以是全部，也可以只有其中几部分；格式与运维命令导入的文件相同。",
    "ChangeAnswer": "文件中一条记录的变化；pointer 为它在文件中的位置。",
    "LeftOutAnswer": "不妨碍导入的提示：没有保存的部分，或者前后不一致之处。",
    "ImportAnswer": "导入的（dry_run 时为将有的）变化；超过 500 处的，其余只计数。",
    "OutOfOrder": "有数量限制的许可，先于受理在先的申请准予的原因（行政许可法57）。",
    "Interested": "告知利害关系人并听取意见的情况：准予直接关系他人重大利益的，不能没有（行政许可法36、47）。",
    "Absence": (
        "必要材料没有文件而仍准予的依据。ground：shared 通过数据共享或电子证照取得（国务院令第716号第七条、第十条），"
        "looked_up 本件的共享查询没有取得、本部门自行核实；"
        "on_paper 窗口已收存纸质材料并经审查；reference：共享查询、证照或者卷宗的出处。容缺不是依据。"
    ),
    "Decision": (
        "不予决定应说明理由（行政许可法38(2)）；准予决定可写明准予的内容。absences：没有文件的必要材料，各有依据。"
        "validity：事项规定由决定载明有效期的，应当填写；事项已经确定有效期的，不得填写。"
        "face：办理结果照面信息中由决定填写的各项，见办事指南的 face。"
    ),
    "Acceptance": "接受委托：notice_version 为已阅读的受托代办告知书的版本。",
    "AuthorisationAnswer": "一件委托：双方、范围、期限和查询当日的状态；对方的证件号码只显示一部分。",
    "AuthorisationChangeAnswer": "委托经过中的一环；hash 覆盖其余各项，包括 previous。",
    "ConsentItem": "同意过的一项，或者依法处理的一项：所示告知书、时间、所涉办件、依据，能否撤回。",
    "NewAuthorisation": (
        "委托他人以本人（本单位）的名义办理。kind：agent 代理人，relative 近亲属（relationship 为亲属关系），"
        "operator 单位的经办人。agent 为受托人的姓名和证件；无论其是否有账号，答复都一样。"
    ),
    "NewScope": "委托的范围：items 为事项编号，themes 为整个主题，至少一项；acts 为可以办理的操作。",
    "NoticeAnswer": "告知书的一个版本，自 since 起使用，直至下一版本。示例文本，非官方。",
    "PartyAnswer": "委托的一方。",
    "PersonalIdentity": "姓名和证件。",
    "ScopeAnswer": "委托的范围：事项、主题和操作。",
    "AttemptAnswer": "一次投递：时间、用时（毫秒）、HTTP 状态或没有答复的原因；message 为中文说明，投递成功时没有。",
    "CaseSearch": "查找办件的条件，须同时符合；姓名和查询码写在请求正文中，不写入地址。翻页时原样重发并带上 cursor。",
    "SheetAnswer": "事项的一份文件：办事指南、受理清单及样本、申请表或者业务手册，都由同一事项记录生成。",
    "Chapter": "文件的一章：事实、表格、段落，按此次序。",
    "Fact": "一项事实：label 为名称，value 为内容。",
    "Rows": "表格；widths 为各列的相对宽度。",
    "PrintedSheet": "可打印的 PDF 文件，链接五分钟内有效。",
    "PublicLine": "证照照面中可以公开的一项：只有行政许可的，不含个人信息。",
    "FaceFieldAnswer": (
        "办理结果照面的一项。source：form 取自申请表，decision 由作出决定的人员填写，platform 由平台得出；"
        "required：由决定填写的，必须填写。"
    ),
    "CertificateAnswer": "电子证照的照面信息，供窗口人员与纸质结果核对。",
    "Consent": "申请人的书面同意：签署日期 signed_on，存放位置 reference。",
    "WritingCorrection": (
        "更正无法印制的姓名（名称）：name 为办件中的写法，writing 为今后印制的写法，source 为写法的来源，"
        "consent 为申请人的书面同意。因此暂未印制的文书以原文号重新印制。"
    ),
    "CodesAnswer": "实施编码（31 位）和基本编码（12 位）。",
    "Defect": "材料清单中的一行（line）或者申请表中的一栏（field，指针）不符合要求之处，以及如何补正。",
    "DeliveryAnswer": "一个事件的投递情况；attempts 为最近十次。",
    "DocumentAnswer": "一份文书、证照或者其他办理结果。",
    "ServiceLists": "公布的证明事项清单（proofs）和中介服务事项清单（intermediaries）；document 为公布清单的文号。",
    "ProofEntry": "可以索要的一项证明：依据、开具单位（issuer）、索要单位（asker）。",
    "IntermediaryEntry": "可以作为办理条件的一项中介服务：依据、时限、收费和付费方。",
    "EditedItem": "事项原文：导入时的内容，含来源和核对标记，供编辑使用。",
    "EndpointAnswer": "本部门系统的回调地址；密钥不返回。",
    "EventAnswer": "事件链中的一环；hash 覆盖其余各项，包括 previous，也包括略去的内容。",
    "ExportedCase": "一件办件中保存的全部内容；文件和文书按其中的链接读取。",
    "ExportedEvent": "办理过程中的一环：岗位和部门，不含工作人员的账号；hash 覆盖账号，因此只供核对。",
    "ExportedOpinion": "部门的审查意见或者首席代表、部门负责人的决定。",
    "HolderAnswer": "账户经核验的身份。",
    "ExportLink": (
        "导出的证据包：一个 ZIP 文件，含事件链、文书、材料清单、期限逐日说明和存证；离线核验的方法写在其中的说明里。"
    ),
    "HeadAnswer": "一日的存证；签名的内容是除 signature 外各项的规范 JSON（键排序、无空格、UTF-8）。",
    "ReadingAnswer": "一次查阅个人信息的记录：岗位和单位；不含工作人员本人姓名。",
    "SupervisedReading": "一次查阅个人信息的记录，供督办人员核查，含查阅人员。",
    "FormCorrection": "当场更正申请表：fields 为各栏正确的内容，presented_by 为到场签名确认的人。",
    "FormBody": "整份表单 {applicant, answers}，格式见事项的表单模式。",
    "ResultCorrection": (
        "更正办理结果：reason 为更正理由，fields 为须更正的表单栏目（名称、证件号码、法定代表人），"
        "face、validity 为决定中填写有误的照面信息和有效期。"
    ),
    "ItemAnswer": "一个事项的办事指南。",
    "Letter": "登记的授权委托书：签署日期 signed_on，有效期至 valid_until（没有期限的不填）。",
    "LegalBasisAnswer": "法律条款；text 为完整写法，如“《食品安全法》第三十三条”。",
    "Limits": "办件的各项届满日。provisional：其中有放假通知尚未公布的日子。",
    "LineAnswer": "材料清单的一行和已提交的文件；why 说明为何需要或不需要。",
    "MaterialAnswer": "公布的材料清单的一行；condition_text 为适用情形的中文说明。",
    "MaterialAnswer.tolerable_absence": "容缺：可以后补（广东省优化营商环境条例32）；示例，非官方",
    "NewApplication": (
        "item 为事项编号，如 YM-P01；form 可以现在填写，也可以以后填写；"
        "project 为投资项目，表单预填以前阶段已有的内容。"
    ),
    "NewFile": "line 为材料在清单中的两位序号，sha256 为文件内容摘要的 Base64 编码。",
    "Nothing": "没有字段。",
    "ProgressAnswer": "办理进度；provisional：到期日前有放假通知尚未公布的日子。",
    "Wanted": "要求申请人补正的一项材料，或者更正的一栏。",
    "Paper": "清单中一行的纸质材料。matches_original：窗口人员已将复印件与原件核对一致。",
    "PaperResult": (
        "纸质结果上的内容，照印写录入，如 2026年11月23日。face：照面信息逐项填写，以标识为键，空白的填空字符串；"
        "其他各项只用于没有自己照面信息的事项，valid_until 可以是文字。"
    ),
    "Bringing": "到窗口交材料的人；同时更正申请表栏目的，须是申请人或者有权代表申请人的人，并签名确认。",
    "Represented": (
        "到场人的姓名和证件。seen：窗口人员已查验证件；"
        "代理人的委托已在本平台登记的，填 authorisation，不再收取纸质授权委托书；"
        "否则 letter_seen：已查验授权委托书，并登记在 letter；"
        "guardianship_seen：已查验监护关系证明，登记在 guardianship；成年人的监护人须登记人民法院判决书。"
    ),
    "IdentityShown": "到场人出示的证件；代理人、经办人须有本平台登记的委托（authorisation）。",
    "AcceptanceProof": "guardianship：监护人网上代为申请的，登记已查验的监护关系证明；其他办件不填。",
    "Guardianship": (
        "已查验的监护关系证明。人民法院判决书另登记法院、案号和判决日期。"
        "seen：已查验证明，或者已通过数据共享向主管机关核验。"
    ),
    "ProgressQuestion": "factor：申请人证件号码（通行证可以不带换证次数）、统一社会信用代码或手机号的后四位。",
    "PromisedAnswer": "部门承诺的时限，length 以 unit 计；0 个工作日即受理当日。",
    "ExtensionAnswer": "期限最长可延长多少，length 的单位同期限本身；由谁批准（行政许可法42）。",
    "ShortTrackAnswer": "符合 condition 时的较短期限，length 的单位同期限本身。",
    "ProcedureAnswer": "特别程序，length 以 unit 计。stops_clock：是否不计入期限（行政许可法45）。",
    "StopsClock": "是否不计入期限；法律未明确或分情形的为文字。",
    "DaysBeforeExpiry": "期满前多少日申请延续，以 unit 计；分情形的为文字。",
    "Charge": "是否收费；conditional 为符合 condition 的才收费。",
    "Form": "申请表 {applicant, answers}，格式见事项的 form.json_schema。",
    "FieldValues": '表单栏目的指针和正确的内容，如 {"/applicant/contact/phone": "13900139000"}。',
    "CorrectedFields": "表单栏目的指针和正确的内容，至少一栏。",
    "TaskReply": "任务的答复：审查为 recommendation、opinion、site_check，决定为 outcome，征询为 advice 等。",
    "Submission": "promised 为申请人书面承诺限期补齐的材料序号（容缺受理）；没有的不填。",
    "PapersPromised": "承诺补齐的材料序号，和已在承诺书上签名的到场人员。",
    "Outside": "联办中由本单位系统办理的事项：所需的信息和前置结果。",
    "OutsideNeeds": '所需的信息，如 {"phone": "/applicant/contact/phone"}。',
    "OutsideResults": "前置结果的编号，以成员为键。",
    "OutsideReport": "外部系统对一个任务的一次报告。",
    "TaskQuestion": "窗口受理前征询的内容：reason、text、lines。",
    "EventData": "事件的内容：编号、日期和摘要，没有个人信息；各种事件不同。",
    "UploadFields": "表单的各项，须原样提交，在 file 之前。",
    "Choices": "取值和中文说明。",
    "JsonSchema": "JSON Schema 2020-12；title 为各栏的中文名称。",
    "EditedDocument": "原文；事项的各个字段见 ItemContent。",
    "ChangedFields": "变更的字段和新的值；姓名、电话只说明有变更，不列出。",
    "WorkIds": "办件、任务、文书等编号，各种工作不同。",
    "KindCounts": "各种工作的条数。",
    "TermUsed.kind": "期限种类",
    "TermUsed.term": "期限的中文名称",
    "TermUsed.length": "期限的长短，以 unit 计",
    "RouteAnswer": "符合情形时的承诺时限。",
    "QuestionAnswer": "/answers 下的一个字段；choices 为取值和说明。",
    "FormAnswer": "一个事项版本的申请表。分栏以前发布的版本没有分节，只有问题。",
    "SectionAnswer": "申请表的一节。",
    "FieldAnswer": "申请表的一栏，以 /answers/{key} 提交；条件不成立的不显示、不提交。",
    "ColumnAnswer": "表格的一列。",
    "WhyConditionAnswer": "规则所要求的一项条件：编号、说法和依据。",
    "ConditionAnswer": "以栏目和得出的情形表述的条件：文字说明，以及供计算的写法。",
    "DeriveAnswer": "由申请表得出的情形，不必提交。",
    "Expression": "条件：{all: […]}、{any: […]} 或者 {field, operator, value}。",
    "Reassignment": "officer 为审查员令牌的 sub；平台没有审查员名册，不核对。不填则退回本部门，人人可以认领。",
    "Recipient": "领取结果并签收的人。",
    "Registration": "登记回调地址。密钥由双方共同持有，登记后不再显示。",
    "Rejection": "ground：依法不需要许可，或不属于本机关职权（competent_organ 为有权机关）。"
    "不需要许可的，competent_organ 可以不填，填写的作为咨询机关印入告知书。",
    "TestAnswer": "测试事件几秒内发送，只发送一次；结果见 href。",
    "DeliveryReplayAnswer": "重新投递：next_at 时再次发送，此后按计划重试。",
    "Replay": "重新投放哪些：按编号一条、按种类一批，都不填则全部。",
    "ResultAnswer": "申请人取得的结果。validity 为规定的文字，没有有效期的为 null。",
    "Signing": "到场办理并已签名的人：本人、法定代表人（负责人）或持授权委托书的代理人；seen：窗口人员已查验证件。",
    "SiteCheck": "对实质内容的现场核查，由两名以上工作人员进行（行政许可法34(3)），不停止计算期限。",
    "RetentionAnswer": "办件结束后的保管期限：年数或者永久；届满后销毁办件中的个人信息。",
    "StatutoryAnswer": "法定时限，length 以 unit 计，法律没有规定的为 null；source 为依据；"
    "start 为条文中的起算点，clock_starts_at 为对应的事件。",
    "StatutoryAnswer.excluded": "不计入期限的时间（行政许可法45）",
    "Supplement": "一次性告知书要求更正的申请表各栏的正确内容。",
    "Takeover": "接办同事已认领的任务，须说明理由。",
    "TermUsed": "used、left、overdue 以 unit 计，截至查询当日；已结束的期限截至结束当日。basis：颁发送达期限的依据。",
    "UploadAnswer": "已登记的文件和它的上传地址。",
    "Upload": "浏览器表单上传：15 分钟内将 fields 和随后的 file 以 POST 提交到 url。",
    "WindowSupplement": "窗口代收的补正：papers 为纸质材料，fields 为一次性告知书要求更正的申请表各栏的正确内容，"
    "presented_by 为到场人：只交材料的可以不填；更正申请表栏目的，由到场人签名确认（signed）。",
    "WindowWithdrawal": "到窗口撤回申请：presented_by 为到场并签名的人，reason 可不填。",
    "StepAnswer": "上报件经过的一级。",
    "Stated": "决定载明的有效期：截止日期、自决定之日起的年数或者月数，填写其中一项。",
    "ValidityAnswer": "办理结果的有效期：由规定确定，或者由决定载明，以及证照上怎样印出。",
    "RuleAnswer": "按申请表内容确定有效期的规则；length 以 unit 计，没有 unit 的以 validity 的 unit 计。",
    "ChecklistQuestion": (
        "情形：answers 为申请表各栏（form.questions）的回答，可以只答一部分，不保存；影响清单和期限的由 missing 列出。"
        "还可以回答申请人类型 applicant.kind、出生日期 applicant.birth_date 和是否由代理人办理 agent。"
        "由申请表得出的情形不能直接回答（answer_derived）。"
    ),
    "ChecklistGuidance": "按所填情形生成的材料清单、费用、期限和窗口，不是决定；还有未回答的问题时 complete 为否。",
    "GuidanceLine": "公布的材料清单的一行：是否需要（need）和理由（why）；不需要的也列出。",
    "OpenQuestion": "尚未回答、影响清单或者期限的问题，及其填写方式和可选的取值。",
    "ItemFee": "是否收费、收费依据和标准；不收费的，依据为不得收费的规定。",
    "ItemRate": "收费标准中的一项金额。",
    "FeeGuidance": "是否收费和依据。",
    "TermGuidance": "自所查日期起算的期限；due 为届满日。",
    "WindowGuidance": "到大厅的哪个窗口办理：主题，以及该日受理这个事项的窗口。",
    "ThemeStatistics": "一个主题的事项数、进驻的事项数和进驻率。",
    "EndedCount": "已经结束的事项：其办件计入 counted_under 中的编码；拆分的有多个，合计只计一次。",
    "WindowsAnswer": "受理的窗口类型和窗口；没有大厅信息的为空。",
    "CounterGuidance": "一个窗口：在哪个大厅、哪个区域，该日的服务时间，何时再开放。hours 为空的，该日不开放。",
    "ClosedDays": "窗口关闭的日期（含首尾两日）和改到的窗口。",
    "DutyGuidance": "每周定期到政务服务大厅办公的部门（非常驻部门）：即办件在其办公日当天办结。",
    "BeforeSubmitAnswer": "提交申请之前须告知或者取得同意的事项。",
    "ConstructionBan": "在 until 之前不得开工；不影响各项决定。until 为空的，日期未定。",
    "GivenAnswer": "对问题的回答：是或者否、整数、选项的值或者文字。",
    "GivenAnswers": "问题的变量名和回答；不填的问题可以省略或者为 null。",
    "GraphAnswer": "各成员和它们的先后；sentences 以文字说明同样的内容，供读屏软件使用。",
    "GraphNode": "layer：所处的层，只等待更前各层的成员。",
    "MemberAnswer": "方案的一个成员；condition 说明在什么情形下办理，为空的每件都办理。",
    "MergedMaterial": "一份材料：提交一次供各成员共用，或者由机关自行取得，或者本次不需要；why 为理由。",
    "NotNeeded": "本次不办理的成员和理由。",
    "PlanAnswer": "按承诺时限推算的办理计划，不是决定；所填情形不保存。",
    "PlanQuestion": "计划的情形：answers 为各问题的回答，held 为已持有结果的成员，commitments 为愿意签署承诺的关系。",
    "PlannedMember": "本次办理的成员；等待的事项没有日期时，各日期为空。",
    "PrerequisiteAnswer": "前置关系：取得 any_of 中任何一项的结果之后，member 才能继续；basis 为法律依据。",
    "SchemeAnswer": "一个联办方案（一件事、并联审批）的一个版本。",
    "SchemeChoices": "取值和中文说明。",
    "SchemeField": "一张表单中的一栏，各成员共用，只填一次。",
    "SchemeQuestion": "决定成员和材料的问题；choices 为取值和中文说明。",
    "SchemeRow": "一个联办方案；version 为该日生效的版本。",
    "StageAnswer": "一次申请的阶段（stage），或者与之并行、按各自期限办理的事项（parallel）。",
    "StagePlan": "一次申请的日期：joint_due 为联办法定时限（行政许可法42(2)），covers 为计入的行政许可，其余为承诺。",
    "Verification": "authentic：确由本平台制作，并已核对一致或者已被取代；只有此时其余各项才有内容。",
}


def in_chinese(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas with the descriptions of `WORDING`. Others keep their own."""
    return {name: _worded(name, schema) for name, schema in schemas.items()}


def _worded(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    fields = schema.get("properties", {})
    worded = {field: _with(f"{name}.{field}", inner) for field, inner in fields.items()}
    return _with(name, schema) | ({"properties": worded} if worded else {})


def _with(key: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**schema, **({"description": WORDING[key]} if key in WORDING else {})}
