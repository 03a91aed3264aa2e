"""Logs as CloudWatch gets them: the level is telemetry's, whoever else knows the logger's name."""

import importlib
import io
import logging
import sys

import pytest

from chalicelib.foundation import telemetry


def test_the_app_leaves_the_level_of_our_logger_alone(monkeypatch: pytest.MonkeyPatch):
    """Chalice's own logger has the app's name, which is ours."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # Chalice takes a logger that writes there for configured
    monkeypatch.delitem(sys.modules, "app", raising=False)
    importlib.import_module("app")
    assert telemetry.log.log_level == logging.INFO
