"""The Lambda functions, a module each, named after the function: it loads what its module names (ADR 0013)."""

# The template gives each queue's ARN. With `queue=`, Chalice writes a `Fn::Sub` of its own beside that ARN.
IN_THE_TEMPLATE = "in-the-template"
