"""Structured logs and metrics without personal data: ids, codes, counts and durations only."""

from aws_lambda_powertools.logging import Logger

from chalicelib.foundation import names

log = Logger(service="yimen", log_uncaught_exceptions=False, use_rfc3339=True)


def gauge(metric: str, value: float, *, stage: str) -> None:
    """Log how many there are now, as a line that CloudWatch turns into a metric."""
    # Imported on first use, because most functions write no metric.
    from aws_lambda_powertools.metrics import MetricUnit, single_metric

    with single_metric(
        name=metric,
        unit=MetricUnit.Count,
        value=value,
        namespace=names.METRICS,
        default_dimensions=names.metric_dimensions(stage),
    ):
        """The metric is written at the end of the block."""
