"""What is pasted from Word keeps headings, lists, tables, bold, italic and links, and drops the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange.paste import LONGEST, pasted
from courses.markdown import render

HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta charset=utf-8><style><!-- p.MsoNormal {margin:0cm} --></style><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/>
</xml><![endif]--></head><body lang=KZ><!--StartFragment-->%s<!--EndFragment--></body></html>"""
BULLET = "<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>"


def word(body: str) -> str:
    return pasted(HEAD % body)


def item(words: str, *, level: int = 1, marker: str = BULLET, kind: str = "l0") -> str:
    style = f"text-indent:-18.0pt;mso-list:{kind} level{level} lfo1"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{marker}{words}<o:p></o:p></p>"


def number(sign: str) -> str:
    return f"<span style='mso-list:Ignore'>{sign}<span>&nbsp;</span></span>"


def test_a_heading_and_a_paragraph_with_its_runs():
    words = (
        "<h2>Кіріспе<o:p></o:p></h2><p class=MsoNormal>Бұл <b><span lang=KK>қа</span></b><b>лың</b>, <i>көлбеу</i>.</p>"
    )
    assert word(words) == "## Кіріспе\n\nБұл **қалың**, *көлбеу*."


def test_the_title_of_a_document_is_a_heading():
    assert word("<p class=MsoTitle>Курс</p>") == "# Курс"


def test_paragraphs_that_look_like_a_list_become_one():
    assert word(item("Бір") + item("Екі") + "<p class=MsoNormal>Соңы</p>") == "- Бір\n- Екі\n\nСоңы"


def test_a_list_is_as_deep_as_its_levels_say():
    written = word(item("Бір") + item("Ішкі", level=2) + item("Екі"))
    assert render(written).replace("\n", "") == "<ul><li><p>Бір</p><ul><li>Ішкі</li></ul></li><li><p>Екі</p></li></ul>"


@pytest.mark.parametrize("sign", ["1.", "1)", "(1)", "a.", "в)"])
def test_a_numbered_list_is_told_by_its_signs(sign):
    assert word(item("Бір", marker=number(sign)) + item("Екі", marker=number(sign))) == "1. Бір\n2. Екі"


def test_a_table_and_what_stands_in_its_cells():
    rows = "<tr><td><p><b>Атауы</b></p></td><td><p>Саны</p></td></tr><tr><td><p>а|б</p></td><td><p>5</p></td></tr>"
    assert word(f"<table class=MsoTableGrid>{rows}</table>") == ("| **Атауы** | Саны |\n| --- | --- |\n| а\\|б | 5 |")


def test_the_caption_of_a_table_stands_before_it():
    assert word("<table><caption>Кесте 1</caption><tr><td>а</td></tr></table>") == "Кесте 1\n\n| а |\n| --- |"


def test_pictures_scripts_and_styles_are_dropped_and_no_words():
    body = 'Бұл <img src="file:///C:/x.png" alt="x">мәтін<script>alert(1)</script> <style>p{}</style>қалады'
    assert word(f"<p>{body}</p>") == "Бұл мәтін қалады"


def test_what_other_programs_say_by_styles():
    google = (
        '<b style="font-weight:normal" id="docs-internal-guid"><p><span style="font-weight:700">Қалың</span>'
        ' <span style="font-style:italic">көлбеу</span></p><ul><li><p>а</p></li><li>б</li></ul></b>'
    )
    assert pasted(google) == "**Қалың** *көлбеу*\n\n- а\n- б"


def test_links_are_kept_where_a_text_may_have_them():
    body = '<p><a href="https://a.kz/x">бар</a> <a href="javascript:alert(1)">жоқ</a> <a href="#_Toc1">орын</a></p>'
    assert word(body) == "[бар](<https://a.kz/x>) жоқ орын"


def test_words_that_look_like_markup_stay_words():
    assert render(word("<p># 1. *а* _б_ &lt;script&gt;</p>")) == "<p># 1. *а* _б_ &lt;script&gt;</p>\n"


def test_nothing_is_nothing_and_too_much_is_refused():
    assert pasted("") == pasted("<p> </p>") == ""
    with pytest.raises(ValueError, match="<p>"):
        pasted("<p>" + "x" * LONGEST)


PIECES = ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>"]
PIECES += [item("а"), item("б", level=3), item("в", level=2, marker=number("1.")), "сөз ", "<img>", "<o:p>", "<h1>"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_whatever_is_pasted_its_words_come_through(html):
    assert html.count("сөз") == pasted(html).count("сөз")
