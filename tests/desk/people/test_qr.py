"""QR codes, read back by a reader that knows only the standard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.desk.people.qr import Grid, qr_grid, qr_svg

BLOCKS = {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 2}
DATA = {1: 19, 2: 34, 3: 55, 4: 80, 5: 108, 6: 136, 7: 156, 8: 194, 9: 232}
TOTAL = {1: 26, 2: 44, 3: 70, 4: 100, 5: 134, 6: 172, 7: 196, 8: 242, 9: 292}
CENTRES = {1: (), 2: (18,), 3: (22,), 4: (26,), 5: (30,), 6: (34,), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46)}


def is_fixed(row: int, column: int, version: int) -> bool:
    size = 17 + 4 * version
    corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    timing = 6 in (row, column)
    words = version >= 7 and (
        (row < 6 and column >= size - 11 and column < size - 8) or (column < 6 and row >= size - 11 and row < size - 8)
    )
    last = max(CENTRES[version], default=0)
    aligned = any(
        abs(row - down) <= 2 and abs(column - right) <= 2
        for down in CENTRES[version]
        for right in CENTRES[version]
        if (down, right) not in ((6, 6), (6, last), (last, 6))
    )
    return corner or timing or words or aligned


def read(grid: Grid) -> str:
    size = len(grid)
    version = (size - 17) // 4
    bits = [grid[8][at] for at in (0, 1, 2, 3, 4, 5, 7, 8)] + [grid[at][8] for at in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(str(int(bit)) for bit in bits), 2) ^ 0b101010000010010
    assert form >> 13 == 0b01, "error correction L"
    mask = form >> 10 & 0b111
    stream = []
    for pair, right in enumerate([*range(size - 1, 6, -2), 5, 3, 1]):
        rows = range(size) if pair % 2 else range(size - 1, -1, -1)
        for i in rows:
            for j in (right, right - 1):
                if is_fixed(i, j, version):
                    continue
                flip = (
                    (i + j) % 2,
                    i % 2,
                    j % 3,
                    (i + j) % 3,
                    (i // 2 + j // 3) % 2,
                    (i * j) % 2 + (i * j) % 3,
                    ((i * j) % 2 + (i * j) % 3) % 2,
                    ((i + j) % 2 + (i * j) % 3) % 2,
                )[mask] == 0
                stream.append(str(int(grid[i][j] != flip)))
    words = [int("".join(stream[at * 8 : at * 8 + 8]), 2) for at in range(TOTAL[version])]
    blocks = BLOCKS[version]
    data = [word for block in range(blocks) for word in words[block : DATA[version] : blocks]]
    for block in range(blocks):
        check_is_whole(words[block::blocks], (TOTAL[version] - DATA[version]) // blocks)
    content = "".join(f"{word:08b}" for word in data)
    assert content[:4] == "0100"
    length = int(content[4:12], 2)
    return bytes(int(content[12 + at * 8 : 20 + at * 8], 2) for at in range(length)).decode()


def multiply(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = (one << 1) ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def check_is_whole(block: list[int], correction: int) -> None:
    """Every syndrome of a block without errors is zero."""
    root = 1
    for _ in range(correction):
        value = 0
        for word in block:
            value = multiply(value, root) ^ word
        assert value == 0
        root = multiply(root, 2)


@settings(max_examples=40, deadline=None)
@given(some.text(some.characters(codec="utf-8"), min_size=1, max_size=230).filter(lambda t: len(t.encode()) <= 230))
def test_a_code_says_its_text(text: str) -> None:
    grid = qr_grid(text)
    assert grid is not None
    assert read(grid) == text


@pytest.mark.parametrize("length", [17, 18, 32, 53, 78, 106, 107, 134, 154, 155, 192, 230])
def test_each_size_is_used_to_its_last_byte(length: int) -> None:
    grid = qr_grid("k" * length)
    assert grid is not None
    assert read(grid) == "k" * length


def test_a_text_that_is_too_long_has_no_code() -> None:
    assert qr_grid("k" * 231) is None
    assert qr_svg("k" * 231) is None


def test_the_picture_is_dark_on_light_with_a_quiet_edge() -> None:
    picture = qr_svg("otpauth://totp/x")
    assert picture is not None
    assert picture.startswith('<svg class="qr" viewBox="0 0 29 29"')
    assert "style=" not in picture
