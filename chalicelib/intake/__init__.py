"""前台综合受理: from a draft to acceptance, at the counter and online."""
