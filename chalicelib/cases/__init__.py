"""办件: applications, materials, acceptance, review, decisions.

This façade is what other rooms use of a case: find it, see whether the caller may, commit an act on it, write its
documents.
"""

from chalicelib.cases.acts.lookup import item_of, no_case, own_case, seen_case, seen_file, seen_task
from chalicelib.cases.files import LINK_SECONDS, link
from chalicelib.cases.papers import Paper, case_facts, document_no, formalities, organ_name, organ_short, paper
from chalicelib.cases.store import Change, commit, events, load, load_case, load_task
from chalicelib.cases.tasks.where import where
from chalicelib.foundation import names
from chalicelib.foundation.outbox import ResumeMachine


def resume_issuance() -> ResumeMachine:
    """The effect that lets the issuance machine go on."""
    return ResumeMachine(machine=names.ISSUANCE)


__all__ = [
    "LINK_SECONDS",
    "Change",
    "Paper",
    "case_facts",
    "commit",
    "document_no",
    "events",
    "formalities",
    "item_of",
    "link",
    "load",
    "load_case",
    "load_task",
    "no_case",
    "organ_name",
    "organ_short",
    "own_case",
    "paper",
    "resume_issuance",
    "seen_case",
    "seen_file",
    "seen_task",
    "where",
]
