import pytest

from courses.exchange.olx import read_olx


def task_of(exports, inside: str, attributes: str = ""):
    text = exports.unit(f'<problem display_name="P" {attributes}>{inside}</problem>')
    return read_olx(exports.packed({"course.xml": text})).document.sections[0].parts[0].tasks[0]


def choices(tag: str, group: str, *marks: bool) -> str:
    inside = "".join(f'<choice correct="{str(mark).lower()}">{n}</choice>' for n, mark in enumerate(marks))
    return f"<{tag}><label>Q</label><{group}>{inside}</{group}></{tag}>"


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (choices("multiplechoiceresponse", "choicegroup", True, False), "single"),
        (choices("multiplechoiceresponse", "choicegroup", True, True), "multiple"),
        (choices("choiceresponse", "checkboxgroup", True, True, False), "multiple"),
        ("<optionresponse><optioninput options=\"('a','b')\" correct=\"a\"/></optionresponse>", "single"),
        ('<numericalresponse answer="5"><textline/></numericalresponse>', "number"),
        ('<numericalresponse answer="$x"><textline/></numericalresponse>', "free_form"),
        ('<stringresponse answer="a" type="ci"><textline/></stringresponse>', "short_text"),
        ('<stringresponse answer="a.*" type="ci regexp"><textline/></stringresponse>', "free_form"),
        ('<customresponse cfn="f"><textline/></customresponse>', "free_form"),
        ("<schematicresponse><schematic/></schematicresponse>", "free_form"),
    ],
)
def test_each_response_becomes_an_item_of_its_kind(exports, inside, kind):
    assert [item.kind for item in task_of(exports, inside).items] == [kind]


def test_free_form_says_its_format_and_how_it_is_graded(exports):
    (item,) = task_of(exports, '<customresponse><textline correct_answer="7"/></customresponse>').items
    assert (item.format, item.grading) == (
        "Answer checked by a program",
        "Expected: 7. The teacher grades the answer by hand.",
    )


@pytest.mark.parametrize(
    ("answer", "tolerance", "expected"),
    [
        ("600", "5", ("600", 5)),
        ("200", "2%", ("200", 4)),
        ("0.1", None, ("0.1", 0)),
        ("1e-3", None, ("0.001", 0)),
        ("2^10", None, ("2**10", 0)),
        ("[5, 10)", None, ("7.5", 2.5)),
        ("-12.50", None, ("-12.5", 0)),
    ],
)
def test_numbers_keep_their_tolerance(exports, answer, tolerance, expected):
    given = f'<responseparam type="tolerance" default="{tolerance}"/>' if tolerance else ""
    (item,) = task_of(exports, f'<numericalresponse answer="{answer}">{given}<textline/></numericalresponse>').items
    assert (item.answer, item.tolerance) == expected


@pytest.mark.parametrize("answer", ["__import__('os')", "1/0", "9**9**9**9", "x + 1", ""])
def test_an_answer_that_is_no_arithmetic_is_never_a_number(exports, answer):
    (item,) = task_of(exports, f'<numericalresponse answer="{answer}"><textline/></numericalresponse>').items
    assert item.kind == "free_form"


def test_words_before_the_first_label_are_the_instructions(exports):
    task = task_of(
        exports,
        '<p>No calculator.</p><label>(a)</label><numericalresponse answer="1"><textline/></numericalresponse>'
        '<label>(b)</label><numericalresponse answer="2"><textline/></numericalresponse>',
    )
    assert (task.instructions, [item.stem for item in task.items]) == ("No calculator.", ["(a)", "(b)"])


def test_hints_of_options_and_explanations_become_feedback(exports):
    task = task_of(
        exports,
        '<multiplechoiceresponse><label>Q</label><choicegroup><choice correct="true">A<choicehint>Well</choicehint>'
        '</choice><choice correct="false">B</choice></choicegroup></multiplechoiceresponse>'
        "<solution><p>Because</p></solution>",
    )
    (item,) = task.items
    assert [(option.text, option.feedback) for option in item.options] == [("A", "Well"), ("B", None)]
    assert item.feedback == "Because"


def test_all_accepted_answers_are_taken(exports):
    (item,) = task_of(
        exports, '<stringresponse answer="a_or_b"><additional_answer answer="c"/><textline/></stringresponse>'
    ).items
    assert item.accepted == ("a", "b", "c")


def test_inputs_among_words_leave_gaps(exports):
    (item,) = task_of(
        exports,
        "<customresponse><table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td><textline/></td></tr></table></customresponse>",
    ).items
    assert item.stem == "| x | y |\n| --- | --- |\n| 1 | …… |"


def test_a_problem_exported_as_markup_only_is_read(exports):
    markup = (
        "Look.&#10;&gt;&gt;Which?&lt;&lt;&#10;( ) A {{no}}&#10;(x) B&#10;&#10;[explanation]&#10;So.&#10;[explanation]"
    )
    task = task_of(exports, "", f'markdown="{markup}"')
    (item,) = task.items
    assert (task.instructions, item.stem, item.feedback) == ("Look.", "Which?", "So.")
    assert [(option.text, option.correct, option.feedback) for option in item.options] == [
        ("A", False, "no"),
        ("B", True, None),
    ]


@pytest.mark.parametrize(("format_name", "kind"), [("Homework", "homework"), ("Lab", "practical"), ("Exam", "test")])
def test_the_kind_of_task_follows_the_graded_assignment(exports, format_name, kind):
    text = exports.course(
        f'<chapter><sequential format="{format_name}"><vertical><problem>'
        '<numericalresponse answer="1"><textline/></numericalresponse></problem></vertical></sequential></chapter>'
    )
    assert read_olx(exports.packed({"course.xml": text})).document.sections[0].parts[0].tasks[0].kind == kind
