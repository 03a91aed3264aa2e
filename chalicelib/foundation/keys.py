"""Every key and index of the one table, but for those of the catalogue and the directory (`register_keys.py`) and of
consultations (`consultation_keys.py`). The three modules are the list of access patterns; no other spells out a key.

Partitions carry the deciding organ's division (GB/T 2260), so counties can become tenants. A case's state rows sort
between `FLOW#` and `META`: one query reads its whole state without events, outbox rows, tasks or documents.
"""

from typing import NamedTuple, NewType

Owner = NewType("Owner", str)
"""The partition key of what flow items, outbox rows and alarms belong to, such as `CASE#id`: a kind, `#`, its id."""


class Key(NamedTuple):
    pk: str
    sk: str


# Sparse indexes: an item is in one while it has `<index>_pk` and `<index>_sk`.
TASKS_INDEX = "tasks"  # department and inbox -> open tasks by due date
COUNTER_INDEX = "counter"  # window of the hall, or status of a case behind it -> cases by due date
PENDING_INDEX = "pending"  # shard -> outbox rows not yet carried out, oldest first
PENDING_SHARDS = 8
ALARMS_INDEX = "alarms"  # shard and hour -> alarms due in it, earliest first
ALARM_SHARDS = 4
DAYS_INDEX = "days"  # day and shard -> what that day has of each case, for its head; by division and case
DAY_SHARDS = 8
PARKED = "PENDING#PARKED"  # the index partition of outbox rows that failed too often
PARKED_ALARMS = "ALARMS#PARKED"  # the index partition of alarms that failed too often

# Kinds of owners.
CASE = "CASE"
# The partition of an authorisation, and the beginning of its entries in lists.
AUTHORISATION = "AUTHORISATION"

# The partitions of the registers of staff, and the rows that say who a token is.
STAFF = "STAFF"

# Sort keys of a partition. Those that end in `#` are prefixes of many rows.
META, FORM, HOLDER = "META", "FORM", "HOLDER"
EARLIER_FORM = "EARLIER#FORM#"
FLOW = "FLOW#"
OUTBOX = "OUTBOX#"
ALARM = "ALARM#"
MATERIAL = "MATERIAL#"
SESSION, MEMBER = "MEETING", "MEMBER#"
TASK = "TASK#"
DOCUMENT = "DOCUMENT#"
DOCUMENT_TEXT = "DOCUMENT-TEXT#"
NOTICE = "NOTICE#"
EVENT = "EVENT#"
DELIVERY = "DELIVERY#"
REPLAY = "REPLAY#"
GRANT = "GRANT"
READING = "READING#"
HEAD = "HEAD#"
# What stands before the name of a text in an entry of a day; it sorts after every digit.
PRINTED_TEXT = "~"
# The range of the state rows of a case: flows, form, holder, materials, session, members, META.
STATE = (FLOW, META)
# The range of the documents of a case with their texts.
WHOLE_DOCUMENTS = (DOCUMENT, "DOCUMENT-TEXT$")


def has_prefix(sk: str, prefix: str) -> bool:
    """Whether a row is of this kind, by its sort key."""
    return sk.startswith(prefix)


def name_in(sk: str, prefix: str) -> str:
    """What follows the prefix in a sort key, such as `review` in `FLOW#review`."""
    return sk.removeprefix(prefix)


def is_of_case(key: Key) -> bool:
    return key.pk.startswith(f"{CASE}#")


def is_of_authorisation(key: Key) -> bool:
    return key.pk.startswith(f"{AUTHORISATION}#")


def kind_of_row(sk: str) -> str:
    """The prefix that this sort key has in common with all rows of its kind, such as `EARLIER#FORM#`."""
    return sk[: sk.rfind("#") + 1]


def word_of(sk: str) -> str:
    """The first word of this sort key, such as `FORM` or `META`: enough for a log, and nothing of anybody."""
    return sk.partition("#")[0]


# owners: what may have state machines, outbox rows and alarms
def kind_of(owner: Owner) -> str:
    return owner.partition("#")[0]


def flow(owner: Owner, machine: str) -> Key:
    return Key(owner, f"{FLOW}{machine}")


