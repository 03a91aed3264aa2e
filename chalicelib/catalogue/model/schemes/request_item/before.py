"""What a scheme asks for before the submission, as its requests have it. Pure."""

from chalicelib.catalogue.model.request_of import RequestBefore
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.words import law_text


def before_submit(scheme: SchemeDocument) -> tuple[RequestBefore, ...]:
    return tuple(
        RequestBefore(
            key=one.key,
            kind=one.kind,
            field=one.question if one.kind == "consent" else None,
            text=one.text if one.kind == "notice" else None,
            basis=law_text(one.basis),
            event=one.event,
        )
        for one in scheme.before_submit
    )
