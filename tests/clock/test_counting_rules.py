"""The counting rules have a name of their own, CR1 to CR11, so that nobody takes them for requirements R1 to R11."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = json.loads((ROOT / "tests/data/workdays.json").read_text("utf-8"))["counting_rules"]
GLOSSARY = re.findall(r"^\| (CR\d+) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
CODE = {path: path.read_text("utf-8") for path in (ROOT / "chalicelib").rglob("*.py")}


def test_the_glossary_has_every_rule_of_the_source() -> None:
    assert [f"C{rule}" for rule in SOURCE] == GLOSSARY


def test_the_code_cites_only_rules_that_there_are() -> None:
    cited = {rule for text in CODE.values() for rule in re.findall(r"\bCR\d+\b", text)}
    assert {"CR5", "CR6"} <= cited <= set(GLOSSARY)


def test_no_counting_rule_is_cited_as_a_requirement() -> None:
    wrong = [str(path) for path, text in CODE.items() if re.search(r"counting\s+rules?\s+R\d", text)]
    wrong += [str(path) for path, text in CODE.items() if "clock" in path.parts and re.search(r"\bR\d+\b", text)]
    assert wrong == []
