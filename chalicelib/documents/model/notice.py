"""What every 文书 consists of, and the phrases that several of them share."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from chalicelib.catalogue.model.citations import under_one_name
from chalicelib.directory.model import Regime, Remedies
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.kinds import DocumentKind

NUMBER_PENDING = "编号待编"
QUERY_CODE = "查询码"
NATURAL_PERSON = "自然人"
COURT = "有管辖权的人民法院"

Text = Annotated[str, Field(min_length=1)]
# Where the applicant or the recipient would sign. Whoever has a guardian is represented there too.
_SIGNS = re.compile("^(?:申请人|受送达人)（")


class _Frozen(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Seal(_Frozen):
    """The organ's one approval seal; printed as an integrity mark, never as a national e-seal.

    `organ` and `name` together are its inscription.
    """

    id: Text
    organ: Text
    name: Text = "行政审批专用章"


class ReviewedBelow(_Frozen):
    """The department that has accepted and first reviewed what this organ decides, and when it has reported it
    (行政许可法第三十五条).
    """

    organ: Text
    reported_on: date


class CaseFacts(_Frozen):
    """What every document of a case repeats. `organ` is the deciding department's full name, never the hall's.

    `kind` is the applicant's, which says how the document speaks to it. `paper`: the document is printed and signed at
    a window; one that is read on a screen has no lines to sign on. `we` is how the organ calls itself: a company or
    an institution is no 机关. `guardian` represents the applicant by law
    (民法典第二十三条). `agent` acts for the applicant by an authorisation: as 委托代理人, or as 经办人 of a company.
    `decision_words` are granted and refused in the words of the item's own statute.
    """

    case_number: Text
    item: Text
    applicant: Text
    organ: Text
    applied_on: date
    window_phone: Text
    regime: Regime = "license"  # of anything but 行政许可, 行政许可法 is not cited
    item_basis: tuple[str, ...] = ()
    kind: str = ""
    paper: bool = False
    guardian: str = ""
    agent: str = ""
    agent_kind: str = ""
    we: Text = "本机关"
    decision_words: tuple[Text, Text] | None = None
    below: ReviewedBelow | None = None

    @property
    def licence(self) -> bool:
        return self.regime == "license"

    @property
    def decides(self) -> bool:
        """Whether its end is a decision. A filing is none (企业投资项目核准和备案管理条例第十三条), a service no act of
        administration.
        """
        return self.regime not in ("filing", "public_service")

    @property
    def me(self) -> str:
        """How the applicant says 我 in writing."""
        if not self.kind:
            return "本人（单位）"
        return "本人" if self.kind == NATURAL_PERSON else "本单位"

    @property
    def addressee(self) -> str:
        """To whom it is written and served: of a person with a guardian, through the guardian (参照民事诉讼法
        第六十条、第八十八条). The person stays the applicant.
        """
        return f"{self.applicant}（法定代理人：{self.guardian}）" if self.guardian else self.applicant

    @property
    def you(self) -> str:
        """你 of a natural person, 你单位 of everybody else; both where the kind was not stored."""
        if not self.kind:
            return "你（单位）"
        return "你" if self.kind == NATURAL_PERSON else "你单位"


class Formalities(_Frozen):
    """Number (None until assigned), date and seal of one document; `sample` marks demonstration documents. What an
    applicant declares bears no seal.
    """

    number: Text | None
    issued: date
    seal: Seal | None
    sample: bool


class LabelledValue(_Frozen):
    label: Text
    value: Text


class Giver(_Frozen):
    """Who has given this word, and how: at the window signed, which clerk recorded it; online by which login."""

    name: Text
    how: Text


class NoticeTable(_Frozen):
    """Lines of a list; `widths` are relative column widths."""

    columns: tuple[Text, ...]
    widths: tuple[int, ...]
    rows: Annotated[tuple[tuple[str, ...], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _columns_agree(self) -> Self:
        if any(len(line) != len(self.columns) for line in (self.widths, *self.rows)):
            raise ValueError("every line of a table has one cell per column")
        return self


class NoticeData(_Frozen):
    """One 文书: `facts` in a box, `paragraphs`, perhaps a `table`, `closing` paragraphs, then basis, remedies, seal.

    A `decision` is laid out as an official document (GB/T 9704-2012): the organ at the head, the facts at the foot.
    What an applicant declares has a `giver` in place of organ and seal.
    """

    kind: DocumentKind
    title: Text
    formalities: Formalities
    organ: Text
    addressee: Text
    facts: tuple[LabelledValue, ...]
    paragraphs: Annotated[tuple[Text, ...], Field(min_length=1)]
    table: NoticeTable | None = None
    closing: tuple[Text, ...] = ()
    basis: tuple[Text, ...] = ()
    remedies: Text | None = None
    signatures: tuple[Text, ...] = ()
    decision: bool = False
    giver: Giver | None = None

    @model_serializer(mode="wrap")
    def _as_before_givers(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The digest of what an organ has issued is what it was before applicants had documents of their own."""
        fields = handler(self)
        if self.giver is None:
            fields.pop("giver", None)
        return fields

    def printable(self) -> dict[str, Any]:
        """The data of the `notice` template. `scan` is what its QR code says: the query code, which a scanner types."""
        fields = self.model_dump(mode="json", exclude={"formalities"})
        formal = self.formalities
        return fields | {
            "number": formal.number or NUMBER_PENDING,
            "issued_text": chinese_date(formal.issued),
            "seal": formal.seal.model_dump() if formal.seal else None,
            "sample": formal.sample,
            "digest": canonical_digest(self),
            "scan": next((fact.value for fact in self.facts if fact.label == QUERY_CODE), None),
        }