def outbox(owner: Owner, cause: int | str) -> Key:
    """What follows from an event of the owner, by number, or from something else, by name."""
    return Key(owner, f"{OUTBOX}{cause:06d}" if isinstance(cause, int) else f"{OUTBOX}{cause}")


def alarm(owner: Owner, name: str) -> Key:
    return Key(owner, f"{ALARM}{name}")


# cases
def case(case_id: str) -> Owner:
    return Owner(f"{CASE}#{case_id}")


def case_id(owner: Owner) -> str:
    """The id of the case that `owner` is. Raises LookupError when it is something else."""
    kind, _, found = owner.partition("#")
    if kind != CASE:
        raise LookupError(f"a {kind} is no case")
    return found


def meta(case_id: str) -> Key:
    return Key(case(case_id), META)


def holder(case_id: str) -> Key:
    """What of the case itself is personal, or seldom changes."""
    return Key(case(case_id), HOLDER)


def form(case_id: str) -> Key:
    return Key(case(case_id), FORM)


def earlier_form(case_id: str, version: int) -> Key:
    """A form that was changed after its receipt. It is no state: nothing counts on it any more."""
    return Key(case(case_id), f"{EARLIER_FORM}{version:06d}")


def material(case_id: str, file_id: str) -> Key:
    return Key(case(case_id), f"{MATERIAL}{file_id}")


def member(case_id: str, node: str) -> Key:
    return Key(case(case_id), f"{MEMBER}{node}")


def session(case_id: str) -> Key:
    return Key(case(case_id), SESSION)


def renewal(case_id: str) -> Key:
    """Which case renews the result of this one. It is no state: only renewals ask for it."""
    return Key(case(case_id), "RENEWAL")


def task(case_id: str, task: str) -> Key:
    return Key(case(case_id), f"{TASK}{task}")


def document(case_id: str, number: str) -> Key:
    return Key(case(case_id), f"{DOCUMENT}{number}")


def document_text(case_id: str, name: str) -> Key:
    """What a document says. It is written once and never changes; a corrected text has a name of its own."""
    return Key(case(case_id), f"{DOCUMENT_TEXT}{name}")


def notice(case_id: str, number: int) -> Key:
    return Key(case(case_id), f"{NOTICE}{number:03d}")


def event(case_id: str, seq: int) -> Key:
    return Key(case(case_id), f"{EVENT}{seq:06d}")


# What the partitions of the lists of applicants begin with.
APPLICANT = "APPLICANT#"


def applicant(applicant_key: str) -> str:
    """The applicant's list, newest last. It is no index, because whoever writes it must see it at once."""
    return f"{APPLICANT}{applicant_key}"


def applicant_case(applicant_key: str, created: str, case_id: str) -> Key:
    return Key(applicant(applicant_key), f"{CASE}#{created}#{case_id}")


def account_case(account: str, created: str, case_id: str) -> Key:
    """A case that this account has made; newest last, as in `applicant_case`."""
    return Key(of_account(account), f"{CASE}#{created}#{case_id}")


def of_account(account: str) -> str:
    """What an account has made: all that it is shown while nobody has checked whose it is (实名等级 2)."""
    return f"ACCOUNT#{account}"


def open_drafts(applicant_key: str, account: str = "") -> Key:
    """How many drafts this account has open for this applicant; without one, as before accounts were kept."""
    return Key(f"DRAFTS#{applicant_key}", account or "COUNT")


def query_code(code: str) -> Key:
    return Key(f"QUERY#{code}", "CASE")


def supervision(division: str) -> str:
    """What the supervisors of this division look at, newest last."""
    return f"SUPERVISION#{division}"


def supervised(division: str, time: str, case_id: str, seq: int, matter: str) -> Key:
    """One matter, from the event `seq` of a case; an event may be two matters."""
    return Key(supervision(division), f"MATTER#{time}#{case_id}#{seq:06d}#{matter}")


def case_number(number: str) -> Key:
    """The case of a 办件编号."""
    return Key(f"NUMBER#{number}", "CASE")


def applicant_name(division: str, digest: str) -> str:
    """Received cases of applicants of one name, newest last; `digest` is a blind index, never the name."""
    return f"NAME#{division}#{digest}"


