"""取消事项: an administrator ends an item. From that time nobody can apply for it; older cases go on (R42)."""

from datetime import datetime

from chalicelib.catalogue import store
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.table import Refused, Table


def end_item(table: Table, region: str, code: str, from_: datetime) -> None:
    """`from_` is a legal time, now or later; a second call moves it. NotFound where there is no such item. Importing
    the item again publishes a new version, with which it is open again.
    """
    item = store.load_item(table, region, code)
    try:
        table.write(*store.end(item, from_))
    except Refused:
        raise Conflict(code="item_published_meanwhile", title="该事项刚刚发布了新版本，请核对后重新取消") from None
