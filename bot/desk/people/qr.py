"""QR codes (ISO/IEC 18004) as SVG: bytes, error correction L, versions 1 to 9."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup

Grid = list[list[bool]]

# For each version: error correction codewords of a block, blocks, data codewords of a block.
_BLOCKS = (
    (7, 1, 19),
    (10, 1, 34),
    (15, 1, 55),
    (20, 1, 80),
    (26, 1, 108),
    (18, 2, 68),
    (20, 2, 78),
    (24, 2, 97),
    (30, 2, 116),
)
_ALIGNMENT = ((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46))
_QUIET = 4
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def qr_svg(text: str) -> Markup | None:
    """The code of a text, black on white; None when the text is too long for it."""
    grid = qr_grid(text)
    if grid is None:
        return None
    size = len(grid) + 2 * _QUIET
    dark = "".join(
        f"M{column + _QUIET},{row + _QUIET}h1v1h-1z"
        for row, cells in enumerate(grid)
        for column, cell in enumerate(cells)
        if cell
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0,0h{0}v{0}h-{0}z"/><path fill="#000" d="{1}"/></svg>'
    ).format(size, dark)


def qr_grid(text: str) -> Grid | None:
    """The modules of a text's code, true for dark ones; None when the text is too long."""
    content = text.encode()
    version = next((at for at, (_, blocks, data) in enumerate(_BLOCKS, 1) if len(content) + 2 <= blocks * data), None)
    if version is None:
        return None
    grid, taken = _frame(version)
    _fill(grid, taken, _codewords(content, version))
    candidates = [_masked(grid, taken, mask) for mask in range(len(_MASKS))]
    return min(candidates, key=_penalty)


def _codewords(content: bytes, version: int) -> list[int]:
    """Data and error correction in the order in which they are written."""
    correction, blocks, size = _BLOCKS[version - 1]
    bits = f"0100{len(content):08b}" + "".join(f"{byte:08b}" for byte in content) + "0000"
    data = [int(bits[start : start + 8].ljust(8, "0"), 2) for start in range(0, len(bits), 8)]
    room = blocks * size
    data = (data + [0xEC, 0x11] * room)[:room] if len(data) < room else data[:room]
    parts = [data[start : start + size] for start in range(0, room, size)]
    checks = [_remainder(part, _generator(correction)) for part in parts]
    return [column for group in (parts, checks) for columns in zip(*group, strict=True) for column in columns]


def _powers() -> list[int]:
    powers = [1]
    while len(powers) < 255:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0x11D if doubled & 0x100 else doubled)
    return powers


_POWER = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(one: int, other: int) -> int:
    return _POWER[(_LOG[one] + _LOG[other]) % 255] if one and other else 0


def _generator(degree: int) -> list[int]:
    polynomial = [1]
    for exponent in range(degree):
        shifted = [*polynomial, 0]
        polynomial = [
            term ^ _times(_POWER[exponent], before) for term, before in zip(shifted, [0, *polynomial], strict=True)
        ]
    return polynomial


def _remainder(data: list[int], generator: list[int]) -> list[int]:
    rest = data + [0] * (len(generator) - 1)
    for at in range(len(data)):
        factor = rest[at]
        for offset, term in enumerate(generator):
            rest[at + offset] ^= _times(term, factor)
    return rest[len(data) :]


def _frame(version: int) -> tuple[Grid, Grid]:
    """The fixed patterns, and which modules they and the format take."""
    size = 17 + 4 * version
    grid = [[False] * size for _ in range(size)]
    taken = [[False] * size for _ in range(size)]

    def put(row: int, column: int, dark: bool) -> None:
        if 0 <= row < size and 0 <= column < size:
            grid[row][column], taken[row][column] = dark, True

    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for row in range(-1, 8):
            for column in range(-1, 8):
                ring = max(abs(row - 3), abs(column - 3))
                put(top + row, left + column, ring in (0, 1, 3))
    for at in range(8, size - 8):
        put(6, at, at % 2 == 0)
        put(at, 6, at % 2 == 0)
    places = _ALIGNMENT[version - 1]
    for row in places:
        for column in places:
            if taken[row][column] and (row, column) not in _on_timing(places):
                continue
            for down in range(-2, 3):
                for right in range(-2, 3):
                    put(row + down, column + right, max(abs(down), abs(right)) != 1)
    for at in range(9):
        for row, column in ((8, at), (at, 8), (8, size - at), (size - at, 8)):
            if row < size and column < size and not taken[row][column]:
                put(row, column, False)
    put(size - 8, 8, True)
    if version >= 7:
        bits = _checked(version, 12, 0x1F25)
        for at in range(18):
            put(at // 3, size - 11 + at % 3, bool(bits >> at & 1))
            put(size - 11 + at % 3, at // 3, bool(bits >> at & 1))
    return grid, taken


def _on_timing(places: tuple[int, ...]) -> set[tuple[int, int]]:
    """Alignment patterns that lie on a timing line and are drawn over it."""
    inner = places[1:-1]
    return {(6, at) for at in inner} | {(at, 6) for at in inner}


def _fill(grid: Grid, taken: Grid, codewords: list[int]) -> None:
    bits = (bool(word >> shift & 1) for word in codewords for shift in range(7, -1, -1))
    for row, column in _path(len(grid)):
        if not taken[row][column]:
            grid[row][column] = next(bits, False)


def _path(size: int) -> Iterator[tuple[int, int]]:
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upward else range(size):
            yield row, right
            yield row, right - 1
        upward = not upward


def _masked(grid: Grid, taken: Grid, mask: int) -> Grid:
    flips = _MASKS[mask]
    done = [
        [cell != (not taken[row][column] and flips(row, column)) for column, cell in enumerate(cells)]
        for row, cells in enumerate(grid)
    ]
    size = len(done)
    bits = _checked(0b01 << 3 | mask, 10, 0x537) ^ 0x5412
    first = [(8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)] + [(at, 8) for at in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - at, 8) for at in range(7)] + [(8, size - 8 + at) for at in range(8)]
    for places in (first, second):
        for at, (row, column) in enumerate(places):
            done[row][column] = bool(bits >> (14 - at) & 1)
    return done


def _checked(value: int, length: int, generator: int) -> int:
    """A value with its BCH check bits behind it."""
    rest = value << length
    while rest.bit_length() > length:
        rest ^= generator << (rest.bit_length() - generator.bit_length())
    return value << length | rest


def _penalty(grid: Grid) -> int:
    """How hard a code is to read: long runs, blocks, look-alikes of the corners, too dark or too light."""
    size = len(grid)
    lines = ["".join("1" if cell else "0" for cell in row) for row in grid]
    lines += ["".join(column) for column in zip(*lines, strict=True)]
    runs = sum(_runs(line) for line in lines)
    squares = sum(
        grid[row][column] == grid[row + 1][column] == grid[row][column + 1] == grid[row + 1][column + 1]
        for row in range(size - 1)
        for column in range(size - 1)
    )
    corners = sum(line[at : at + 11] in ("10111010000", "00001011101") for line in lines for at in range(size - 10))
    dark = sum(map(sum, grid)) * 100 / size**2
    return runs + 3 * squares + 40 * corners + 10 * int(abs(dark - 50) / 5)


def _runs(line: str) -> int:
    total, length = 0, 1
    for before, here in zip(line, line[1:] + "|", strict=True):
        if here == before:
            length += 1
            continue
        if length >= 5:
            total += length - 2
        length = 1
    return total
