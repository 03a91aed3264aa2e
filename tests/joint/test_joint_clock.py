"""The joint clock of 45 workdays: what stops it, what lengthens it, when a result goes out alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import Pause, WorkCalendar
from chalicelib.joint.model.joint_clock import LONGER, MemberTime, PauseRule, joint_pauses, joint_term

CALENDAR = WorkCalendar()
ACCEPTED = date(2026, 9, 14)


def member(name: str, *pauses: tuple[int, int], opened: int = 0, ended: int | None = None) -> MemberTime:
    """Days count from the acceptance."""
    return MemberTime(
        name,
        _day(opened),
        _day(ended) if ended is not None else None,
        tuple(Pause(_day(start), _day(end)) for start, end in pauses),
    )


def _day(number: int) -> date:
    return ACCEPTED + timedelta(days=number)


@pytest.mark.requirement("R80")
def test_w3_the_joint_clock_and_its_extension():
    assert joint_term(ACCEPTED, (), "blocking", CALENDAR).due == date(2026, 11, 20)
    assert joint_term(ACCEPTED, (), "blocking", CALENDAR, extension=LONGER).due == date(2026, 12, 11)


def test_one_examination_stops_the_joint_clock_only_while_nobody_else_can_go_on():
    alone = [member("a", (7, 21))]
    beside = [member("a", (7, 21)), member("b", ended=14)]
    assert joint_pauses(alone, "blocking") == (Pause(_day(7), _day(21)),)
    assert joint_pauses(beside, "blocking") == (Pause(_day(14), _day(21)),)
    assert joint_pauses([*beside, member("c", opened=18)], "blocking") == (Pause(_day(14), _day(18)),)
    assert joint_pauses(beside, "none") == ()
    assert joint_pauses([*beside, member("d", (30, 40))], "any") == (
        Pause(_day(7), _day(21)),
        Pause(_day(30), _day(40)),
    )


def test_who_only_waits_for_others_does_not_keep_the_joint_clock_running():
    waiting = MemberTime("b", _day(0), waits_from=_day(10))
    assert joint_pauses([member("a", (7, 21)), waiting], "blocking") == (Pause(_day(10), _day(21)),)


@given(
    st.lists(
        st.builds(
            lambda opened, length, start, paused: member(
                "m", (opened + start, opened + start + paused), opened=opened, ended=opened + length
            ),
            st.integers(0, 30), st.integers(1, 60), st.integers(0, 40), st.integers(0, 30),
        ),
        max_size=6,
    ),
    st.sampled_from(("blocking", "none", "any")),
)  # fmt: skip
def test_pauses_never_make_the_joint_clock_shorter(members: list[MemberTime], rule: PauseRule):
    without = joint_term(ACCEPTED, (), rule, CALENDAR).due
    blocking, everything = joint_pauses(members, "blocking"), joint_pauses(members, "any")
    assert without <= joint_term(ACCEPTED, members, rule, CALENDAR).due
    assert _days(blocking) <= _days(everything)
    for day in _days(blocking):
        assert not any(one.could_go_on(day) for one in members)


def _days(pauses: tuple[Pause, ...]) -> set[date]:
    return {one.start + timedelta(days=number) for one in pauses for number in range(1, (one.end - one.start).days + 1)}
