import json

import pytest

from courses.document.codec import decode, encode
from courses.exchange.olx import ExportError, read_olx


def parts_of(course):
    return [part for section in course.document.sections for part in section.parts]


def whats(course) -> set[str]:
    return {entry.what for entry in course.skipped}


BLOCKS = {
    "chapter/c1.xml": '<chapter display_name="Апта 1"><sequential url_name="s1"/></chapter>',
    "sequential/s1.xml": '<sequential display_name="Сабақ"><vertical url_name="v1"/></sequential>',
    "vertical/v1.xml": '<vertical display_name="Бет"><html url_name="h1"/><video url_name="x1"/>'
    '<problem url_name="p1"/></vertical>',
    "html/h1.xml": '<html filename="h1" display_name="Мәтін"/>',
    "html/h1.html": "<p>Сәлем, <b>әлем</b>!</p>",
    "video/x1.xml": '<video display_name="Дәріс" youtube_id_1_0="abcdefghijk"/>',
    "problem/p1.xml": '<problem display_name="Есеп"><numericalresponse answer="42"><label>Неше?</label>'
    "<formulaequationinput/></numericalresponse></problem>",
    "course/run.xml": '<course display_name="Курс" language="kk"><chapter url_name="c1"/></course>',
    "course.xml": '<course url_name="run" org="Org" course="C1"/>',
}


@pytest.mark.parametrize("top", ["", "course/", "anything/"])
def test_one_file_a_block_under_any_top_folder(exports, top):
    course = read_olx(exports.packed({f"{top}{name}": text for name, text in BLOCKS.items()}))
    (part,) = parts_of(course)
    assert (course.document.title, course.document.language, course.document.code) == ("Курс", "kk", "org-c1-run")
    assert part.text == "## Бет\n\nСәлем, **әлем**!"
    assert [(lecture.title, lecture.video) for lecture in part.lectures] == [
        ("Дәріс", "https://www.youtube.com/watch?v=abcdefghijk")
    ]
    assert [(item.kind, item.stem, item.answer) for item in part.tasks[0].items] == [("number", "Неше?", "42")]


def test_everything_inline_as_in_2013(exports):
    text = (
        '<course org="edX" course="Old" url_name="2013" name="Old course"><chapter name="Week_1" slug="w1">'
        '<videosequence name="Lesson"><video name="L" youtube="0.75:aaaaaaaaaaa,1.0:bbbbbbbbbbb"/>'
        "<html><![CDATA[<h2>Head</h2><p>Text</p>]]></html></videosequence></chapter></course>"
    )
    course = read_olx(exports.packed({"MIT-Old/course.xml": text}))
    (part,) = parts_of(course)
    assert [section.title for section in course.document.sections] == ["Week_1"]
    assert part.text == "## Head\n\nText"
    assert part.lectures[0].video == "https://www.youtube.com/watch?v=bbbbbbbbbbb"


def test_a_run_called_course_is_not_a_second_course(exports):
    files = {"course.xml": '<course url_name="course" org="O" course="C"/>'}
    files["course/course.xml"] = '<course display_name="One" language="en"/>'
    course = read_olx(exports.packed(files))
    assert (course.document.title, course.skipped) == ("One", ())


def test_of_several_courses_the_first_is_read_and_the_others_are_named(exports):
    course = read_olx(exports.packed({"b/course.xml": exports.course(""), "a/course.xml": exports.course("")}))
    assert whats(course) == {"course b"}


def test_names_of_the_policy_win(exports):
    policy = json.dumps({"course/run": {"display_name": "From policy"}, "chapter/c1": {"display_name": "Named"}})
    files = {
        "course.xml": exports.course('<chapter url_name="c1" display_name="x"/>'),
        "policies/run/policy.json": policy,
    }
    course = read_olx(exports.packed(files))
    assert (course.document.title, course.document.sections[0].title) == ("From policy", "Named")


def test_an_empty_chapter_and_one_whose_file_is_lost_stay_as_sections(exports):
    course = read_olx(
        exports.packed({"course.xml": exports.course('<chapter display_name="Empty"/><chapter url_name="gone"/>')})
    )
    assert [(section.title, section.parts) for section in course.document.sections] == [("Empty", ()), ("gone", ())]
    assert whats(course) == {"chapter gone"}


def test_windows_line_ends_and_marks_make_no_difference(exports):
    text = exports.unit("<html>\n<p>One</p>\n<p>Two</p>\n</html>")
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert (
        read_olx(exports.packed({"course.xml": windows})).document
        == read_olx(exports.packed({"course.xml": text})).document
    )


