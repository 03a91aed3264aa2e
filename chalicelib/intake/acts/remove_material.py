"""删除文件: the applicant takes back a file that was not submitted. Its bytes are deleted for good.

The row stays, without the name of the file: bytes that arrive later are deleted by it.
"""

from urllib.parse import quote_plus

from pydantic import JsonValue

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import REMOVE_MATERIAL
from chalicelib.cases.model.evidence import removable
from chalicelib.cases.model.material import GONE, MaterialFile
from chalicelib.cases.store.files import key_of
from chalicelib.cases.store.records import update_file
from chalicelib.durable import acts, outbox
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import Effect, SendMessage
from chalicelib.foundation import keys, names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, check, equals, update

NAME_AFTERWARDS = "已删除"


@act
def remove_material(platform: Platform, caller: Caller, case_id: str, file_id: str) -> Receipt:
    """404 for a file that is not there, was received, or is the window's."""
    begun = begin(platform, caller, REMOVE_MATERIAL, case_id, whole=True)
    case = begun.case
    file = next((file for file in begun.found.files if file.id == file_id and removable(case, file)), None)
    if file is None:
        raise problems.NotFound(code="file_not_found", title="未找到该文件，或者该文件已经收件，不能删除")
    status = {"status": case.status.value, "status_label": case.status.label}
    receipt = Receipt({"id": case.id, **status, "at": caller.at.isoformat(), "file_id": file.id}, case.etag)
    platform.table.write(
        update_file(case.id, file, state="removed", file_name=NAME_AFTERWARDS),
        one_file_less(case, file),
        *outbox.row(platform, case.owner, f"removed-{file.id}", bytes_to_delete(case, file)),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def one_file_less(case: Case, file: MaterialFile) -> Op:
    """The case still gathers; the place of a file that was not refused is free again."""
    key, unchanged = keys.meta(case.id), equals(status=case.status.value)
    if file.state in GONE:
        return check(key, unchanged, label=keys.META)
    return update(key, add={"files": -1}, when=unchanged, label=keys.META)


def bytes_to_delete(case: Case, file: MaterialFile) -> list[Effect]:
    """The queue of the bucket is told of the checked bytes once more; of others it is told when they arrive."""
    return told_once_more(case, file) if file.s3_version else []


def told_once_more(case: Case, file: MaterialFile) -> list[Effect]:
    """A message as the bucket's own: whoever checks the file sees what has become of it."""
    version = {"versionId": file.s3_version} if file.s3_version else {}
    stored: JsonValue = {"key": quote_plus(key_of(case.id, file), safe="/"), **version, "size": file.size}
    return [SendMessage(queue=names.MATERIALS_QUEUE, body={"Records": [{"s3": {"object": stored}}]})]
