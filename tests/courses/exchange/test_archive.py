import gzip
import io
import tarfile
from pathlib import Path

import pytest

from courses.exchange.olx import ExportError, archive, read_olx


def refusal(source) -> str:
    with pytest.raises(ExportError) as caught:
        read_olx(source)
    return str(caught.value)


@pytest.mark.parametrize("name", ["../course.xml", "/etc/passwd", "a/../../b.xml", "..\\b.xml", "C:/course.xml"])
def test_a_path_that_leads_out_of_the_archive_is_refused(exports, name):
    assert refusal(exports.packed({"course.xml": "<course/>", name: "x"})).startswith("The archive holds a path")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(exports, kind):
    source = exports.packed({"course.xml": "<course/>"}, exports.header("static/x", kind, "/etc/passwd"))
    assert refusal(source) == "The archive holds a link or a device, which is refused: “static/x”."


def test_an_archive_that_unpacks_into_far_more_than_it_holds_is_refused(exports):
    bomb = exports.packed({"static/zeros.bin": b"\0" * (60 * archive.MEGABYTE)})
    assert refusal(bomb) == "The archive unpacks into far more than it holds and is refused."


def test_a_member_that_claims_to_be_huge_is_refused_before_it_is_read(exports):
    data = gzip.decompress(exports.packed({"course.xml": "<course/>", "static/a": "x"}).read())
    huge = tarfile.TarInfo("static/huge.bin")
    huge.size = archive.ONE_MEMBER + 1
    # Two empty blocks end an archive; the claim is put before them.
    blocks = data[: 4 * tarfile.BLOCKSIZE] + huge.tobuf()
    assert refusal(io.BytesIO(gzip.compress(blocks))).startswith("The export is too large when unpacked")


def test_more_members_than_a_course_has_are_refused(exports, monkeypatch):
    monkeypatch.setattr(archive, "MEMBERS", 3)
    files = {"course.xml": "<course/>"} | {f"static/{n}": "" for n in range(4)}
    assert refusal(exports.packed(files)) == "Files in the export: more than 3 are not read."


def test_a_text_larger_than_any_course_needs_is_refused(exports, monkeypatch):
    monkeypatch.setattr(archive, "ONE_TEXT", 10)
    assert refusal(exports.packed({"course.xml": "<course>long</course>"})).startswith("The texts of the export")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x1f\x8b", b"\x1f\x8b\x08" + b"\0" * 40])
def test_what_is_no_archive_is_refused_in_words(data):
    assert refusal(io.BytesIO(data)) in (
        "Not a course export: a .tar.gz file or an unpacked folder is expected.",
        "The archive is damaged or not an archive.",
        "The export has no file course.xml.",
    )


def test_an_archive_cut_short_anywhere_never_breaks_the_reader(exports):
    whole = exports.packed({"course/course.xml": exports.unit("<html>Text</html>")}).read()
    for length in range(2, len(whole) - 9, 7):
        assert refusal(io.BytesIO(whole[:length])) == "The archive is damaged or not an archive."


def test_a_chain_of_extended_headers_is_refused(exports):
    chain = exports.header("x", tarfile.XHDTYPE).tobuf() * 3000
    assert refusal(io.BytesIO(gzip.compress(chain))) == "The archive is damaged or not an archive."


def test_a_missing_file_is_told_in_words(tmp_path):
    assert refusal(tmp_path / "absent.tar.gz") == "There is no such file."


def test_a_folder_with_a_link_is_refused(tmp_path):
    (tmp_path / "course.xml").symlink_to("/etc/passwd")
    assert refusal(tmp_path) == "The folder holds a link or a device, which is refused: “course.xml”."


def test_a_folder_reads_like_its_archive(exports, tmp_path: Path):
    text = exports.unit("<html>Text</html>")
    (tmp_path / "course.xml").write_text(text)
    assert read_olx(tmp_path).document == read_olx(exports.packed({"course.xml": text})).document


@pytest.mark.parametrize("declared", ['<!ENTITY e "x">', '<!ENTITY e SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused(exports, declared):
    text = f"<!DOCTYPE course [{declared}]><course display_name='&e;'/>"
    assert refusal(exports.packed({"course.xml": text})) == "The file course.xml cannot be read as XML."


def test_blocks_that_multiply_without_end_are_refused(exports, monkeypatch):
    from courses.exchange.olx import tree

    monkeypatch.setattr(tree, "BLOCKS", 500)
    files = {"course.xml": exports.unit('<vertical url_name="v0"/>')}
    for level in range(8):
        files[f"vertical/v{level}.xml"] = "<vertical>" + f'<vertical url_name="v{level + 1}"/>' * 10 + "</vertical>"
    assert refusal(exports.packed(files)) == "Blocks in the course: more than 500 are not read."


def test_deep_nesting_is_refused_in_words(exports):
    deep = "<vertical>" * 2000 + "</vertical>" * 2000
    assert refusal(exports.packed({"course.xml": exports.unit(deep)})) == "The file course.xml cannot be read as XML."
