"""预约面谈: the department's expert names a time and a place for advice before an application (R45).

The term for the answer runs on: an appointment beyond it is refused.
"""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.consultations.acts.found import for_act
from chalicelib.consultations.model.acts import APPOINT
from chalicelib.consultations.model.consultation import Appointment, ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.directory.store.directories import office_hours
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part


class NewAppointment(Part):
    """面谈的时间和地点，须在答复期限之内。"""

    at: Annotated[AwareDatetime, Field(description="时间，须注明时区")]
    place: Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]


@act
def appoint_advice(platform: Platform, caller: Caller, consultation_id: str, wanted: NewAppointment) -> Receipt:
    """Invalid unless the time is still to come, on a workday, within the term of the answer."""
    before = for_act(platform, caller, APPOINT, consultation_id)
    at, calendar = wanted.at.astimezone(SHANGHAI), platform.calendar
    due = before.due_by(calendar)
    if at <= caller.at:
        raise Invalid(errors=[FieldError("/at", "appointment_past", "应为今后的时间")])
    if due is not None and caller.at.date() <= due < at.date():
        raise Invalid(errors=[FieldError("/at", "appointment_after_due", f"应在答复期限 {due} 之内")])
    if not calendar.day(at.date()).workday:
        raise Invalid(errors=[FieldError("/at", "appointment_off_day", "应为工作日")])
    if not office_hours(platform.table, platform.settings.division, at, platform.calendar):
        raise Invalid(errors=[FieldError("/at", "appointment_closed", "大厅在这一时间不办公，请查看大厅的办公时间")])
    appointment = Appointment(at=at, place=wanted.place)
    after = before.moved(ConsultationState.APPOINTED, calendar, appointment=appointment)
    return consultations.commit(platform, caller, APPOINT, before, after, {"at": at.isoformat()})