def named_case(division: str, digest: str, received: str, case_id: str) -> Key:
    return Key(applicant_name(division, digest), f"{CASE}#{received}#{case_id}")


def access_log(case_id: str) -> str:
    """Who has read the personal data of this case, newest last. It outlives the data, and is no state of the case."""
    return f"ACCESS#{case_id}"


def reading(case_id: str, time: str, request: str) -> Key:
    """One reading; the id of the request keeps readings of the same time apart."""
    return Key(access_log(case_id), f"{READING}{time}#{request}")


def lookups(division: str, digest: str) -> str:
    """Who has looked for cases by this name, newest last; `digest` is a blind index, never the name."""
    return f"LOOKUPS#{division}#{digest}"


def lookup(division: str, digest: str, time: str, request: str) -> Key:
    return Key(lookups(division, digest), f"{READING}{time}#{request}")


def attempts(subject: str, window: int) -> Key:
    """How many wrong attempts there were in one window of time; `subject` is a digest."""
    return Key(f"ATTEMPTS#{subject}#{window}", "COUNT")


def idempotency(actor: str, key: str) -> Key:
    return Key(f"IDEM#{actor}#{key}", "RECORD")


def claim(actor: str, key: str) -> Key:
    """Who is answering this request now, for acts that are more than one transaction."""
    return Key(f"IDEM#{actor}#{key}", "CLAIM")


def certificate(identifier: str) -> Key:
    """The register of issued certificates, by GB/T 36904 identifier."""
    return Key(f"CERTIFICATE#{identifier}", "REGISTER")


# consents
def authorisation(authorisation_id: str) -> Key:
    """What one person has let another do. Its events stand in the same partition."""
    return Key(f"{AUTHORISATION}#{authorisation_id}", GRANT)


def authorisation_event(authorisation_id: str, seq: int) -> Key:
    return Key(authorisation(authorisation_id).pk, f"{EVENT}{seq:06d}")


def given(principal: str) -> str:
    """The authorisations that a principal has given, newest last; `principal` is a blind index."""
    return f"GIVEN#{principal}"


def taken(agent: str) -> str:
    """The authorisations that an agent was named in, newest last; `agent` is a blind index of number and name."""
    return f"TAKEN#{agent}"


def listed_authorisation(partition: str, created: str, authorisation_id: str) -> Key:
    """An entry of such a list. It never changes: how the authorisation stands is read from its own row."""
    return Key(partition, f"{AUTHORISATION}#{created}#{authorisation_id}")


# numbers
def register(division: str, organ: str, kind: str, year: int) -> str:
    """The gapless register of document numbers of one division's organ, of one kind and year: a partition."""
    return f"REGISTER#{division}#{organ}#{kind}#{year}"


def sandbox(trial: str) -> str:
    """The partition in which everything of a trial lies."""
    return f"TRIAL#{trial}"


def trial_record() -> Key:
    """What is known of a trial, inside its sandbox."""
    return Key("TRIAL", "RECORD")


def case_in_list(sk: str) -> str:
    """The id of the case in a sort key of `applicant_case`."""
    return sk.rpartition("#")[2]


# index partitions
def department_tasks(division: str, department: str, inbox: str) -> str:
    return f"TASKS#{division}#{department}#{inbox}"


def window(division: str, name: str) -> str:
    return f"WINDOW#{division}#{name}"


def under_way(division: str, status: str) -> str:
    """Cases of a status in which they wait at no window, in the index of the windows."""
    return f"STATUS#{division}#{status}"


def drafts_of_item(division: str, item: str) -> str:
    """The drafts of one item, by the version that they were filled in for, in the index of the windows."""
    return f"ITEMDRAFTS#{division}#{item}"


def prechecks(division: str) -> str:
    """The drafts for which a pre-check was asked, by the day until which the request stands, in the same index."""
    return f"PRECHECKS#{division}"


def by_version(version: int, identifier: str) -> str:
    """For an order by the version of an item."""
    return f"{version:08d}#{identifier}"


def pending(shard: int) -> str:
    return f"PENDING#{shard}"


def alarms(shard: int, hour: str) -> str:
    return f"ALARMS#{shard}#{hour}"


def hour_of_alarms(partition: str) -> str:
    """The hour of a partition of the index `alarms`."""
    return partition.rpartition("#")[2]


