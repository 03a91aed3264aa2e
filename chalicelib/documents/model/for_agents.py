"""Which documents of a case an agent is given. Pure."""

from chalicelib.consents.model.agency import OutsideScope
from chalicelib.consents.model.authorisation import AgentAct, Authorisation
from chalicelib.documents.model.kinds import DocumentKind


def is_given(under: Authorisation | None, kind: str) -> bool:
    """To collect opens every document (领取文书和办理结果). Who may supplement is given the notice that says what is
    missing, and nothing else.
    """
    if under is None or "collect" in under.scope.acts:
        return True
    return "supplement" in under.scope.acts and kind == DocumentKind.CORRECTION_NOTICE.value


def require_given(under: Authorisation | None, kind: str) -> None:
    """403 for a document that the scope does not open."""
    if not is_given(under, kind):
        raise OutsideScope


def require_some_given(under: Authorisation | None) -> None:
    """403 where the scope opens no document at all."""
    readers: set[AgentAct] = {"collect", "supplement"}
    if under is not None and not readers & set(under.scope.acts):
        raise OutsideScope
