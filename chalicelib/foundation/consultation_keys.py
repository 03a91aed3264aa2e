"""The keys of consultations and of the knowledge base, in the one table whose other keys stand in `keys.py`."""

from chalicelib.foundation.keys import EVENT, Key, Owner

VERSION = "VERSION#"
# What the partition of a question begins with.
CONSULTATION = "CONSULTATION"
# Its own row. `META` is that of cases, which many readers look for by this name alone.
ASKED = "ASKED"


def consultation_owner(consultation_id: str) -> Owner:
    return Owner(f"{CONSULTATION}#{consultation_id}")


def consultation_id(owner: Owner) -> str:
    """The id of the question that `owner` is. Raises LookupError when it is something else."""
    kind, _, found = owner.partition("#")
    if kind != CONSULTATION:
        raise LookupError(f"a {kind} is no question")
    return found


def consultation(consultation_id: str) -> Key:
    """What somebody has asked. Its events and its alarm stand in the same partition."""
    return Key(consultation_owner(consultation_id), ASKED)


def is_of_consultation(key: Key) -> bool:
    return key.pk.startswith(f"{CONSULTATION}#")


def consultation_event(consultation_id: str, seq: int) -> Key:
    return Key(consultation_owner(consultation_id), f"{EVENT}{seq:06d}")


def consultations_of(account: str) -> str:
    """The questions that an account has asked, newest last."""
    return f"CONSULTATIONS-OF#{account}"


def listed_consultation(account: str, asked: str, consultation_id: str) -> Key:
    return Key(consultations_of(account), f"{CONSULTATION}#{asked}#{consultation_id}")


def consultations_at(division: str, place: str) -> str:
    """What waits at the consultation desk or at a department, in the index of the windows."""
    return f"CONSULTATIONS#{division}#{place}"


def consultations_overdue(division: str) -> str:
    """The questions that nobody had answered in time, newest last."""
    return f"CONSULTATIONS-OVERDUE#{division}"


def consultation_overdue(division: str, time: str, consultation_id: str) -> Key:
    return Key(consultations_overdue(division), f"{CONSULTATION}#{time}#{consultation_id}")


def consultations_about(case_id: str) -> str:
    """The questions that were linked with a case."""
    return f"CONSULTATIONS-ABOUT#{case_id}"


def consultation_about(case_id: str, consultation_id: str) -> Key:
    return Key(consultations_about(case_id), f"{CONSULTATION}#{consultation_id}")


def knowledge_of(division: str) -> str:
    """The newest version of every entry of the region's knowledge base."""
    return f"KNOWLEDGE#{division}"


def knowledge(division: str, entry_id: str) -> Key:
    return Key(knowledge_of(division), f"ENTRY#{entry_id}")


def knowledge_version(division: str, entry_id: str, version: int) -> Key:
    """One version of an entry; it never changes but for being withdrawn."""
    return Key(f"KNOWLEDGE#{division}#{entry_id}", f"{VERSION}{version:08d}")


def consultation_serial(division: str, day: str) -> Key:
    return Key(f"SERIAL#{division}#{day}", CONSULTATION)
