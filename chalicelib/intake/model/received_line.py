"""One line of the list of what came in online, as the receipt prints it. Pure."""

from collections.abc import Sequence

from chalicelib.cases.model.material import MEDIA_TYPES, SHEET_TYPE, MaterialFile
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.documents.model.receipt import ReceivedMaterial


def received_line(line: ChecklistLine, own: Sequence[MaterialFile]) -> ReceivedMaterial:
    if all(file.content_type == SHEET_TYPE for file in own):
        return ReceivedMaterial(line.name, "电子表单", "1份", "申请人已确认")
    uploaded = next(file for file in own if file.content_type != SHEET_TYPE)
    form = "原件" if line.originals else "复印件"
    return ReceivedMaterial(line.name, form, f"{len(own)}个文件", MEDIA_TYPES[uploaded.content_type])
