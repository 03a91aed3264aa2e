"""How many lines of the demonstration's lists of materials are demanded as uploads: `python -m tools.demanded`.

What other organs have is fetched, what the applicant has filled in is printed and confirmed (国务院令第716号第七条):
neither is demanded. `docs/catalogue.md` tells the numbers, and a test compares them.
"""

from typing import NamedTuple

from chalicelib.catalogue.model.checklists import checklist
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document


class Demanded(NamedTuple):
    """Lines of all items. `always` are uploaded by everybody, `sometimes` by those whom a condition concerns."""

    lines: int
    always: int
    sometimes: int
    shared: int
    printed: int
    given: int

    @property
    def sentence(self) -> str:
        return (
            f"Of the {self.lines} lines of the demonstration's lists, {self.always} are uploaded by everybody and "
            f"{self.sometimes} by those whom a condition concerns; {self.shared} come from other organs, "
            f"{self.printed} are printed from the form and confirmed, and {self.given} is the applicant's word itself."
        )


def demanded() -> Demanded:
    lines = [
        (line, material)
        for told in catalogue_of(CITY_DIVISION)["items"]
        for item in [item_document(told["id"])]
        for line, material in zip(checklist(item, {}), item.materials, strict=True)
    ]
    shared = sum(line.shared for line, _ in lines)
    printed = sum(line.printed for line, _ in lines)
    given = sum(line.pledged for line, _ in lines)
    own = [material for line, material in lines if not (line.shared or line.printed or line.pledged)]
    asked = [material for material in own if material.necessity != "非必要"]
    always = sum(material.condition is None for material in asked)
    return Demanded(len(lines), always, len(asked) - always, shared, printed, given)


if __name__ == "__main__":
    print(demanded().sentence)
