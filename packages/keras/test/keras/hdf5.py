"""Files as h5py writes them, in old and new forms: python hdf5.py folder.

The numbers come from a formula, which hdf5.test.ts knows too: the i-th number of a dataset is
(37 * i + 11) mod 101, divided by 50 and less 1 where the type has fractions.
"""

import os
import sys

import h5py
import numpy as np

TYPES = [
    *["float16", "float32", "float64", "int8", "int16", "int32", "int64"],
    *["uint8", "uint16", "uint32", "uint64"],
]


def numbers(shape, dtype):
    whole = (np.arange(int(np.prod(shape))) * 37 + 11) % 101
    values = whole / 50 - 1 if dtype.startswith("float") else whole
    return values.astype(dtype).reshape(shape)


def fill(file):
    for dtype in TYPES:
        file.create_dataset(f"types/{dtype}", data=numbers((3, 5), dtype))
    file.create_dataset("types/bool", data=numbers((3, 5), "int8") % 2 == 0)
    half = np.frombuffer(
        (numbers((3, 5), "float32").view("uint32") >> 16).astype("uint16").tobytes(), "V2"
    )
    file.create_dataset("types/bfloat16", data=half.reshape(3, 5)).attrs["dtype"] = "bfloat16"
    file.create_dataset("shapes/scalar", data=numbers((), "float32"))
    file.create_dataset("shapes/none", data=numbers((0, 4), "float32"))
    file.create_dataset("shapes/six", data=numbers((2, 1, 3, 1, 2, 2), "float32"))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((3, 5))
    made = h5py.h5d.create(
        file["shapes"].id, b"compact", h5py.h5t.IEEE_F32LE, space, dcpl=compact
    )
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, numbers((3, 5), "float32"))
    for i in range(40):
        file.create_dataset(f"many/member {i}", data=numbers((2,), "float32"))
    file.attrs["long"] = "a text of any length, ü"
    file.attrs["list"] = np.array([b"a", b"bcd", b""], dtype="S3")
    file.attrs["number"] = 7
    for i in range(12):
        file["many"].attrs[f"attribute {i}"] = f"value {i}"


def chunks(file):
    options = {
        "plain": {},
        "gzip": {"compression": "gzip"},
        "shuffled": {"compression": "gzip", "shuffle": True},
    }
    for name, option in options.items():
        file.create_dataset(name, data=numbers((7, 5), "float32"), chunks=(3, 2), **option)
    file.create_dataset("many", data=numbers((150,), "int16"), chunks=(1,))


folder = sys.argv[1]
for name, version in {"old": "earliest", "new": "latest"}.items():
    with h5py.File(os.path.join(folder, f"{name}.h5"), "w", libver=version) as file:
        fill(file)
with h5py.File(os.path.join(folder, "chunks.h5"), "w") as file:
    chunks(file)
with h5py.File(os.path.join(folder, "new-chunks.h5"), "w", libver="latest") as file:
    file.create_dataset("plain", data=numbers((7, 5), "float32"), chunks=(3, 2))
