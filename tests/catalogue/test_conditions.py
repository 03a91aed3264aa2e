import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    ConditionError,
    Variable,
    VariableConflict,
    all_of,
    any_of,
    comparisons,
    describe,
    evaluate,
    explain,
    parse,
    render,
    variables,
)
from chalicelib.catalogue.model.conditions.parsing import KEYWORDS
from chalicelib.catalogue.model.conditions.wording import Words

# An item without a form: its variables have the words of the platform only.
NO_WORDS = Words({}, {})

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name not in KEYWORDS)
NUMBERS = st.integers(0, 999_999_999)
TEXTS = st.text(st.characters(exclude_characters="'", exclude_categories=["Cs"]), max_size=8)
COMPARISONS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Comparison, NAMES, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS),
    st.builds(Comparison, NAMES, st.sampled_from(["==", "!="]), st.booleans() | TEXTS),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.tuples(st.sampled_from([all_of, any_of]), st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: made[0](*made[1])
    ),
    max_leaves=6,
)


@given(CONDITIONS)
def test_a_rendered_condition_parses_to_itself(condition: Condition):
    assert parse(render(condition)) == condition


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_position_in_it(text: str):
    try:
        condition, position = parse(text), None
    except ConditionError as error:
        condition, position = None, error.position
    if condition is None:
        assert 1 <= (position or 0) <= len(text) + 1
    else:
        assert parse(render(condition)) == condition


@given(CONDITIONS, st.dictionaries(NAMES, st.booleans() | NUMBERS | TEXTS))
def test_more_answers_never_change_a_settled_result(condition: Condition, others: dict[str, object]):
    answered = {use.variable: use.value for use in comparisons(condition)}
    partly = dict(list(answered.items())[::2])
    settled = evaluate(condition, partly)
    if settled is not None:
        assert evaluate(condition, others | answered) == settled


def test_with_every_answer_of_the_right_type_the_result_is_settled():
    assert evaluate(parse("a==true or b<3 and c=='x'"), {"a": False, "b": 2, "c": "x"}) is True
    assert evaluate(parse("a==true or b<3 and c=='x'"), {"a": False, "b": 3, "c": "x"}) is False


@pytest.mark.parametrize(
    ("text", "answers", "result"),
    [
        ("agent==true", {"agent": True}, True),
        ("agent==true", {"agent": False}, False),
        ("agent==true", {}, None),
        ("agent==true", {"agent": 1}, None),
        ("years==1", {"years": True}, None),
        ("age<16", {"age": 15}, True),
        ("age<16", {"age": 16}, False),
        ("years_since_exam>3", {"years_since_exam": 4}, True),
        ("years_since_exam>=3", {"years_since_exam": 3}, True),
        ("age<=16", {"age": 17}, False),
        ("category=='disabled'", {"category": "disabled"}, True),
        ("category!='disabled'", {"category": "dibao"}, True),
        ("a==true and b==true", {"a": False}, False),
        ("a==true and b==true", {"a": True}, None),
        ("a==true or b==true", {"b": True}, True),
        ("a==true or b==true", {"b": False}, None),
        ("(a==true or b==true) and c==true", {"a": True, "b": False, "c": True}, True),
        ("a==true or b==true and c==true", {"a": False, "b": True, "c": False}, False),
    ],
)
def test_conditions_decide_by_the_answers(text: str, answers: dict[str, object], result: bool | None):
    assert evaluate(parse(text), answers) is result


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("agent", 6),
        ("agent=true", 6),
        ("agent==", 8),
        ("agent==yes", 8),
        ("agent==or", 8),
        ("agent==true,", 12),
        ("agent==true and", 16),
        ("agent==true x", 13),
        ("(agent==true", 13),
        ("agent==true)", 12),
        ("age<'x'", 5),
        ("age<true", 5),
        ("age==16岁", 8),
        ("age==1.5", 6),
        ("name=='x", 7),
        ("true==true", 1),
        ("  ==1", 3),
        ("(" * 30 + "a==1" + ")" * 30, 22),
        ("a==1 or " * 63 + "a==1", 501),
    ],
)
def test_a_malformed_condition_is_refused_with_its_position(text: str, position: int):
    with pytest.raises(ConditionError) as refusal:
        parse(text)
    assert refusal.value.position == position


def test_nested_ands_and_ors_are_flattened():
    a, b, c = (Comparison(name, "==", True) for name in "abc")
    assert parse("(a==true and b==true) and c==true") == AllOf((a, b, c))
    assert parse("a==true or (b==true or c==true)") == AnyOf((a, b, c))
    assert parse("((a==true))") == a


def test_variables_are_typed_by_every_place_they_are_used():
    found = variables([parse("kind=='b' and age<16"), parse("kind=='a' or agent==true"), parse("reason!=''")])
    assert found == (
        Variable("kind", "choice", ("b", "a", "other")),
        Variable("age", "integer"),
        Variable("agent", "boolean"),
        Variable("reason", "text"),
    )


def test_one_variable_has_one_type():
    with pytest.raises(VariableConflict) as refusal:
        variables([parse("age<16"), parse("age=='x'")])
    assert refusal.value.name == "age"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("agent==true", "“由代理人代为办理”为“是”"),
        ("category!='disabled'", "“困难人员类别”不为“残疾人”"),
        (
            "age<16 and (agent==false or unknown_word>=2)",
            "“年龄（周岁）”小于 16，且（“由代理人代为办理”为“否”，或“unknown_word”不小于 2）",
        ),
        (
            "age<16 or agent==true and dig==true",
            "“年龄（周岁）”小于 16，或（“由代理人代为办理”为“是”，且“需要挖掘道路”为“是”）",
        ),
    ],
)
def test_a_condition_reads_as_a_chinese_clause(text: str, clause: str):
    assert describe(parse(text), NO_WORDS) == clause


@pytest.mark.parametrize(
    ("answers", "start"),
    [
        ({"age": 15}, "需要提交：因为您填写的“年龄（周岁）”为 15（"),
        ({"age": 16}, "不适用：因为您填写的“年龄（周岁）”为 16（"),
        ({}, "待定：请先填写“年龄（周岁）”（"),
    ],
)
def test_an_explanation_names_the_answer_that_decided(answers: dict[str, object], start: str):
    assert explain(parse("age<16"), answers, NO_WORDS).startswith(start)
