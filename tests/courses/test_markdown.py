"""Texts of a course as HTML: CommonMark, formulas, terms of the glossary, and nothing that could do harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from courses.formulas import DEEPEST, LONGEST, UnreadableFormula, mathml
from courses.markdown import render, render_line, undescribed_pictures, unreadable_formulas
from courses.terms import Terms

HARMLESS_SCHEMES = ("http:", "https:", "mailto:")


def elements(text: str) -> set[str]:
    return {element.tag for element in html.fragment_fromstring(render(text), create_parent=True).iter()}


def test_a_formula_in_a_line_and_one_of_its_own():
    inline, block = render(r"Орташа $\frac{a_1}{b}$ мән"), render("$$\nx^2\n$$")
    assert "<math" in inline
    assert "<mfrac>" in inline
    assert "<em>" not in inline
    assert 'display="block"' in block


@pytest.mark.parametrize("text", ["costs $5 and $6", r"\$x\$", "5 $", "`$x$`", "    $x$", "$ x $"])
def test_money_code_and_escaped_signs_are_no_formulas(text):
    assert "<math" not in render(text)
    assert unreadable_formulas(text) == []


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{",
        "{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1),
        "x" * (LONGEST + 1),
        "x_1_2",
        r"\begin{matrix}a",
        r"\begin{tikzpicture}a \\ b\end{tikzpicture}",
        r"\newcommand{\a}{\b\b}\a",
        r"\def\a{x}\a",
    ],
)
def test_what_cannot_be_read_is_shown_as_it_was_written_and_said_to_be(tex):
    assert f'<code class="formula-unreadable">${tex}$</code>' in render(f"${tex}$")
    assert unreadable_formulas(f"${tex}$") == [tex]
    with pytest.raises(UnreadableFormula):
        mathml(tex, block=False)


@pytest.mark.parametrize("name", ["aligned", "align*", "gathered", "split", "cases", "pmatrix", "smallmatrix"])
def test_the_rows_of_an_environment_stand_below_each_other(name):
    tex = rf"x = \begin{{{name}}} a & b \\ c & d \end{{{name}}}"
    assert mathml(tex, block=True).count("<mtr>") == 2


@pytest.mark.parametrize("tex", ["x" * LONGEST, "{" * DEEPEST + "x" + "}" * DEEPEST])
def test_the_longest_and_the_deepest_formula_are_read(tex):
    assert "<math" in render(f"${tex}$")


def test_an_option_is_plain_apart_from_its_formulas():
    line = render_line("*а* <b>б</b> [в](http://x) $x^2$ _г_")
    assert line.startswith("*а* &lt;b&gt;б&lt;/b&gt; [в](http://x) <math")
    assert line.endswith("_г_")


@pytest.mark.parametrize(
    "text",
    [
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\text{</mtext></math><script>alert(1)</script>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\text{<button popovertarget=other class=btn onclick=alert(1)>}$",
        r"$\style{background:url(x)}{x}$",
        '<script>alert(1)</script><a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1)) ![x](http://other.example/x.png)",
    ],
)
def test_nothing_dangerous_comes_through(text):
    tree = html.fragment_fromstring(render(text), create_parent=True)
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "object"}
        assert not {name for name in element.attrib if name.startswith("on") or name in {"style"}}
        assert element.get("src", "/").startswith("/")
        assert element.get("href", "http:").startswith(HARMLESS_SCHEMES)
        assert element.get("popovertarget", "term-").startswith("term-")
        assert element.get("class", "term") in {"term", "formula-unreadable"}


PIECES = [
    *r"\{}^_&x1 []()",
    r"\frac",
    r"\left(",
    r"\right)",
    r"\begin{align}",
    r"\end{align}",
    r"\text{",
    r"\sqrt",
    "\n",
]
PIECES += [r"\sum", r"\limits", r"\genfrac", r"\color", r"\hspace", r"\not", r"\over", r"\substack", r"\'", "ұ"]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_typed_as_a_formula_is_shown_or_left(tex):
    assert isinstance(render(f"${tex}$"), str)
    assert isinstance(unreadable_formulas(f"$$\n{tex}\n$$"), list)


SHA = "0123456789abcdef" * 4


def test_a_picture_of_the_course_comes_from_the_address_of_the_page_and_other_pictures_leave_their_words():
    shown = render(f"![Ми қабаттары](picture:{SHA})", pictures="/courses/x/picture/")
    assert f'<img src="/courses/x/picture/{SHA}/" alt="Ми қабаттары" loading="lazy">' in shown
    for text in (
        f"![Сөз](picture:{SHA}0)",
        "![Сөз](http://other.example/x.png)",
        "![Сөз](/x.png)",
        "![Сөз](picture:../)",
    ):
        assert render(text, pictures="/courses/x/picture/").strip() == "<p><em>Сөз</em></p>"
    assert render(f"![Сөз](picture:{SHA})").strip() == "<p><em>Сөз</em></p>"


def test_pictures_without_words_are_counted():
    assert undescribed_pictures(f"![](picture:{SHA}) ![ ](picture:{SHA}) ![а](picture:{SHA}) `![]()`") == 2


KAZAKH = Terms([("медиана", "орта <b>мән</b>"), ("нормаль таралу", "қоңырау"), ("ә", "әріп")], "kk")


def buttons(text: str, terms: Terms = KAZAKH) -> list[str]:
    tree = html.fragment_fromstring(render(text, terms), create_parent=True)
    return [button.text for button in tree.iter("button")]


def test_the_first_occurrence_of_a_term_opens_its_definition_without_a_script():
    tree = html.fragment_fromstring(render("Бұл медиана. Медиана – ә.", KAZAKH), create_parent=True)
    first, second = tree.iter("button")
    assert (first.text, second.text) == ("медиана", "ә")
    definitions = {place.get("id"): place.text_content() for place in tree.iter("div") if place.get("class")}
    assert definitions[first.get("popovertarget")] == "медиана: орта <b>мән</b>"


@pytest.mark.parametrize(
    "word", ["МЕДИАНА", "медиананың", "медианалармен", "медианасы", "Медианаға", "нормаль таралуда"]
)
def test_case_and_the_endings_of_kazakh_do_not_hide_a_term(word):
    assert buttons(f"Осы {word} туралы") == [word]


@pytest.mark.parametrize("word", ["медианаша", "субмедиана", "әр", "медиана1"])
def test_another_word_that_begins_or_ends_like_a_term_is_left(word):
    assert buttons(f"Осы {word} туралы") == []


def test_endings_are_guessed_in_kazakh_alone():
    russian = Terms([("мода", "x")], "ru")
    assert buttons("моданы мода модель", russian) == ["мода"]


@pytest.mark.parametrize("text", ["# медиана", "[медиана](http://x.kz)", "`медиана`", "$медиана$", "```\nмедиана\n```"])
def test_headings_links_code_and_formulas_stay_as_they_are(text):
    assert buttons(text) == []


def test_terms_are_found_in_lists_and_tables():
    assert buttons("- медиана\n\n| ә |\n|---|\n| нормаль таралу |") == ["медиана", "ә", "нормаль таралу"]


def test_a_glossary_of_nothing_marks_nothing():
    assert buttons("медиана", Terms([(" ", "x")], "kk")) == []


def test_a_term_is_taken_as_it_is_written_not_as_a_pattern():
    assert buttons("C++ (тіл)", Terms([("C++", "тіл"), ("(", "жақша")], "kk"))[0] == "C++"
