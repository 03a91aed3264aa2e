"""Halls and their windows for anybody: what is open now, and when it opens next."""

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from chalicelib.access.policy import PUBLIC
from chalicelib.directory.api.answers import HallDetails, HallLine, HallsAnswer, ZoneAnswer, window_answer
from chalicelib.directory.api.asked import CACHEABLE, OfRegion, RegionPage, directory_asked, local, page_of, rules_asked
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.halls import Hall
from chalicelib.directory.model.hours import next_opening
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")


class HallQuery(OfRegion):
    at: Annotated[AwareDatetime | None, Field(description="哪一时刻的情况，不填为现在")] = None


@api.get("/directory/halls", PUBLIC, "查询大厅", query=RegionPage, answer=HallsAnswer)
def find_halls(call: Call[None, RegionPage]) -> Answer:
    directory = directory_asked(call)
    day, filters = call.platform.now().date(), {"region": call.query.region}
    items, cursor, headers = page_of(
        call,
        "/directory/halls",
        filters,
        [*directory.halls.items()],
        lambda hall: HallLine.model_validate(_line(directory, hall, day)),
    )
    return Answer(HallsAnswer(items=items, next_cursor=cursor), headers=CACHEABLE | headers)


@api.get("/directory/halls/{id}", PUBLIC, "查看一个大厅和它的窗口", query=HallQuery, answer=HallDetails)
def read_hall(call: Call[None, HallQuery], id: str) -> Answer:  # noqa: A002 - as the address calls it
    directory, at, calendar = directory_asked(call), local(call, call.query.at), call.platform.calendar
    hall = directory.halls.get(id)
    if hall is None:
        raise NotFound(code="hall_not_found", title="没有这个大厅，请核对编号")
    place = directory.place(rules_asked(directory, at.date()))
    hours = directory.hours[hall.hours]
    windows = [one for one in directory.windows.values() if one.hall == id and one.in_service(at.date())]
    body = HallDetails(
        **_line(directory, hall, at.date()),
        open=hours.open_at(at, calendar),
        next_opening=next_opening(hours, at, calendar),
        zones=[ZoneAnswer(id=zone.id, name=zone.name) for zone in hall.zones],
        window_list=[window_answer(place, one, at, calendar) for one in sorted(windows, key=lambda one: one.number)],
    )
    return Answer(body, headers=CACHEABLE)


def _line(directory: Directory, hall: Hall, day: date) -> dict[str, Any]:
    windows = [one for one in directory.windows.values() if one.hall == hall.id and one.in_service(day)]
    told = hall.model_dump(include={"id", "name", "region", "level", "address", "phone", "accepts_for"})
    return {**told, "windows": len(windows)}
