"""The examples to train on: where they are, and which of them a process sees in which step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from run import Problem


class Examples:
    """Inputs `x` and targets `y`, in as many shards as you like, one after another.

    Shards of `.npy` are mapped, not read: a process takes from the disk what it trains on.
    """

    def __init__(self, shards: list[tuple[np.ndarray, np.ndarray]]) -> None:
        self._shards = shards
        self._ends = np.cumsum([len(x) for x, _ in shards])

    def __len__(self) -> int:
        return int(self._ends[-1])

    def take(self, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The inputs and targets at these indices, in their order."""
        homes = np.searchsorted(self._ends, indices, side="right")
        first_x, first_y = self._shards[0]
        x = np.empty((len(indices), *first_x.shape[1:]), first_x.dtype)
        y = np.empty((len(indices), *first_y.shape[1:]), first_y.dtype)
        for home in np.unique(homes):
            from_x, from_y = self._shards[home]
            here = homes == home
            places = indices[here] - (self._ends[home] - len(from_x))
            x[here], y[here] = from_x[places], from_y[places]
        return x, y

    def batches(
        self, *, batch: int, epochs: range, seed: int, rank: int = 0, processes: int = 1
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """A process's part of every batch, epoch after epoch.

        The order of an epoch depends on the seed and the epoch alone. So all processes together
        see the batches that one alone would see, and a resumed training those that it missed.
        Examples that fill no batch are left out of an epoch.
        """
        part = batch // processes
        for epoch in epochs:
            order = np.random.default_rng([seed, epoch]).permutation(len(self))
            for start in range(0, len(self) - batch + 1, batch):
                first = start + rank * part
                yield self.take(order[first : first + part])


def open_examples(place: Path) -> Examples:
    """Opens a `.npz` with the arrays x and y, or a folder with the shards x-*.npy and y-*.npy."""
    shards = _from_folder(place) if place.is_dir() else [_from_archive(place)]
    form = [array.shape[1:] for array in shards[0]]
    for x, y in shards:
        if len(x) != len(y):
            raise Problem(f"{place}: a shard has {len(x)} inputs in x and {len(y)} targets in y")
        if [x.shape[1:], y.shape[1:]] != form:
            raise Problem(
                f"{place}: expected shards of the same shape as the first, {form}, "
                f"got {[x.shape[1:], y.shape[1:]]}"
            )
    return Examples(shards)


def _from_archive(file: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        with np.load(file) as arrays:
            return arrays["x"], arrays["y"]
    except (OSError, KeyError, ValueError) as error:
        raise Problem(f"{file}: expected a .npz with the arrays x and y: {error}") from error


def _from_folder(folder: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    xs, ys = sorted(folder.glob("x-*.npy")), sorted(folder.glob("y-*.npy"))
    if not xs or [x.name[1:] for x in xs] != [y.name[1:] for y in ys]:
        raise Problem(
            f"{folder}: expected pairs of shards such as x-00000.npy and y-00000.npy, "
            f"got {len(xs)} of x and {len(ys)} of y"
        )
    try:
        return [
            (np.load(x, mmap_mode="r"), np.load(y, mmap_mode="r"))
            for x, y in zip(xs, ys, strict=True)
        ]
    except (OSError, ValueError) as error:
        raise Problem(f"{folder}: a shard cannot be read: {error}") from error
