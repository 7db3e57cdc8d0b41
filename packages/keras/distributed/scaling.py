"""Measures how training speeds up with processes, and what a small model of it expects.

    python scaling.py net.keras

A step on N processes takes

    t(B / N) + k * a + 2 * (N - 1) / N * g / w

where t(b) = t0 + t1 * b is a step of b examples on one process, k the number of all-reduces in a
step, a what one of them takes at least, g the bytes that they sum, and w the bandwidth. t0, t1, a
and w are measured by themselves; a step on two processes then shows whether they explain it. The
tables say which numbers are measured and which are extrapolated.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from run import report
from train import add_processes, connect, supervise

BATCHES = (16, 32, 64, 128)
"""Examples in a step of one process."""
FLOATS = (1, 1 << 14, 1 << 18, 1 << 20)
"""Sizes of the all-reduces that are timed alone."""
STEPS = 60
"""The first half of them warms up."""
PROCESSES = (8, 64, 512)
"""What is extrapolated."""
NETWORK = (50e-6, 1.25e9)
"""Seconds of an all-reduce hop and bytes a second, of an Ethernet of 10 Gbit/s."""


def main() -> int:
    """Measures here, or is one of the processes that are measured."""
    parser = argparse.ArgumentParser(description="Measures how training speeds up.")
    parser.add_argument("model", type=Path, help="a .keras file of one input and one output")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    add_processes(parser)
    options = parser.parse_args()
    if not options.part:
        print(rendered(measured(options.model, 1), measured(options.model, 2)))
        return 0
    if options.rank is None and options.processes > 1:
        return supervise(__file__, sys.argv[1:], options.processes)
    measure(options)
    return 0


def measured(model: Path, processes: int) -> dict[str, Any]:
    """What rank 0 of so many processes measures, each on a core of its own."""
    with tempfile.TemporaryDirectory() as dump:
        cores = ",".join(str(core) for core in range(processes))
        command = ["taskset", "-c", cores, sys.executable, __file__, str(model), "--part"]
        done = subprocess.run(
            [*command, "--processes", str(processes)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={**os.environ, "XLA_FLAGS": f"--xla_dump_to={dump} --xla_dump_hlo_as_text"},
        )
        facts: dict[str, Any] = {}
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                facts |= json.loads(line)
        facts["reduces"] = max(
            (
                len(re.findall(r" all-reduce(?:-start)?\(", file.read_text()))
                for file in Path(dump).glob("*train_step*after_optimizations.txt")
            ),
            default=0,
        )
        return facts


def measure(options: argparse.Namespace) -> None:
    """Times steps of training and, with other processes, all-reduces alone."""
    os.environ["KERAS_BACKEND"] = "jax"
    connect(options)
    import jax
    import keras

    rank = options.rank or 0
    keras.distribution.set_distribution(keras.distribution.DataParallel(auto_shard_dataset=False))
    model = keras.saving.load_model(options.model)
    model.compile("adam", "mse")
    steps = {batch: step_seconds(model, batch) for batch in BATCHES}
    sums = {}
    if options.processes > 1:
        from jax.sharding import NamedSharding, PartitionSpec

        mesh = jax.make_mesh((jax.device_count(),), ("batch",))
        spread = NamedSharding(mesh, PartitionSpec("batch"))
        total = jax.jit(lambda x: x.sum(axis=0), out_shardings=NamedSharding(mesh, PartitionSpec()))
        for floats in FLOATS:
            ones = np.ones((1, floats), "float32")
            x = jax.make_array_from_process_local_data(spread, ones)
            sums[floats] = fastest(lambda x=x: total(x).block_until_ready())
    if rank == 0:
        weights = int(sum(np.prod(v.shape) for v in model.trainable_variables))
        report(steps=steps, sums=sums, weights=weights)


def step_seconds(model: Any, batch: int) -> float:
    """A step of training on so many examples in this process."""
    import keras

    shape = [(batch, *tensor.shape[1:]) for tensor in (model.inputs[0], model.outputs[0])]
    x, y = (np.random.default_rng(0).random(size, dtype="float32") for size in shape)
    ends: list[float] = []

    def on_train_batch_end(step: int, logs: dict[str, Any]) -> None:
        float(logs["loss"])  # JAX returns before it has computed
        ends.append(time.perf_counter())

    model.fit(
        ((x, y) for _ in range(STEPS)),
        steps_per_epoch=STEPS,
        shuffle=False,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=on_train_batch_end)],
    )
    return float(np.diff(ends)[STEPS // 2 :].min())


def fastest(run: Callable[[], Any]) -> float:
    """Seconds of a run: the least of many, since other programs only ever slow it down."""
    times = []
    for _ in range(STEPS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times[STEPS // 2 :])


def rendered(one: dict[str, Any], two: dict[str, Any]) -> str:
    """The measurements and the model, as Markdown."""
    alone = {int(batch): seconds for batch, seconds in one["steps"].items()}
    batches, seconds = np.array(list(alone)), np.array(list(alone.values()))
    slope, base = np.polyfit(batches, seconds, 1, w=1 / seconds)
    sums = {4 * int(floats): seconds for floats, seconds in two["sums"].items()}
    latency = min(sums.values())
    largest = max(sums)
    width = largest / max(sums[largest] - latency, 1e-9)  # of two processes: 2 (N - 1) / N is 1
    reduces, size = two["reduces"], 4 * one["weights"]

    def expected(batch: int, processes: int, hop: float, speed: float) -> float:
        ring = 2 * (processes - 1) / processes * size / speed
        return float(base + slope * batch + reduces * hop + ring)

    lines = [
        f"{one['weights']:,} weights that train: {size / 1e3:,.0f} kB of gradients, "
        f"{reduces} all-reduces in a step.",
        f"t0 = {1e3 * base:.2f} ms, t1 = {1e6 * slope:.1f} µs, "
        f"a = {1e6 * latency:.0f} µs, w = {width / 1e6:.0f} MB/s.",
        "",
        "| examples in a process | 1 process | 2 processes | the model expects |",
        "| --- | --- | --- | --- |",
    ]
    for batch, single in alone.items():
        both = two["steps"][str(batch)]
        guess = expected(batch, 2, latency, width)
        lines.append(
            f"| {batch} | {1e3 * single:.1f} ms | {1e3 * both:.1f} ms | {1e3 * guess:.1f} ms |"
        )
    hop, speed = NETWORK
    batch = BATCHES[-1]
    lines += [
        "",
        f"Extrapolated, not measured: {batch} examples in each process, {1e6 * hop:.0f} µs a hop, "
        f"{speed / 1e9:.2f} GB/s.",
        "",
        "| processes | a step | examples/s | of ideal |",
        "| --- | --- | --- | --- |",
    ]
    for processes in PROCESSES:
        # a sum over N processes takes at least log2 N hops
        step = expected(batch, processes, hop * np.log2(processes), speed)
        share = (base + slope * batch) / step
        lines.append(
            f"| {processes} | {1e3 * step:.1f} ms | {processes * batch / step:,.0f} | {share:.0%} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
