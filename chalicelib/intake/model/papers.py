"""What is wrong with papers that a window takes: each once, printed only where the platform prints (R27, R28). Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.foundation.problems import FieldError


class Taken(Protocol):
    """What is asked of the papers of one line."""

    @property
    def line(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def printed(self) -> str | None: ...


def paper_faults(papers: Sequence[Taken], lines: Iterable[ChecklistLine]) -> list[FieldError]:
    """Originals and copies of one line are two entries; the number of copies stands in the entry."""
    prints, seen, errors = {line.no for line in lines if line.printed}, set[tuple[str, str]](), list[FieldError]()
    for number, paper in enumerate(papers):
        if (paper.line, paper.form) in seen:
            said = f"同一项材料的{paper.form}只写一条，份数写在 copies 中"
            errors.append(FieldError(f"/papers/{number}/line", "paper_repeated", said))
        if paper.printed and paper.line not in prints:
            said = "这一项不由平台按填写的内容打印，请删除 printed"
            errors.append(FieldError(f"/papers/{number}/printed", "paper_not_printed", said))
        seen.add((paper.line, paper.form))
    return errors


def differing_sheets(papers: Sequence[Taken], digests: Mapping[str, Collection[str]]) -> list[FieldError]:
    """What was signed must say what the form says. `digests` are those of the sheets of this form, by line."""
    return [
        FieldError(f"/papers/{number}/printed", "sheet_differs", "打印的内容与表单不一致，请重新打印，由到场人签名")
        for number, paper in enumerate(papers)
        if paper.printed and paper.printed not in digests.get(paper.line, ())
    ]
