"""Every blueprint of routes, in the order in which the documentation shows them. `everyday` has those of each day."""

from chalicelib.cases.api import access_log, clock, duplicates, item_impact, notices, records, supervision, why
from chalicelib.catalogue.api import changes, figures, guidance, life, life_views, places, schemes, statistics
from chalicelib.catalogue.api import public as catalogue
from chalicelib.catalogue.api import registers as registered_items
from chalicelib.consents.api import authorisations
from chalicelib.consultations.api import asker, knowledge_base, staff
from chalicelib.directory.api import halls, letters, registers, seals, special_windows, staff_changes, upkeep
from chalicelib.directory.api import public as directory
from chalicelib.documents.api import applicant as own_documents
from chalicelib.documents.api import counter as documents
from chalicelib.documents.api import letter_scans, numbers, renditions, seal_uses, sheets
from chalicelib.evidence.api import exports, heads
from chalicelib.exchange.api import callbacks
from chalicelib.hall.api import calendar, deadlines, own_data, progress
from chalicelib.hall.api import consents as own_consents
from chalicelib.http.api import Api
from chalicelib.http.documentation import views as documentation
from chalicelib.intake.api import applicant, asking, changing, counter, prechecks
from chalicelib.intake.api import department as acceptance
from chalicelib.intake.api import sheets as form_sheets
from chalicelib.issuance.api import bills, ends, fees, parked, payment_days, writing
from chalicelib.issuance.api import counter as issuing
from chalicelib.issuance.api import department as corrections
from chalicelib.issuance.api import public as certificates
from chalicelib.joint.api import graph, outside, projects, sessions
from chalicelib.operations.api import calendar as loaded_calendar
from chalicelib.operations.api import dead_letters
from chalicelib.review.api import adverse, clocks, commitments, department, parties, upward
from chalicelib.trials.api import trials
from chalicelib.trials.model import playbook
from chalicelib.wiring.trials import make_playbook

playbook.use(make_playbook)

APIS: tuple[Api, ...] = (
    changes.api,
    catalogue.api,
    guidance.api,
    sheets.api,
    schemes.api,
    directory.api,
    halls.api,
    places.api,
    statistics.api,
    upkeep.api,
    special_windows.api,
    calendar.api,
    deadlines.api,
    documentation.api,
    progress.api,
    applicant.api,
    prechecks.own,
    changing.own,
    own_documents.api,
    access_log.api,
    renditions.own,
    why.own,
    clock.own,
    graph.own,
    projects.own,
    sessions.api,
    notices.own,
    own_data.api,
    authorisations.api,
    knowledge_base.api,
    asker.api,
    staff.api,
    own_consents.api,
    counter.api,
    form_sheets.api,
    asking.api,
    changing.api,
    prechecks.api,
    records.api,
    renditions.api,
    why.api,
    clock.api,
    graph.api,
    projects.api,
    notices.api,
    duplicates.api,
    acceptance.api,
    department.api,
    outside.api,
    clocks.api,
    commitments.api,
    adverse.api,
    parties.api,
    upward.api,
    issuing.api,
    corrections.api,
    ends.api,
    writing.api,
    fees.api,
    bills.api,
    parked.api,
    payment_days.api,
    documents.api,
    certificates.api,
    supervision.api,
    access_log.supervision,
    registers.api,
    staff_changes.api,
    letters.api,
    registered_items.api,
    seals.api,
    seal_uses.api,
    numbers.api,
    letter_scans.api,
    figures.api,
    exports.own,
    exports.api,
    exports.audit,
    heads.api,
    callbacks.api,
    life.api,
    life_views.api,
    item_impact.api,
    trials.api,
    dead_letters.api,
    loaded_calendar.api,
)
