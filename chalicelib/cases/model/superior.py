"""The organ above that decides what a department here has reviewed first (行政许可法35)."""

from chalicelib.cases.model.record import Record


class Superior(Record):
    """`organ` is its id in the directory, `region` the province or city that it is an organ of."""

    organ: str
    name: str
    region: str
