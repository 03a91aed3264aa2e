"""Why a required material may have no file at a grant: the grounds that the law knows. Pure."""

from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.material import LineNo
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.foundation.validation import ONE_LINE

Ground = Literal["shared", "looked_up", "on_paper"]


class Absence(BaseModel, defer_build=True):
    """`ground` shared: the organ has got the material itself, by data sharing or from an e-certificate, and may not
    demand it (国务院令第716号第七条、第十条). Only lines that the list says so of can be got that way, never the
    applicant's own papers. looked_up: the query here has given nothing, and the department has looked the fact
    up itself. on_paper: the window has received the paper, and the department has examined it itself.

    `reference` says where it is found: the query, the certificate, the folder.

    That a material may follow later (容缺) is no ground: until it has come nothing is granted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    line: LineNo
    ground: Ground
    reference: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True), ONE_LINE] = Field(
        repr=False
    )

    def fault(
        self, lines: Iterable[ChecklistLine], papers: Collection[str], lacking: Collection[str] = ()
    ) -> tuple[str, str] | None:
        """(code, sentence) of what is wrong with it: the line is not asked for, nothing is shared of it, no paper of it
        was received, or the query has given nothing: `lacking` are the lines of which no organ has answered with it.
        """
        line = next((line for line in lines if line.no == self.line), None)
        if line is None or not (line.required or (line.applies and line.shared)):
            return "material_unlisted", "本件的必要材料中没有这一项，无须说明"
        if self.ground in ("shared", "looked_up") and not (line.shared or line.e_certificate_type):
            return "material_not_shared", f"“{line.name}”由申请人提交，不能通过数据共享或者电子证照取得，不能以此为由"
        if self.ground == "shared" and self.line in lacking:
            said = "本件的共享查询没有取得，不能以此为由；本部门自行核实的，以 looked_up 说明在哪里核实"
            return "not_shared_here", f"“{line.name}”{said}"
        if self.ground == "on_paper" and self.line not in papers:
            return "paper_not_received", f"窗口没有收存“{line.name}”的纸质材料，不能以此为由"
        return None

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """Line and ground. The reference may be personal and short, so that the chain has a keyed digest of it only."""
        digest = blind_index(secret, case_id, self.reference)
        return {"line": self.line, "ground": self.ground, "reference": digest}
