"""The app on AWS in memory, with everything that happens by itself, when it is told to: nothing moves on its own."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

from chalicelib.cases.store import files, serials
from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.store import request_items, schemes
from chalicelib.clock import WorkCalendar
from chalicelib.directory import store as directory
from chalicelib.directory.store import authority, keep_place
from chalicelib.directory.store.directories import forget_directories
from chalicelib.exchange.store import secrets as secret
from chalicelib.foundation import names, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Table
from infra.messages import resources as queue_resources
from local.lambda_.render_layer import font_folder
from proofs.kit.buckets import Created, MemoryBuckets, signing_session
from proofs.kit.calendar import load_days_off
from proofs.kit.cast import Cast, Numbers
from proofs.kit.catalogue import CITY_DIVISION, place_of, publish
from proofs.kit.clock import NEVER, TICK, Clock
from proofs.kit.departments import Departments
from proofs.kit.dynamo import Hook, MemoryDynamo, nothing
from proofs.kit.events import EVERY_MINUTE, inserted, received
from proofs.kit.functions import FUNCTION_OF_QUEUE, TASK_FUNCTIONS, failed_messages, invoke
from proofs.kit.kms import DATA_KEY, MemoryKms
from proofs.kit.machines import Machines
from proofs.kit.queues import MemoryQueues
from proofs.kit.register import REGISTERED, enrol
from proofs.kit.secrets import MemorySecrets

ITEMS = ("YM-P01", "YM-P02", "YM-S02", "YM-S03", "YM-S05", "YM-S06", "YM-S07", "YM-P12", "YM-P13", "YM-I07", "YM-I16")
ROUNDS = 20
MOST_READ = 5000
CATALOGUED = ("ITEM#", "CATALOGUE#", "CHANGES#", "FILINGS#", "PLACE#", *REGISTERED)
Stored = dict[str, Any]
Calendars = tuple[tuple[datetime, WorkCalendar], ...]
"""Each calendar with the legal time from which it was in force."""


class Moment(NamedTuple):
    """Everything a world holds at one time, to go back to."""

    dynamo: MemoryDynamo
    queues: MemoryQueues
    buckets: MemoryBuckets
    secrets: MemorySecrets
    machines: Machines
    departments: Departments
    clock: datetime
    wall: datetime
    number: int
    calendars: Calendars


class World:
    """`clock` is legal time and `wall` the other; `departments` listen at the other end of callbacks.

    `sent` keeps every message that was taken from a queue, as (queue, body).
    """

    def __init__(self, division: str = CITY_DIVISION, *, tick: timedelta = TICK) -> None:
        settings = Settings(stage="local", division=division, font_dir=font_folder(), data_key=DATA_KEY)
        self.clock, self.wall, self.numbers = Clock(tick=tick), Clock(tick=tick), Numbers()
        self.dynamo, self.secrets, self.machines = MemoryDynamo(), MemorySecrets(), Machines()
        self.kms = MemoryKms()
        self.queues = MemoryQueues(queue_names(settings.stage))
        self.buckets = MemoryBuckets(
            (settings.materials_bucket, settings.documents_bucket, settings.heads_bucket, settings.exports_bucket)
        )
        self.departments = Departments()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.platform = Platform(settings, now=self.clock, wall=self.wall, session=signing_session())
        self.people = Cast(self.platform, self.numbers)
        self._calendars: Calendars = ((datetime.min.replace(tzinfo=UTC), WorkCalendar()),)
        self._hooks: tuple[Hook, Hook] = nothing, nothing
        self._read: dict[int, tuple[Stored, Item]] = {}
        self._connect()
        forget_everything()

    def _connect(self) -> None:
        """The clients stand where the platform's cached ones would, and know their world."""
        client = cast(Any, self.dynamo)
        clients: dict[str, Any] = vars(self.platform)
        if "table" in clients:
            self.platform.table.client = client
        else:
            clients["kms"] = self.kms
            sealing = self.platform.sealing
            clients["table"] = Table(client, self.platform.settings.table, sealing=sealing, sleep=lambda _: None)
        clients.update(sqs=self.queues, s3=self.buckets, secrets=self.secrets, sfn=self.machines)
        clients["departments"] = self.departments
        self.queues.now = self.machines.now = lambda: self.wall.at
        self.buckets.announce = self._announce
        self.machines.call = self.call
        self.machines.wait = self.pass_time
        at = self.clock.at, self.wall.at
        self.platform.calendars.in_force()  # a process at work has read the loaded days off lately
        self.clock.at, self.wall.at = at
        self.listen(*self._hooks)

    # --------------------------------------------------------------------------------------------- the work calendar
    def calendar_at(self, at: datetime) -> WorkCalendar:
        """The calendar that was in force at this legal time."""
        return [calendar for since, calendar in self._calendars if since <= at][-1]

    def publish_day_off(self, *days: date) -> None:
        """The notice of these days' year is published anew, with them among the days off; it is in force at once."""
        at = self.clock()
        load_days_off(self.platform, at, *days)
        self._calendars = (*self._calendars, (at, self.platform.calendar))

    # ------------------------------------------------------------------------------------------------ at a moment
    def moment(self) -> Moment:
        services = self.dynamo.copy(), self.queues.copy(), self.buckets.copy(), self.secrets.copy()
        around = self.machines.copy(), self.departments.copy()
        return Moment(*services, *around, self.clock.at, self.wall.at, self.numbers.last, self._calendars)

    def go_back(self, moment: Moment) -> None:
        """Everything is as it was then, in whichever world that was."""
        known, loaded = self._directory(), self._loaded_calendar()
        self.dynamo, self.queues = moment.dynamo.copy(), moment.queues.copy()
        self.buckets, self.secrets = moment.buckets.copy(), moment.secrets.copy()
        self.machines, self.departments = moment.machines.copy(), moment.departments.copy()
        self.clock.at, self.wall.at, self.numbers.last = moment.clock, moment.wall, moment.number
        self._calendars = moment.calendars
        if self._directory() is not known:  # what was read of the directory is kept by its version
            authority.forget()
            forget_directories()
        if self._loaded_calendar() is not loaded:
            self.platform.calendars.forget()
        self._connect()

    def _loaded_calendar(self) -> Stored | None:
        """The row of the days off that were loaded; a change replaces it."""
        key = register_keys.loaded_calendar()
        return self.dynamo.partition(key.pk).get(key.sk)

    def _directory(self) -> Stored | None:
        """The row with the version of the directory. A row is replaced when it is written, so the same row means that
        nothing of the directory differs.
        """
        key = register_keys.directory_version(self.platform.settings.division)
        return self.dynamo.partition(key.pk).get(key.sk)

    def copy(self) -> "World":
        """Another world where everything is as it is here now. Only one of the two should go on in one process."""
        twin = World(self.platform.settings.division)
        twin.go_back(self.moment())
        return twin

    def restore_table(self, other: "World") -> None:
        """The rows of another world's table come here, as from a backup."""
        self.dynamo = other.dynamo.copy()
        self._connect()

    @property
    def untouched(self) -> bool:
        """Whether nothing has happened yet and nobody has moved a clock. A world whose keys are secrets differs from
        others from its beginning: they could not open its rows.
        """
        moved, own_keys = self.clock.moved or self.wall.moved, self.platform.settings.wrapping_key is None
        return not moved and not own_keys and not any(map(self.dynamo.partition, self._partitions_of_the_hall()))

    def listen(self, before: Hook, after: Hook) -> None:
        """Hear, and disturb, every call to AWS."""
        self._hooks = before, after
        for service in (self.dynamo, self.queues, self.buckets, self.secrets, self.kms, self.machines):
            service.before, service.after = before, after

    def pass_time(self, much: timedelta = NEVER, **more: float) -> None:
        """On both clocks."""
        for clock in (self.clock, self.wall):
            clock.pass_time(much, **more)

    # ---------------------------------------------------------------------------------- what is stored, without a call
    def stored(self, partition: str, prefix: str = "") -> list[Stored]:
        """The rows in the table's own writing."""
        return [row for sk, row in self.dynamo.partition(partition).items() if sk.startswith(prefix)]

    def rows(self, partition: str, prefix: str = "") -> list[Item]:
        return self._loaded(self.stored(partition, prefix))

    def partitions(self, prefix: str = "") -> list[str]:
        return [pk for pk in self.dynamo.partitions() if pk.startswith(prefix)]

    def everything(self) -> list[Item]:
        """The whole table but the catalogue."""
        return [row for pk in self._partitions_of_the_hall() for row in self.rows(pk)]

    def _partitions_of_the_hall(self) -> Iterator[str]:
        return (pk for pk in self.dynamo.partitions() if not pk.startswith(CATALOGUED))

    def index(self, name: str) -> list[Item]:
        return self._loaded(self.stored_in(name))

    def pending(self) -> list[Item]:
        """The outbox rows that are not carried out yet, whole."""
        return self.index("pending")

    def stored_in(self, name: str) -> list[Stored]:
        """The rows of an index, whole, in the table's own writing."""
        return self.dynamo.indexed(name)

    def _loaded(self, rows: Iterable[Stored]) -> list[Item]:
        """In plain writing. A row is replaced when it is written, never changed, so each is read once."""
        if len(self._read) > MOST_READ:
            self._read.clear()
        found: list[Item] = []
        for row in rows:
            known = self._read.get(id(row))
            if known is None or known[0] is not row:
                known = self._read[id(row)] = row, self.platform.table.loaded(row)
            found.append(dict(known[1]))
        return found

    def may_accept(self, department: str) -> bool:
        """Whether the windows have a letter of the department that nobody has revoked and that holds today."""
        key = register_keys.authority(self.platform.settings.division, department)
        (row,) = (row for row in self.rows(key.pk, key.sk) if row["sk"] == key.sk)
        today = str(self.clock.at.date())
        letters = json.loads(row["document"]).get("accept_letters", ())
        return any("revoked" not in one and one["from"] <= today <= one["to"] for one in letters)

    def uploaded(self, case_id: str, file_id: str) -> bool:
        return files.object_key(case_id, file_id) in self.buckets.buckets[self.platform.settings.materials_bucket]

    # ------------------------------------------------------------------------------------------- what happens by itself
    def invoke(self, function: str, event: Any) -> Any:
        return invoke(self.platform, function, event)

    def call(self, function: str, task: dict[str, Any]) -> Any:
        """As a state machine calls its functions."""
        return self.invoke(TASK_FUNCTIONS[function], task)

    def dispatch(self, rows: Iterable[Stored]) -> None:
        """The table's stream brings these rows."""
        self.invoke(names.DISPATCH_OUTBOX, inserted(list(rows)))

    def reconcile(self) -> int:
        """How many rows were carried out."""
        return self.invoke(names.RECONCILE_OUTBOX, EVERY_MINUTE)["carried_out"]

    def sweep(self) -> int:
        """How many alarms were fired."""
        return self.invoke(names.SWEEP_ALARMS, EVERY_MINUTE)["fired"]

    def upload(self, case_id: str, file_id: str, body: bytes) -> None:
        """Bytes arrive in the bucket, which tells the queue."""
        self.buckets.put(self.platform.settings.materials_bucket, files.object_key(case_id, file_id), body)

    def _announce(self, created: Created) -> None:
        if created.bucket == self.platform.settings.materials_bucket:
            self.queues.put(self.queue(names.MATERIALS_QUEUE), json.dumps(created.event()))

    def work(self, name: str, *, most: int = 1, twice: bool = False) -> bool:
        """Hand the next messages of a queue to its function. One that fails comes once more, and so does each with
        `twice`: a queue delivers at least once. False when there was nothing to do.
        """
        queue = self.queue(name)
        if not (got := self.queues.receive(queue, most)):
            return False
        try:
            failed = failed_messages(self.invoke(FUNCTION_OF_QUEUE[name], received(got, name)))
            for message in got:
                if not twice and message["MessageId"] not in failed:
                    self.queues.delete(queue, message["ReceiptHandle"])
        finally:
            self.queues.show(queue)
        return True

    def carry_out_everything(self) -> None:
        """Dispatch what is pending, let the machines run and print what has a number, until nothing moves any more.

        Members of joint requests go on too; other queues are left alone.
        """
        for _ in range(ROUNDS):
            before = self.stored_in("pending")
            self.dispatch(before)
            self.print_documents()
            self.advance_joint()
            if self.machines.run() == 0 and self.stored_in("pending") == before:
                return
        raise AssertionError(f"still moving after {ROUNDS} rounds")

    def advance_joint(self) -> None:
        """Work on what joint requests were told."""
        while self.work(names.JOINT_QUEUE):
            """The next message."""

    def messages(self, name: str) -> list[dict[str, Any]]:
        """Take every message from the queue, in its order."""
        queue, taken = self.queue(name), list[dict[str, Any]]()
        while got := self.queues.receive(queue):
            taken.append(json.loads(got[0]["Body"]))
            self.queues.delete(queue, got[0]["ReceiptHandle"])
        self.sent += [(name, body) for body in taken]
        return taken

    def issue_documents(self) -> int:
        """Number what lies in the documents queue, and print what has a number; how many documents were printed."""
        while self.work(names.DOCUMENTS_QUEUE):
            """The next number."""
        return self.print_documents()

    def print_documents(self) -> int:
        printed = 0
        while self.work(names.RENDERINGS_QUEUE):
            printed += 1
        return printed

    def queue(self, name: str) -> str:
        return names.queue(self.platform.settings.stage, name)


def queue_names(stage: str) -> list[str]:
    """Every queue that is deployed, dead letters among them."""
    resources = queue_resources(stage).values()
    return [one["Properties"]["QueueName"] for one in resources if one["Type"] == "AWS::SQS::Queue"]


def forget_everything() -> None:
    """What this process has read in an earlier world must not change the order of calls."""
    secret.clear_cache()
    catalogue.forget()
    schemes.forget()
    request_items.forget()
    directory.forget()
    authority.forget()
    forget_directories()
    serials.forget()  # it keeps each table that it has counted for, and with it the whole of its world


def new_world(*listening: str, division: str = CITY_DIVISION, items: tuple[str, ...] = ITEMS) -> World:
    """A world with its catalogue and no cases; the systems of the departments that are `listening` are registered."""
    world = World(division)
    world.go_back(opened(listening, division, items))
    return world


@cache
def opened(listening: tuple[str, ...], division: str = CITY_DIVISION, items: tuple[str, ...] = ITEMS) -> Moment:
    world = World(division)
    world.platform.table.write(keep_place(place_of(division)))
    publish(world.platform, *items)
    enrol(world.platform)
    for department in listening:
        world.people.register_endpoint(department, world.people.caller(f"system-{department}"))
    return world.moment()
