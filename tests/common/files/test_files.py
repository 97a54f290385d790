"""Files that people bring, the hostile ones first. They are all made here."""

import io
import socketserver
import threading
import zipfile

import pytest
from docx import Document as WordDocument
from PIL import Image
from pypdf import PdfWriter

from cairn.common.files import (
    UnableToScan,
    UnableToTakeFile,
    apart,
    check_upload,
    extract_text,
    inspection,
    is_infected,
)
from cairn.common.files.inspection import TYPES, make_safe_name
from tests.cases import each

GPS = 0x8825


def make_image(form: str = "JPEG", *, size: tuple[int, int] = (40, 20), exif: bool = False) -> bytes:
    drawn = io.BytesIO()
    given = {}
    if exif:
        found = Image.Exif()
        found[0x010E] = "SECRET STREET"
        found[0x0112] = 6  # lies on its side
        found.get_ifd(GPS)[2] = (51.0, 30.0, 12.0)
        given["exif"] = found
    Image.new("RGB", size, "teal").save(drawn, form, **given)
    return drawn.getvalue()


def make_pdf(text: str = "") -> bytes:
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if text:
        writer.add_metadata({"/Title": text})
    writer.write(written)
    return written.getvalue()


def make_word(text: str = "What we learned") -> bytes:
    written = io.BytesIO()
    word = WordDocument()
    word.add_paragraph(text)
    word.save(written)
    return written.getvalue()


def make_zip(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def check(name: str, content: bytes):
    return check_upload(name, io.BytesIO(content))


def check_here(name: str, content: bytes):
    """The same without a process of its own for each: what is refused does not hang on it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inspection, "_open_apart", inspection.open_file)
        return check(name, content)


@each(
    ("name", "content"),
    [
        ("a.pdf", make_pdf()),
        ("a.docx", make_word()),
        ("a.csv", "année,1\r\n".encode("cp1252")),
        ("a.txt", b"plain words"),
        ("a.png", make_image("PNG")),
        ("a.JPEG", make_image()),
        ("a.webp", make_image("WEBP")),
    ],
)
def test_check_upload_takes_what_is_what_it_says(name, content):
    taken = check_here(name, content)
    extension = taken.safe_name.rsplit(".")[-1]
    assert taken.content_type == TYPES[extension]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@each(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.html", b"<html></html>"),
        ("a.exe", b"MZ\x90\x00"),
        ("nothing", b"words"),
        ("a.png", SVG),
        ("a.txt", SVG),
        ("a.csv", b"a,b\n<script>alert(1)</script>"),
        ("a.pdf", b"<html>%PDF-1.4 %%EOF</html>"),
        ("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF"),
        ("a.pdf", make_pdf() + make_zip(a=b"b") + b"%%EOF"),
        ("a.pdf", make_pdf()[:100]),
        ("a.pdf", make_image("PNG")),
        ("a.png", make_image("PNG")[:60]),
        ("a.png", make_image("JPEG")),
        ("a.docx", make_zip(a=b"b")),
        ("a.docx", b"MZ" + make_word()),
        ("a.docx", make_zip(word__document_dot_xml=b"<a/>", word__vbaProject_dot_bin=b"macro")),
        ("a.docx", make_zip(word__document_dot_xml=b"0" * 60_000_000)),
        ("a.xlsx", make_word()),
        ("a.txt", b"MZ\x00\x01"),
        ("a.txt", b""),
    ],
)
def test_check_upload_refuses_with_a_sentence_that_says_what_to_do(name, content):
    with pytest.raises(UnableToTakeFile, match=r"(Save it|Choose another|choose)"):
        check_here(name, content)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.docx"])
def test_what_has_to_be_unpacked_is_opened_in_a_process_of_its_own(name, monkeypatch):
    """A hostile one would otherwise ask for the memory of the site itself."""
    forms = {"a.png": "PNG", "a.jpg": "JPEG", "a.webp": "WEBP"}
    content = make_image(forms[name]) if name in forms else make_word()

    def refuse(*args, **kwargs):
        raise AssertionError("it was opened in the process of the site")

    monkeypatch.setattr(Image, "open", refuse)
    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    assert check(name, content).content_type


@pytest.mark.parametrize(("mode", "size"), [("1", (9000, 9000)), ("L", (6400, 6400))])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(mode, size):
    drawn = io.BytesIO()
    Image.new(mode, size).save(drawn, "PNG")
    assert len(drawn.getvalue()) < 120_000
    with pytest.raises(UnableToTakeFile, match="40 million pixels"):
        check("a.png", drawn.getvalue())


def test_a_picture_that_takes_too_long_is_a_sentence(monkeypatch):
    monkeypatch.setattr("cairn.common.files.apart.SECONDS", 0.01)
    with pytest.raises(UnableToTakeFile, match="time and memory allowed"):
        check("a.png", make_image("PNG"))


def test_a_few_files_are_opened_at_once_and_the_others_wait(monkeypatch):
    monkeypatch.setattr("cairn.common.files.apart.PATIENCE", 0)
    monkeypatch.setattr("cairn.common.files.apart._places", threading.BoundedSemaphore(1))
    apart._places.acquire()
    with pytest.raises(UnableToTakeFile, match="the site is busy"):
        check("a.png", make_image("PNG"))
    apart._places.release()
    assert check("a.png", make_image("PNG"))


def test_check_upload_refuses_what_is_too_large(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(UnableToTakeFile, match="larger than 10"):
        check("a.txt", b"eleven char")


def test_check_upload_refuses_a_moving_picture():
    frames = io.BytesIO()
    Image.new("RGB", (9, 9)).save(frames, "WEBP", save_all=True, append_images=[Image.new("RGB", (9, 9), "red")])
    with pytest.raises(UnableToTakeFile, match="Animated pictures"):
        check("a.webp", frames.getvalue())


def test_check_upload_leaves_nothing_of_a_picture_but_the_picture():
    before = make_image(exif=True)
    assert b"SECRET STREET" in before
    after = check("a.jpg", before).content
    assert b"SECRET" not in after
    assert b"Exif" not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif()
        assert picture.size == (20, 40)  # upright


@each(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\docs\\plan.pdf", "plan.pdf"),
        ("evil\u202efdp.exe.pdf", "evil-fdp-exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a-Set-Cookie-b.pdf"),
        ("<script>.pdf", "script.pdf"),
        (".pdf", "file.pdf"),
        ("Été 2026.pdf", "Été 2026.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_make_safe_name_keeps_words_and_drops_the_rest(name, safe):
    assert make_safe_name(name, "pdf") == safe


# --- reading the words --------------------------------------------------------------------------


def test_extract_text_reads_word(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(make_word("What we learned in spring"))
    assert extract_text(path, TYPES["docx"]).text == "What we learned in spring"


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="x"><w:p>&b;</w:p></w:document>'
)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b"%PDF-1.4 nothing more"),
        (
            "pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF",
        ),
        ("docx", make_zip(word__document_dot_xml=BOMB)),
        ("docx", make_zip(word__document_dot_xml=b"<a>" * 100_000)),
        ("docx", b"no archive"),
    ],
)
def test_extract_text_of_a_hostile_file_is_a_sentence(tmp_path, kind, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    found = extract_text(path, TYPES[kind])
    assert found.text == ""
    assert "could not read" in found.problem


def test_extract_text_of_an_encrypted_pdf_is_a_sentence(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "file")
    assert "could not read" in extract_text(tmp_path / "file", TYPES["pdf"]).problem


# --- viruses ------------------------------------------------------------------------------------


class FakeClamd(socketserver.BaseRequestHandler):
    """Speaks as much of clamd's protocol as scanning a stream takes; `refusal` is said instead of listening."""

    refusal = b""

    def handle(self):
        if self.refusal:
            self.request.recv(10)
            self.request.sendall(self.refusal)
            return
        assert self._read(10) == b"nINSTREAM\n"
        received = b""
        while size := int.from_bytes(self._read(4), "big"):
            received += self._read(size)
        self.request.sendall(b"stream: Test FOUND\n" if b"VIRUS" in received else b"stream: OK\n")

    def _read(self, size):
        found = b""
        while len(found) < size and (part := self.request.recv(size - len(found))):
            found += part
        return found


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), FakeClamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


