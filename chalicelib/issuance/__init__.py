"""统一窗口出件: results, comparison, delivery, archive, certificates."""
