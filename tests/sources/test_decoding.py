import pytest

from index.errors import SourceError
from index.sources.decoding import decode

ENGLISH = "The café’s limit is £5 – “always”. It is open every day of the week, at the front desk of the office."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_english_text_is_read_in_the_encodings_that_editors_write(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "a.txt") == ENGLISH


def test_a_language_that_charset_normalizer_is_sure_of_is_read() -> None:
    text = "Каждый сотрудник имеет двадцать пять дней отпуска в году. Это правило действует с января."
    assert decode(text.encode("cp1251"), "a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Каждый сотрудник имеет двадцать пять дней отпуска в году.", "koi8-r"),
        ("The café is open. Zoë has 25 days in the year.", "cp437"),
        ("Her çalışanın yılda yirmi beş gün izni vardır.", "cp1254"),
    ],
)
def test_an_ambiguous_encoding_is_refused_and_never_guessed(text: str, encoding: str) -> None:
    with pytest.raises(SourceError, match=r"'a\.txt'.*ambiguous.*UTF-8"):
        decode(text.encode(encoding), "a.txt")


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\0\0", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 32)) * 9])
def test_a_binary_file_with_the_name_of_a_text_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError, match="is not text"):
        decode(content, "a.txt")


def test_a_byte_order_mark_that_lies_is_refused() -> None:
    with pytest.raises(SourceError, match=r"UTF-8, but byte \d+ is not valid"):
        decode(b"\xef\xbb\xbfcaf\xe9", "a.txt")
