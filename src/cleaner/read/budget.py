"""How much an archive may unpack to: the bound that stops bombs."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.read.compression import Readable

MIN_BOMB_BYTES = 1_000_000_000
"""What unpacks to less is no bomb, however small it was."""


class BombError(Exception):
    """An archive unpacks to too many bytes."""


class Budget:
    """How many bytes an archive, with all archives in it, may still unpack to.

    >>> budget = Budget(200)
    >>> budget.spend(10**9)
    >>> budget.spend(1)
    Traceback (most recent call last):
    cleaner.read.budget.BombError: it unpacks to more than 200 times its size: taken for a bomb
    """

    def __init__(self, max_expansion: int) -> None:
        self.packed = 0
        """Bytes of the archive as it is stored, as many as were read."""
        self._max_expansion = max_expansion
        self._unpacked = 0

    def spend(self, size: int) -> None:
        """Counts unpacked bytes. Raises `BombError` when they are too many."""
        self._unpacked += size
        if self._unpacked > max(MIN_BOMB_BYTES, self._max_expansion * self.packed):
            raise BombError(f"it unpacks to more than {self._max_expansion} times its size: taken for a bomb")

    def packing(self, stream: Readable) -> Readable:
        """The stream, with its bytes counted as those of the archive."""
        return _Counted(stream, self._pack)

    def unpacking(self, stream: Readable) -> Readable:
        """The stream, with its bytes counted as unpacked ones."""
        return _Counted(stream, self.spend)

    def _pack(self, size: int) -> None:
        self.packed += size


class _Counted:
    def __init__(self, stream: Readable, count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = count

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._count(len(data))
        return data