def test_a_block_used_twice_becomes_two_copies_and_the_author_is_told(exports):
    files = {"course.xml": exports.unit('<problem url_name="p"/><problem url_name="p"/>')}
    files["problem/p.xml"] = '<problem display_name="P"><p>Text</p></problem>'
    course = read_olx(exports.packed(files))
    assert [task.title for task in parts_of(course)[0].tasks] == ["P", "P"]
    assert "problem/p.xml" in whats(course)


def test_a_block_that_contains_itself_is_cut_off(exports):
    files = {
        "course.xml": exports.unit('<vertical url_name="v"/>'),
        "vertical/v.xml": '<vertical><vertical url_name="v"/></vertical>',
    }
    assert whats(read_olx(exports.packed(files))) == {"vertical/v.xml"}


def test_an_unreadable_block_is_named_and_the_rest_is_read(exports):
    files = {"course.xml": exports.unit('<problem url_name="p"/><html>Text</html>'), "problem/p.xml": "<problem>"}
    course = read_olx(exports.packed(files))
    assert (parts_of(course)[0].text, whats(course)) == ("## Unit\n\nText", {"problem/p.xml"})


@pytest.mark.parametrize("tag", ["split_test", "library_content", "randomize", "conditional"])
def test_what_is_inside_experiments_and_choices_is_taken_and_the_choice_is_named(exports, tag):
    course = read_olx(
        exports.packed(
            {"course.xml": exports.unit(f"<{tag}><vertical><html>A</html></vertical><html>B</html></{tag}>")}
        )
    )
    assert parts_of(course)[0].text.endswith("A\n\nB")
    assert whats(course) == {tag}


@pytest.mark.parametrize(
    "tag", ["drag-and-drop-v2", "openassessment", "poll", "survey", "lti", "discussion", "unheard-of"]
)
def test_blocks_without_a_counterpart_are_named_with_the_place(exports, tag):
    course = read_olx(exports.packed({"course.xml": exports.unit(f'<{tag} display_name="Block"/>')}))
    assert [(entry.what, entry.where) for entry in course.skipped] == [(tag, "Week / Lesson / Unit / Block")]


def test_the_question_of_an_open_assessment_is_kept_as_text(exports):
    inside = "<openassessment><prompts><prompt><description>Why?</description></prompt></prompts></openassessment>"
    assert parts_of(read_olx(exports.packed({"course.xml": exports.unit(inside)})))[0].text == "## Unit\n\nWhy?"


def test_a_course_without_names_is_still_a_valid_document(exports):
    course = read_olx(exports.packed({"course.xml": "<course><chapter/></course>"}))
    assert (course.document.code, course.document.title, course.document.language) == ("course", "course", "en")
    assert whats(course) == {"display_name", "language"}
    assert decode(encode(course.document)) == course.document


def test_a_long_title_is_cut_and_the_cut_is_told(exports):
    course = read_olx(exports.packed({"course.xml": exports.course("", display_name="т" * 300)}))
    assert (len(course.document.title), "т" * 300 in whats(course)) == (200, True)


def test_the_code_is_latin(exports):
    course = read_olx(
        exports.packed({"course.xml": exports.course("", org="Жұбанов", course="Ғылым_1", url_name="2026 күз")})
    )
    assert course.document.code == "zhubanov-gylym-1-2026-kuz"


@pytest.mark.parametrize(
    ("attributes", "seconds"),
    [
        ('start_time="00:01:00" end_time="00:02:30"', 90),
        ('end_time="0:10:00"', 600),
        ('start_time="00:00:00" end_time="00:00:00"', None),
        ("", None),
    ],
)
def test_a_length_is_known_only_where_the_export_states_it(exports, attributes, seconds):
    course = read_olx(exports.packed({"course.xml": exports.unit(f'<video display_name="V" {attributes}/>')}))
    assert parts_of(course)[0].lectures[0].seconds == seconds


def test_an_archive_without_a_course_is_refused(exports):
    with pytest.raises(ExportError, match=r"no file course\.xml"):
        read_olx(exports.packed({"other.xml": "<course/>"}))


def test_signs_that_no_text_may_hold_are_dropped(exports):
    policy = '{"course/run": {"display_name": "Co\\u0000ur\\ud800se"}}'
    files = {"course.xml": exports.course(""), "policies/run/policy.json": policy}
    assert read_olx(exports.packed(files)).document.title == "Course"
