"""Logs as CloudWatch gets them: the level is telemetry's, whoever else knows the logger's name."""

import io
import json
import logging
import sys

import pytest

from chalicelib.foundation import names, telemetry
from chalicelib.http.app import App
from infra import messages


def test_the_app_leaves_the_level_of_our_logger_alone(monkeypatch: pytest.MonkeyPatch):
    """Chalice's own logger has the app's name, which is ours."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # Chalice takes a logger that writes there for configured
    App(names.APP)
    assert telemetry.log.log_level == logging.INFO


@pytest.mark.parametrize("service", [None, "hall"])
def test_a_metric_has_the_dimensions_that_its_alarm_watches(
    service: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Powertools adds a dimension of its own when POWERTOOLS_SERVICE_NAME is set."""
    if service:
        monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", service)
    telemetry.gauge(names.PARKED_ALARMS, 3, stage="prod")
    line = json.loads(capsys.readouterr().out)
    (written,) = line["_aws"]["CloudWatchMetrics"]
    ringing = messages.resources("prod")[f"{names.PARKED_ALARMS}Alarm"]["Properties"]
    watched = {dimension["Name"]: dimension["Value"] for dimension in ringing["Dimensions"]}
    (dimensions,) = written["Dimensions"]
    assert {name: line[name] for name in dimensions} == watched
    assert (written["Namespace"], line[ringing["MetricName"]]) == (ringing["Namespace"], [3.0])
