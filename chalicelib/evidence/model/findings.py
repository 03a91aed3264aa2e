"""What a check can find, each by a code, in Chinese and in English."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    chinese: str
    english: str


class Finding(NamedTuple):
    """One broken link. `place` says where, as `event/5/hash`; `expected` is what follows from the rest of the file or
    from the law, `found` is what stands there.
    """

    code: str
    place: str
    expected: str = ""
    found: str = ""

    @property
    def words(self) -> Words:
        return CODES[self.code]


class Note(NamedTuple):
    """Something that this file cannot prove, or that its reader has to do. It breaks nothing."""

    code: str
    place: str = ""
    told: str = ""

    @property
    def words(self) -> Words:
        return NOTES[self.code]


CODES: Mapping[str, Words] = {
    "archive_unreadable": Words("不是可读的 ZIP 文件", "this is no readable ZIP file"),
    "archive_too_many": Words("文件中的部分过多", "the file has too many parts"),
    "archive_name": Words(
        "部分的名称不合规定，可能指向文件夹之外", "a part has a name that may lead out of the folder"
    ),
    "archive_twice": Words("同一名称出现两次", "a name stands in the file twice"),
    "archive_packed": Words("部分被压缩或加密，不是导出的原文件", "a part is packed or encrypted, exports have none"),
    "archive_overlaps": Words("各部分重叠，不是导出的原文件", "parts lie over one another"),
    "part_missing": Words("缺少目录中列明的部分", "a part that the manifest names is missing"),
    "part_unknown": Words("目录中没有列明这一部分", "the manifest does not name this part"),
    "part_damaged": Words("这一部分的字节损坏", "the bytes of this part are damaged"),
    "part_digest": Words("这一部分与目录中的摘要不符", "this part is not the one whose digest the manifest has"),
    "part_malformed": Words("这一部分的格式不合规定", "this part does not have the form of an export"),
    "manifest_signature": Words("目录的签名与内容不符", "the signature of the manifest does not fit"),
    "manifest_unsigned": Words("目录没有签名", "the manifest is not signed"),
    "manifest_key": Words("目录不是用所给的公钥签名的", "the manifest was not signed with a key that was given"),
    "manifest_case": Words("目录与内容不是同一办件", "manifest and contents are of different cases"),
    "chain_case": Words("事件属于另一办件", "the event is of another case"),
    "chain_seq": Words("事件编号不连续：有事件缺失、重复或者换了位置", "an event is missing, repeated or moved"),
    "chain_previous": Words("事件没有接在前一事件之后", "the event does not follow from the one before"),
    "chain_hash": Words("事件的内容与其摘要不符", "the event is not the one that its hash is of"),
    "chain_end": Words(
        "事件链的末尾与办件的记载不符，末尾的事件可能被删去", "the chain does not end where the case says"
    ),
    "event_unknown": Words("没有任何规则说明这种事件", "no rule knows this event"),
    "event_out_of_order": Words("办件处于这一状态时不能发生这一事件", "the event is not lawful in this status"),
    "event_policy": Words("事件所依据的规则没有列明", "the rule by which the event was allowed is not in the file"),
    "state_status": Words("办件状态与事件推算的不符", "the status is not the one that the events come to"),
    "state_time": Words("办件的时间与事件不符", "a time of the case is not that of its event"),
    "item_differs": Words("事项内容与其摘要不符", "the item is not the one that its hash is of"),
    "item_version": Words("事项版本与事件记载的不符", "the version of the item is not that of the events"),
    "document_event": Words("没有事件出具这份文书", "no event has given out this document"),
    "document_missing": Words("事件出具的文书不在文件中", "a document that an event gave out is not in the file"),
    "document_text": Words("文书的文字与事件中的摘要不符", "the text is not the one whose digest its event has"),
    "document_bytes": Words("文书的字节与登记的摘要不符", "the PDF is not the one whose digest was registered"),
    "document_not_shown": Words(
        "文书缺少内容，目录没有说明不提供", "a document lacks its contents, and the manifest does not withhold it"
    ),
    "material_event": Words("材料的摘要不在任何收件事件中", "no event has received a file with this digest"),
    "material_missing": Words("事件收取的材料不在清单中", "a file that an event received is not in the list"),
    "material_bytes": Words("材料的字节与其摘要不符", "the file is not the one that its digest is of"),
    "clock_missing": Words("缺少依法应当计算的期限", "a term that the law counts is missing"),
    "clock_unexpected": Words("没有事件启动这一期限", "no event has begun this term"),
    "clock_started": Words("期限的起算日与事件不符", "the term does not begin with its event"),
    "clock_length": Words("期限的长短与法律或者事项的规定不符", "the term is not as long as the law or the item says"),
    "clock_due": Words("届满日与依法计算的不符", "the last day is not the one that the law counts"),
    "clock_day": Words("逐日说明与依法计算的不符", "a day is not counted as the law counts it"),
    "letter_missing": Words("事件所依据的授权文书不在文件中", "a letter that an event rests on is not in the file"),
    "letter_digest": Words("授权文书与登记的摘要不符", "the letter is not the one whose digest was registered"),
    "letter_not_in_force": Words("事件发生时授权文书没有效力", "the letter was not in force at the time of the event"),
    "letter_other": Words("授权文书不是这一部门或者这一事项的", "the letter is of another department or item"),
    "letter_term": Words("授权文书的期限与事件的记载不符", "the letter's term is not the one that the event has"),
    "letter_unnamed": Words("没有事件依据这份授权文书", "no event rests on this letter"),
    "policy_unnamed": Words("没有事件依据这条规则", "no event rests on this rule"),
    "told_otherwise": Words(
        "清单所载与事件、事项、文书或者授权文书不符", "a list says otherwise than the event, item, text or letter"
    ),
    "listed_twice": Words("同一条目列出两次", "the same thing is listed twice"),
    "part_unlisted": Words("清单中没有列出这个文件", "no list names this file"),
    "head_missing": Words("缺少当日的存证", "the head of this day is missing"),
    "head_signature": Words("当日存证的签名与内容不符", "the signature of the head does not fit"),
    "head_key": Words("当日存证不是用所给的公钥签名的", "the head was not signed with a key that was given"),
    "head_path": Words("证明路径不通向当日存证", "the path does not lead to the head of the day"),
    "head_event": Words(
        "存证的事件与文件中的不符：事件链被改写过", "the anchored event is another one: it was rewritten"
    ),
    "head_tail": Words("存证的事件不在文件中：末尾被删去", "the anchored event is not in the file: its tail was cut"),
    "head_document": Words("存证的文书与文件中的不符", "the anchored document is another one"),
    "head_published": Words("与已公布的存证不符", "the head is not the one that was published"),
    "head_unpublished": Words("已公布的存证中没有这一日", "the published heads have none of this day"),
    "head_chain": Words(
        "已公布的存证前后不相接：有一日缺失或者被改写", "published heads do not follow from each other"
    ),
}

NOTES: Mapping[str, Words] = {
    "key_of_the_file": Words(
        "签名用文件自带的公钥核验，请将其指纹与公布的指纹核对，或者用 --key 给出公钥",
        "signatures were checked with the key in the file: compare its fingerprint, or give the key with --key",
    ),
    "withheld": Words(
        "未向导出人提供，因此不能核对", "not shown to whom this was exported for, so it cannot be checked"
    ),
    "closed": Words("摘要以办件自己的密钥计算，不凭原文不能核对", "a keyed digest, which cannot be checked here"),
    "not_anchored": Words("其后的事件尚未有当日存证", "later events are not anchored by a daily head yet"),
    "before_anchoring": Words("事件发生时还没有当日存证", "no heads were made yet when this happened"),
    "no_digest": Words("文书出自旧版本，事件中没有其文字的摘要", "its event is from before digests of texts were kept"),
    "no_item_hash": Words(
        "收件事件出自旧版本，其中没有事项内容的摘要",
        "the event of the receipt is from before it had the hash of the item",
    ),
    "earlier_calendar": Words(
        "期限在放假通知公布以前已经结束，届满日仍是当时暂定的",
        "the term ended before a holiday notice came: its day is the one of then",
    ),
    "rule_in_other_words": Words(
        "规则的表述与本版本的不同，请核对", "this release words the rule otherwise: compare the two"
    ),
    "later_letter": Words("授权文书其后被撤销，事件发生时有效", "the letter was revoked later, and was in force then"),
    "material_not_enclosed": Words("没有附上材料的字节，只核对了摘要", "the bytes of materials are not enclosed"),
}
