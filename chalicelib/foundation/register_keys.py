"""The keys of the catalogue, of the directory, of days of payments and of numbers in their registers. `keys.py` has the
others of the one table.
"""

from chalicelib.foundation.keys import EVENT, STAFF, Key, Owner, register

VERSION = "VERSION#"
NUMBERED = "NUMBER#"


# catalogue and directory
def item_version(division: str, item_id: str, version: int) -> Key:
    """One published version of an item; never changes."""
    return Key(f"ITEM#{division}#{item_id}", f"{VERSION}{version:08d}")


def current_item(division: str, item_id: str) -> Key:
    """A copy of the newest version, so that reading it is one call."""
    return Key(f"ITEM#{division}#{item_id}", "CURRENT")


def item_versions(division: str, item_id: str) -> Key:
    """The partition of an item, and the prefix of its versions in it."""
    return Key(item_version(division, item_id, 0).pk, VERSION)


def item_life(division: str, item_id: str) -> Key:
    """Where the next version of an item stands on its way, and the end of the item's chain of events."""
    return Key(item_version(division, item_id, 0).pk, "LIFE")


def item_draft(division: str, item_id: str) -> Key:
    """What the next version would say; it changes until it is approved."""
    return Key(item_version(division, item_id, 0).pk, "DRAFT")


def item_event(division: str, item_id: str, seq: int) -> Key:
    return Key(item_version(division, item_id, 0).pk, f"{EVENT}{seq:06d}")


def item_owner(division: str, item_id: str) -> Owner:
    """What follows from something that happens to the item belongs to its partition."""
    return Owner(item_version(division, item_id, 0).pk)


def item_sheet(division: str, item_id: str, digest: str) -> Key:
    """A printed sheet of the item (guide, checklist, form, manual), by the digest of its content."""
    return Key(item_version(division, item_id, 0).pk, f"SHEET#{digest}")


def rendition(case_id: str, file_id: str, digest: str) -> Key:
    """A file with its mark, by the digest of what the mark says. It is no row of the case: it ends by itself."""
    return Key(f"RENDITIONS#{case_id}", f"{file_id}#{digest}")


def item_changes(division: str) -> str:
    """Every published change of the division's catalogue, newest last: the public feed (R13)."""
    return f"CHANGES#{division}"


def item_change(division: str, time: str, item_id: str, version: int) -> Key:
    return Key(item_changes(division), f"CHANGE#{time}#{item_id}#{version:08d}")


def item_filings(division: str, *, pending: bool) -> Key:
    """The notices of published changes to the bureau, oldest first: those that wait for its receipt, or the others."""
    return Key(f"FILINGS#{division}", "PENDING#" if pending else "FILED#")


def item_filing(division: str, time: str, item_id: str, seq: int, *, pending: bool) -> Key:
    """One notice, of the event `seq` of the item."""
    partition = item_filings(division, pending=pending)
    return Key(partition.pk, f"{partition.sk}{time}#{item_id}#{seq:06d}")


def receipt_number(division: str, number: str) -> Key:
    """A number of the bureau's receipt that is used: each stands for one filing of an item or of a letter."""
    return Key(f"FILINGS#{division}", f"NUMBER#{number}")


def service_lists(division: str, version: int | None = None) -> Key:
    """The published lists of proofs and intermediary services: those in force, or one version of them."""
    return Key(f"LISTS#{division}", "CURRENT" if version is None else f"{VERSION}{version:08d}")


def item_summary(division: str, item_id: str) -> Key:
    return Key(f"CATALOGUE#{division}", f"ITEM#{item_id}")


def scheme_version(division: str, code: str, version: int) -> Key:
    """One published version of a scheme of several departments; never changes."""
    return Key(f"SCHEME#{division}#{code}", f"VERSION#{version:08d}")


def current_scheme(division: str, code: str) -> Key:
    """A copy of the newest version, and from when to when each version holds."""
    return Key(f"SCHEME#{division}#{code}", "CURRENT")


def scheme_summary(division: str, code: str) -> Key:
    return Key(f"CATALOGUE#{division}", f"SCHEME#{code}")


def place(division: str) -> Key:
    """What one city calls itself and its organs."""
    return Key(f"PLACE#{division}", "PROFILE")


