import gzip

from pinpipe.lines import Line, split_lines


def lines(body: bytes, compressed: bool = False) -> list[Line]:
    return list(split_lines(body, compressed))


def test_lines_end_at_lf_and_are_numbered_from_one() -> None:
    assert lines(b'{"a":1}\n{"b":2}\n') == [Line(1, b'{"a":1}', True), Line(2, b'{"b":2}', True)]


def test_no_other_line_break_splits_a_line() -> None:
    text = '"a\u2028b\u2029c\x85d\x0be\x0cf"\r'.encode()
    assert lines(text + b"\n") == [Line(1, text, True)]


def test_an_empty_line_keeps_its_number() -> None:
    assert [line.raw for line in lines(b"1\n\n2\n")] == [b"1", b"", b"2"]


def test_a_last_line_without_lf_is_marked() -> None:
    assert lines(b'1\n{"half') == [Line(1, b"1", True), Line(2, b'{"half', False)]


def test_an_empty_object_is_one_faulty_line() -> None:
    assert lines(b"") == [Line(1, b"", False, "empty-object")]
    assert lines(gzip.compress(b""), True) == [Line(1, b"", False, "empty-object")]
    assert lines(b"", True) == [Line(1, b"", False, "empty-object")]


def test_gzip_is_read_with_all_its_members() -> None:
    body = gzip.compress(b"1\n") + gzip.compress(b"2\n")
    assert lines(body, True) == [Line(1, b"1", True), Line(2, b"2", True)]


def test_a_gzip_that_ends_early_gives_its_whole_lines_and_one_faulty_rest() -> None:
    plain = b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(5000))
    found = lines(gzip.compress(plain)[:-3000], True)
    whole, rest = found[:-1], found[-1]
    assert 0 < len(whole) < 5000
    assert plain.startswith(b"".join(line.raw + b"\n" for line in whole) + rest.raw)
    assert all(line.fault is None for line in whole)
    assert rest.number == len(whole) + 1
    assert rest.fault is not None and rest.fault.startswith("truncated-gzip")


def test_a_gzip_without_its_trailer_is_truncated_though_every_line_is_there() -> None:
    found = lines(gzip.compress(b"1\n2\n")[:-4], True)
    assert [line.raw for line in found] == [b"1", b"2", b""]
    assert [line.fault is None for line in found] == [True, True, False]


def test_no_line_of_a_gzip_with_a_wrong_checksum_is_trusted() -> None:
    body = bytearray(gzip.compress(b"1\n2\n"))
    body[-8] ^= 0xFF
    found = lines(bytes(body), True)
    assert found and all((line.fault or "").startswith("damaged-gzip") for line in found)


def test_what_is_no_gzip_at_all_is_kept_as_stored() -> None:
    found = lines(b"plain\ntext\n", True)
    assert [line.raw for line in found] == [b"plain", b"text"]
    assert all((line.fault or "").startswith("damaged-gzip") for line in found)