@pytest.mark.parametrize(("content", "infected"), [(b"fine", False), (b"a VIRUS", True)])
def test_is_infected_asks_the_scanner(clamd, tmp_path, content, infected):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert is_infected(path) is infected


@pytest.mark.enable_socket  # a socket of this computer has no host that could be allowed
def test_is_infected_asks_a_scanner_behind_a_socket_of_the_computer(settings, tmp_path):
    settings.CLAMAV_ADDRESS = str(tmp_path / "clamd")
    (tmp_path / "file").write_bytes(b"x" * 200_000 + b"VIRUS")
    with socketserver.ThreadingUnixStreamServer(settings.CLAMAV_ADDRESS, FakeClamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert is_infected(tmp_path / "file")
        server.shutdown()


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\n", b"stream: FOUNDER\n", b"UNKNOWN COMMAND\n", b"\n"]
)
def test_no_file_passes_that_the_scanner_has_not_called_clean(clamd, monkeypatch, tmp_path, answer):
    """Among them one that it stopped listening to: the answer is read although the rest could not be sent."""
    monkeypatch.setattr(FakeClamd, "refusal", answer)
    (tmp_path / "file").write_bytes(b"x" * 5_000_000)
    with pytest.raises(UnableToScan):
        is_infected(tmp_path / "file")


def test_is_infected_raises_when_the_scanner_does_not_answer(settings, tmp_path):
    settings.CLAMAV_ADDRESS = "127.0.0.1:9"
    (tmp_path / "file").write_bytes(b"fine")
    with pytest.raises(UnableToScan, match="does not answer"):
        is_infected(tmp_path / "file")


def test_is_infected_without_a_scanner_is_no(tmp_path):
    assert is_infected(tmp_path / "no such file") is False