def department(division: str, department_id: str) -> Key:
    return Key(f"DEPARTMENTS#{division}", f"DEPARTMENT#{department_id}")


def directory(division: str) -> str:
    """All that is kept of a region's directory, but people."""
    return f"DIRECTORY#{division}"


# The prefix of the parts of a directory in their partition.
DIRECTORY_PART = "PART#"


def directory_part(division: str, section: str, identifier: str) -> Key:
    """One record of a directory, such as a window; `section` is that of an imported file."""
    return Key(directory(division), f"{DIRECTORY_PART}{section}#{identifier}")


def section_and_id(sk: str) -> tuple[str, str]:
    """The section and the id of a part of a directory, from its sort key."""
    section, _, identifier = sk.removeprefix(DIRECTORY_PART).partition("#")
    return section, identifier


def directory_version(division: str) -> Key:
    """Counts every change of what is kept of a region's departments, halls, windows, staff, letters and seals."""
    return Key(directory(division), "VERSION")


def region(code: str) -> Key:
    """One line of the list of regions that this table has."""
    return Key("REGIONS", f"REGION#{code}")


def contacts(division: str, department_id: str) -> Key:
    """Names and telephones of the head, the leader and the liaison of a department."""
    return Key(f"CONTACTS#{division}", f"DEPARTMENT#{department_id}")


def is_of_contacts(key: Key) -> bool:
    return key.pk.startswith("CONTACTS#")


def attendance(division: str, day: str, department_id: str) -> Key:
    """Somebody of a non-resident department was in the hall on this day."""
    return Key(f"ATTENDANCE#{division}", f"DAY#{day}#{department_id}")


def days_of_attendance(first: str, last: str) -> tuple[str, str]:
    """The range of these days, for a query of attendance or of counts."""
    return f"DAY#{first}", f"DAY#{last}$"


def window_count(division: str, day: str, window_id: str) -> Key:
    """What a window with a system of its own has reported of this day."""
    return Key(f"WINDOW-COUNTS#{division}", f"DAY#{day}#{window_id}")


# registers of staff, letters and seals
MEMBER = "MEMBER#"
OF_UNIT = "UNIT#"
FORMER = "FORMER#"
SITS = "SITS#"
LETTER = "LETTER#"
OF_DEPARTMENT = "OF#"
UNFILED = "UNFILED#"
SEAL = "SEAL#"
CHANGE = "CHANGE#"
USE = "USE#"


def register_of_staff(division: str) -> str:
    return f"{STAFF}#{division}"


def staff_member(division: str, staff_id: str) -> Key:
    return Key(register_of_staff(division), f"{MEMBER}{staff_id}")


def staff_of_unit(division: str, unit: str, staff_id: str) -> Key:
    """Says that this member of staff is of this unit, so that the list of one unit reads no other's."""
    return Key(register_of_staff(division), f"{OF_UNIT}{unit}#{staff_id}")


def staff_at_window(division: str, window: str, staff_id: str) -> Key:
    """Says that this member of staff sits at this window."""
    return Key(register_of_staff(division), f"{SITS}{window}#{staff_id}")


def former_term(division: str, unit: str, staff_id: str, since: str) -> Key:
    """Says that this member of staff was of this unit from this day on, and has moved to another one."""
    return Key(register_of_staff(division), f"{FORMER}{unit}#{staff_id}#{since}")


def unit_in(sk: str) -> str:
    """The unit in a sort key of `staff_of_unit` and `former_term`."""
    return sk.split("#")[1]


def post_of_person(division: str, person: str, staff_id: str) -> Key:
    """One post of a person, who may have several."""
    return Key(f"PERSON#{division}#{person}", f"{MEMBER}{staff_id}")


def person_version(division: str, person: str) -> Key:
    """Counts the changes of a person's posts: what may not stand together is asked of all of them."""
    return Key(post_of_person(division, person, "").pk, "VERSION")


def staff_subject(division: str, subject: str) -> Key:
    """Whose token has this `sub`."""
    return Key(f"SUBJECT#{division}#{subject}", STAFF)


def register_of_letters(division: str) -> str:
    return f"LETTERS#{division}"


def letter(division: str, letter_id: str) -> Key:
    return Key(register_of_letters(division), f"{LETTER}{letter_id}")