def notice(kind: DocumentKind, case: CaseFacts, formalities: Formalities, **parts: Any) -> NoticeData:
    """A `NoticeData` of `kind` to the case's applicant; `parts` are its other fields; `facts` follow the case's own.

    Lines for the applicant's signature are on paper only.
    """
    if not case.paper:
        parts.pop("signatures", None)
    for texts in ("paragraphs", "closing"):
        if texts in parts:
            parts[texts] = tuple(line for text in parts[texts] for line in lines(text))
    if "basis" in parts:
        parts["basis"] = under_one_name(parts["basis"])
    if case.guardian and "signatures" in parts:
        parts["signatures"] = tuple(_SIGNS.sub("法定代理人（", label) for label in parts["signatures"])
    own = facts(
        办件编号=case.case_number,
        申请事项=case.item,
        申请人=case.applicant,
        法定代理人=case.guardian,
        **{"经办人" if case.agent_kind == "operator" else "委托代理人": case.agent},
    )
    return NoticeData(
        kind=kind,
        title=parts.pop("title", None) or kind.title(licence=case.licence),
        formalities=formalities,
        organ=case.organ,
        addressee=case.addressee,
        decision=kind.is_decision,
        facts=own + parts.pop("facts", ()),
        **parts,
    )


def declaration(
    kind: DocumentKind, case: CaseFacts, formalities: Formalities, given: Giver, **parts: Any
) -> NoticeData:
    """A document that is the applicant's own word, to the organ: it bears no seal. `parts` as for `notice`."""
    unsealed = formalities.model_copy(update={"seal": None})
    made = notice(kind, case, unsealed, signatures=("承诺人（签名）", "签名日期"), **parts)
    return made.model_copy(update={"organ": case.applicant, "addressee": case.organ, "giver": given})


def numbered(label: str, names: Sequence[str]) -> NoticeTable:
    """A list of names under one label, each with its number."""
    rows = tuple((str(number), name) for number, name in enumerate(names, 1))
    return NoticeTable(columns=("序号", label), widths=(1, 9), rows=rows)


def lines(text: str) -> list[str]:
    """Each line that somebody wrote is a paragraph of its own."""
    return [line for part in text.splitlines() if (line := part.strip())]


def sentence(text: str) -> str:
    """With one full stop at its end, and one after each line of its own that ends with no mark."""
    *before, last = lines(text) or [text]
    before = [line if unicodedata.category(line[-1]) == "Po" else f"{line}。" for line in before]
    last = last if last.endswith(("。", "！", "？", "…")) else last.rstrip(" ，、；：,;:.!?") + "。"
    return "\n".join((*before, last))


def reasons_told(reasons: Sequence[str]) -> tuple[str, ...]:
    """Each as a sentence of its own. One alone has no number."""
    if len(reasons) == 1:
        return (sentence(reasons[0]),)
    return tuple(f"{number}. {sentence(reason)}" for number, reason in enumerate(reasons, 1))


def joined(texts: Sequence[str]) -> str:
    """Several contents as one sentence, with one kind of stop between them."""
    return sentence("；".join(text.strip().rstrip("。；;.，,、 ") for text in texts))


def facts(**labelled: str | None) -> tuple[LabelledValue, ...]:
    """Label-value pairs in the order given, without the empty ones."""
    return tuple(LabelledValue(label=label, value=value) for label, value in labelled.items() if value)


def basis(case: CaseFacts, licence_articles: str, other: str | None = None) -> tuple[str, ...]:
    """The procedural articles (行政许可法 for licences, `other` otherwise) followed by the item's own basis."""
    procedural = f"《中华人民共和国行政许可法》{licence_articles}" if case.licence else other
    return ((procedural,) if procedural else ()) + case.item_basis


def remedies_text(remedies: Remedies, court: str = COURT, *, paper: str = "决定书") -> str:
    """行政复议法第二十条 (60 days) and 行政诉讼法第四十六条 (6 months), or where to complain, with where to go.

    `paper` is how the document calls itself: 决定书, 通知书 or 告知书.
    """
    if remedies.complaints:
        path = "、".join(remedies.complaints.path)
        return f"如有异议，可以依次向下列单位或者渠道反映、投诉：{path}。{remedies.complaints.reason}。"
    return (
        f"如不服本{paper[:-1]}，可以自收到本{paper}之日起六十日内，依照《中华人民共和国行政复议法》第二十条向"
        f"{remedies.reviewing_organ}申请行政复议；也可以自收到本{paper}之日起六个月内，"
        f"依照《中华人民共和国行政诉讼法》第四十六条向{court}提起行政诉讼。"
    )


def chinese_date(day: date) -> str:
    """2026年11月3日, as GB/T 9704-2012 writes dates."""
    return f"{day.year}年{day.month}月{day.day}日"


def validity_text(start: date, until: date | None) -> str | None:
    """From the first to the last day; None where no last day is printed."""
    return f"{chinese_date(start)}至{chinese_date(until)}" if until else None


def due_date(day: date, *, provisional: bool, today: date) -> str:
    """A due day; while not every holiday up to it is announced, people must not rely on it. A day that has come is
    what it is.
    """
    return chinese_date(day) + ("（暂定，以国家公布的节假日安排为准）" if provisional and day > today else "")


def chinese_time(moment: datetime) -> str:
    """2026年11月3日09时05分; `moment` is in +08:00."""
    return f"{chinese_date(moment)}{moment:%H时%M分}"
