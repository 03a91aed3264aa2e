"""Structured logs without personal data: ids, codes and durations only."""

from aws_lambda_powertools.logging import Logger

log = Logger(service="yimen", log_uncaught_exceptions=False, use_rfc3339=True)
