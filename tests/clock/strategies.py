"""Arbitrary starts, lengths and pauses within the calendar."""

from datetime import date, timedelta

from hypothesis import strategies as st

from chalicelib.clock import Pause, Unit

starts = st.dates(date(2004, 1, 1), date(2060, 1, 1))
lengths = st.integers(0, 120)
units: st.SearchStrategy[Unit] = st.sampled_from(("workday", "day"))


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[Pause]:
    spans = draw(st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 60)), max_size=5))
    begun = [(start + timedelta(days=offset), length) for offset, length in spans]
    return [Pause(begin, begin + timedelta(days=length)) for begin, length in begun]