def day_of_heads(day: str, shard: int) -> str:
    """What has happened on this day of legal time, in the index of days."""
    return f"DAY#{day}#{shard}"


def day_in(partition: str) -> str:
    """The day of a partition of the index of days."""
    return partition.split("#")[1]


def event_of_day(division: str, case_id: str, seq: int, digest: str) -> str:
    """An event within its day: by division, so that each has its head, and by case."""
    return f"{division}#{case_id}#{seq:06d}#{digest}"


def printing_of_day(division: str, case_id: str, text: str, digest: str) -> str:
    """A document within the day on which it was printed, by its text; it sorts after the events of its case."""
    return f"{division}#{case_id}#{PRINTED_TEXT}{text}#{digest}"


def parts_of_day(sk: str) -> tuple[str, str, str, str]:
    """Division, case, number of the event or name of the text, and digest, of an entry of a day."""
    division, case_id, what, digest = sk.split("#")
    return division, case_id, what, digest


def of_division(division: str, after: str | None = None) -> tuple[str, str]:
    """The range of a division within a day, of all its cases or of those after this one."""
    return f"{division}#{after}$" if after else f"{division}#", f"{division}$"


def beyond_division(division: str) -> tuple[str, str]:
    """The range of the divisions after this one within a day."""
    return f"{division}$", "~"


# heads of days
def head(division: str, day: str) -> Key:
    """The head of a day; it is written once and never changes."""
    return Key(f"HEADS#{division}", f"{HEAD}{day}")


def heads(division: str) -> str:
    return f"HEADS#{division}"


def head_progress(division: str, day: str) -> Key:
    """How far the head of a day is that took longer than one call of the function."""
    return Key(f"HEADS#{division}", f"PROGRESS#{day}")


def headed_division(division: str) -> Key:
    """The first and the last day of this division that have a head."""
    return Key("HEADED", f"DIVISION#{division}")


def signing_key(fingerprint: str) -> Key:
    """A public key with which heads or exports were signed; it is never deleted."""
    return Key("SIGNING-KEYS", f"KEY#{fingerprint}")


def sweep_mark(shard: int) -> Key:
    """How far the alarms of this shard have been swept."""
    return Key(f"SWEEP#{shard}", "MARK")


# sort keys of indexes
def of_department(department: str, place: str = "") -> str:
    """A place in a list that several departments share, each department's together; without it, where theirs begin."""
    return f"{department}#{place}"


def by_due_day(day: str | None, identifier: str) -> str:
    """For an order by due day. What has none sorts last."""
    return f"{day or '9999-12-31'}#{identifier}"


def by_time(time: str, owner: Owner, name: str) -> str:
    """For an order by time. Owner and name keep entries of the same time apart."""
    return f"{time}#{owner}#{name}"


def until(time: str) -> tuple[str, str]:
    """The range of an order by time up to `time`, for a query.

    `2000` sorts before every time that is written, because the value of a key may not be empty. `$` sorts just after
    the `#` that follows the time.
    """
    return "2000", f"{time}$"


# exchange
def endpoint(division: str, department: str) -> Key:
    return Key(f"ENDPOINT#{division}#{department}", "CURRENT")


def endpoint_owner(division: str, department: str) -> Owner:
    """The owner of what follows from an act on an endpoint that concerns no case."""
    return Owner(endpoint(division, department).pk)


def callback_tests(division: str, department: str, window: int) -> Key:
    """How many tests of its callback a department has asked for in one window of time."""
    return Key(f"TESTS#{division}#{department}#{window}", "COUNT")


def deliveries(division: str, department: str) -> str:
    return f"DELIVERIES#{division}#{department}"


def delivery(division: str, department: str, time: str, message_id: str) -> Key:
    return Key(deliveries(division, department), f"{DELIVERY}{time}#{message_id}")


# operations
def dead_letters_owner(place: str) -> Owner:
    """The owner of what follows from a request to replay the dead letters of this place."""
    return Owner(f"DEADLETTERS#{place}")


def replay(place: str, replay: str) -> Key:
    """A replay that was asked for."""
    return Key(dead_letters_owner(place), f"{REPLAY}{replay}")