def letter_of_department(division: str, department: str, letter_id: str) -> Key:
    return Key(register_of_letters(division), f"{OF_DEPARTMENT}{department}#{letter_id}")


def unfiled_letter(division: str, signed_on: str, letter_id: str) -> Key:
    """A letter that is not filed with the bureau yet; those that wait longest sort first."""
    return Key(register_of_letters(division), f"{UNFILED}{signed_on}#{letter_id}")


def letter_scan(division: str, letter_id: str, upload_id: str) -> Key:
    """An upload of the scan of a letter, until some days after it was checked."""
    return Key(register_of_letters(division), f"SCAN#{letter_id}#{upload_id}")


def letter_number(division: str, number: str) -> Key:
    """Which letter has this number: a number is given once."""
    return Key(f"LETTERNUMBER#{division}#{number}", "LETTER")


def register_of_seals(division: str) -> str:
    return f"SEALS#{division}"


def seal(division: str, seal_id: str) -> Key:
    return Key(register_of_seals(division), f"{SEAL}{seal_id}")


def seal_uses(division: str, seal_id: str) -> str:
    """Which documents bear this seal, newest last."""
    return f"SEALUSES#{division}#{seal_id}"


def seal_use(division: str, seal_id: str, time: str, document: str) -> Key:
    return Key(seal_uses(division, seal_id), f"{USE}{time}#{document}")


def authority(division: str, department: str) -> Key:
    """All that decides who may act for a department: its letters, seals and chief representatives, in one row."""
    return Key(f"AUTHORITY#{division}", f"DEPARTMENT#{department}")


def directory_changes(division: str, kind: str, record: str) -> str:
    """What was changed of one record of a register, oldest first; `kind` is `staff`, `letter` or `seal`."""
    return f"REGISTERED#{division}#{kind}#{record}"


def directory_change(division: str, kind: str, record: str, no: int) -> Key:
    return Key(directory_changes(division, kind, record), f"{CHANGE}{no:06d}")


def is_of_staff(key: Key) -> bool:
    """Whether this row is of a register of staff."""
    return key.pk.startswith(f"{STAFF}#")


def loaded_calendar() -> Key:
    """What was loaded over the published calendar, for every region of this table."""
    return Key("CALENDAR", "LOADED")


def calendar_change(number: int) -> Key:
    """Who loaded an entry of the calendar and how far the cases have been counted again."""
    return Key("CALENDAR", f"ENTRY#{number:06}")


# days of payments
def unknown_payment(no: str) -> Key:
    return Key("PAYMENTS#UNKNOWN", f"PAYMENT#{no}")


def payments_of_day(day: str) -> str:
    """Every payment that was told, by the day on which it was made."""
    return f"PAYMENTS#DAY#{day}"


def payment_of_day(day: str, no: str, order: str) -> Key:
    return Key(payments_of_day(day), f"PAYMENT#{no}#{order}")


def payment_day(day: str) -> Key:
    """How a day of payments stands beside the list of the provider."""
    return Key("PAYMENTS#DAYS", f"DAY#{day}")


def payment_differences(day: str) -> str:
    return f"PAYMENTS#DIFFERENCES#{day}"


def payment_difference(day: str, kind: str, no: str, order: str) -> Key:
    return Key(payment_differences(day), f"{kind}#{no}#{order}")


# document numbers
def case_serial(division: str, day: str) -> Key:
    return Key(f"SERIAL#{division}#{day}", "CASE")


def numbered(division: str, organ: str, kind: str, year: int, serial: int) -> Key:
    """One number of such a register."""
    return Key(register(division, organ, kind, year), f"{NUMBERED}{serial:08d}")


def provider_number(kind: str, no: str) -> Key:
    """Under which order a number of the provider is kept; of a refund, for which payment."""
    return Key(f"PAYMENTS#{kind}#{no}", "KEPT")


# The requests of one project, by its code.
PROJECT, REQUEST = "PROJECT", "REQUEST#"


def project(division: str, code: str) -> str:
    return f"{PROJECT}#{division}#{code}"


def project_request(division: str, code: str, case_id: str) -> Key:
    return Key(project(division, code), f"{REQUEST}{case_id}")
