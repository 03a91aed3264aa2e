"""印制事项文件: a sheet of an item becomes a PDF, once. Only the function that prints has the typesetter."""

import hashlib

from chalicelib.catalogue.store import load_item
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.documents.store.sheets import SheetMessage, digest_of, sheet
from chalicelib.documents.store.vault import store_pdf
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update


def print_sheet(platform: Platform, message: SheetMessage) -> None:
    """Safe to repeat: the same sheet has the same bytes. One whose content has changed since is asked for by another
    digest, so nothing is printed for this one.
    """
    item = load_item(platform.table, message.region, message.item, message.version)
    made = sheet(platform, item, message.kind, message.notice)
    if digest_of(platform, made) != message.document:
        return
    data = made.model_dump(mode="json") | {"sample": platform.settings.sample_documents}
    issued = item.published_at or platform.now()
    pdf = render("handbook", data, font_dir=platform.settings.font_dir, issued=issued)
    key = f"items/{message.region}/{message.item}/{message.kind}-{message.document[:32]}.pdf"
    done = {
        "state": "ready",
        "key": key,
        "s3_version": store_pdf(platform, key, pdf),
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "size": len(pdf),
    }
    row = register_keys.item_sheet(message.region, message.item, message.document)
    try:
        platform.table.write(update(row, put=done, when=equals(state="preparing")))
    except Refused:
        return
