"""Writes templates/papers/paper.docx, the template of every Word paper: `.venv/bin/python tools/word_template.py`.

It may be edited in Word afterwards (fonts, a letterhead); the tags in it are docxtpl's.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TARGET = Path(__file__).resolve().parent.parent / "templates" / "papers" / "paper.docx"


def main() -> None:
    document = Document()
    page_and_font(document)
    add = document.add_paragraph
    add("{%p for paper in papers %}")
    centred(add("{{ paper.organisation }}"))
    add("{%p for line in paper.above %}")
    centred(add("{{ line }}"))
    add("{%p endfor %}")
    centred(document.add_heading("{{ paper.title }}", level=1))
    add("{%p for block in paper.blocks %}")
    blocks(document)
    add("{%p endfor %}")
    add("{{ paper.foot }}").style.font.size = Pt(11)
    add("{%p if not loop.last %}")
    add().add_run().add_break(WD_BREAK.PAGE)
    add("{%p endif %}")
    add("{%p endfor %}")
    numbered_pages(document)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(TARGET))


def page_and_font(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12)):
        font = document.styles[name].font
        font.name, font.size = "Times New Roman", Pt(size)
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), "Times New Roman")
        if font.color is not None and name != "Normal":
            font.color.rgb = None


def blocks(document) -> None:
    add = document.add_paragraph
    add("{%p if block.type == 'heading' %}")
    document.add_heading("{{ block.text }}", level=2)
    add("{%p elif block.type == 'text' %}")
    add("{%p if block.strong %}")
    add().add_run("{{ block.text }}").bold = True
    add("{%p else %}")
    add("{{ block.text }}")
    add("{%p endif %}")
    add("{%p elif block.type == 'bullets' %}")
    add("{%p for item in block['items'] %}")
    add("{{ item }}", style="List Bullet")
    add("{%p endfor %}")
    add("{%p elif block.type == 'facts' %}")
    add("{%p for row in block.rows %}")
    fact = add()
    fact.add_run("{{ row[0] }}: ").bold = True
    fact.add_run("{{ row[1] }}")
    add("{%p endfor %}")
    add("{%p elif block.type == 'table' %}")
    looped_table(document)
    add("{%p elif block.type == 'signatures' %}")
    add("{%p for row in block.rows %}")
    add("{{ row[0] }} ______________________ {{ row[1] }}")
    add("{%p endfor %}")
    add("{%p endif %}")


def looped_table(document) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    header, begin, row, end = table.rows
    for cells, loop, bold in ((header, "block.header", True), (row, "row", False)):
        cells.cells[0].text = f"{{%tc for cell in {loop} %}}"
        cells.cells[1].paragraphs[0].add_run("{{ cell }}").bold = bold
        cells.cells[2].text = "{%tc endfor %}"
    begin.cells[0].text = "{%tr for row in block.rows %}"
    end.cells[0].text = "{%tr endfor %}"
    repeated = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(repeated)


def numbered_pages(document) -> None:
    paragraph = centred(document.sections[0].footer.paragraphs[0])
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def centred(paragraph):
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


if __name__ == "__main__":
    main()
