r"""Trains a .keras file on several processes or hosts, with Keras on JAX.

On this machine:

    python train.py net.keras --data digits.npz --loss sparse_categorical_crossentropy \
        --out run --processes 2

On several hosts, the same command on each, with its rank and where rank 0 is:

    python train.py net.keras … --processes 8 --rank 3 --coordinator host0:7654

Every process holds the whole model and trains on its part of each batch; normalizations see the
whole batch. The result, in run/trained.keras, is that of one process, up to rounding. Each process
prints its facts as lines of JSON. If one dies, all of them end within a minute.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

from examples import open_examples
from run import Problem, Run, add_options, digest, positive, report

HEARTBEAT_SECONDS = 30
"""How long a process may be silent before the others give it up."""


def main() -> int:
    """Starts the processes of this machine, or is one of them."""
    options = parse(sys.argv[1:])
    if options.rank is None and options.processes > 1:
        return supervise(__file__, sys.argv[1:], options.processes)
    return work(options)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description="Trains a .keras file on several processes or hosts, with Keras on JAX."
    )
    add_options(parser)
    add_processes(parser)
    options = parser.parse_args(arguments)
    if (options.rank is None) != (options.coordinator is None):
        parser.error("--rank and --coordinator belong together")
    if options.rank is not None and not 0 <= options.rank < options.processes:
        parser.error(f"--rank: expected 0 to {options.processes - 1}, got {options.rank}")
    return options


def add_processes(parser: argparse.ArgumentParser) -> None:
    """Adds how many processes there are, and which of them this is."""
    parser.add_argument("--processes", type=positive, default=1, help="in all (default: 1)")
    parser.add_argument(
        "--rank", type=int, help="on several hosts: the number of this process, from 0"
    )
    parser.add_argument("--coordinator", help="on several hosts: HOST:PORT of rank 0")


def supervise(program: str, arguments: list[str], processes: int) -> int:
    """Runs a program once per rank on this machine. The first that dies takes the others along."""
    coordinator = f"127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        # a single process drives all GPUs of a machine, several share its CPU
        "JAX_PLATFORMS": "cpu",
        "JAX_COORDINATOR_BIND_ADDRESS": coordinator,
    }
    command = [sys.executable, program, *arguments, "--coordinator", coordinator, "--rank"]
    workers = [
        subprocess.Popen([*command, str(rank)], env=environment) for rank in range(processes)
    ]
    ends: queue.Queue[tuple[int, int]] = queue.Queue()

    def watch(rank: int) -> None:
        ends.put((rank, workers[rank].wait()))

    for rank in range(processes):
        threading.Thread(target=watch, args=(rank,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        for _ in workers:
            rank, code = ends.get()
            if code != 0:
                process = f"rank {rank} (process {workers[rank].pid})"
                print(f"{process} {ending(code)}; the others are stopped", file=sys.stderr)
                return 1
        return 0
    finally:
        for worker in workers:
            worker.kill()  # JAX catches SIGTERM and goes on
            worker.wait()


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ending(code: int) -> str:
    """What the exit code of a process means."""
    return f"ended with code {code}" if code > 0 else f"was killed by {signal.Signals(-code).name}"


def work(options: argparse.Namespace) -> int:
    """Trains as one of the processes."""
    try:
        train(options)
        return 0
    except (Exception, KeyboardInterrupt) as error:
        said = error if isinstance(error, Problem) else traceback.format_exc()
        print(f"rank {options.rank or 0}: {said}", file=sys.stderr, flush=True)
        if options.rank is not None and is_of_runtime(error):
            print(f"rank {options.rank}: lost another process; JAX says which", file=sys.stderr)
            time.sleep(HEARTBEAT_SECONDS + 15)  # and it ends this one, too
        # leaving by the door would wait five minutes for the others, who wait for this process
        os._exit(1)


def is_of_runtime(error: BaseException) -> bool:
    """Whether the error came from JAX's runtime: it then begins with a status.

    Its class does not tell, since some functions of JAX make other errors of it.
    """
    statuses = "UNKNOWN|INTERNAL|UNAVAILABLE|ABORTED|CANCELLED|DEADLINE_EXCEEDED"
    is_status = re.match(f"(?:{statuses}): ", str(error)) is not None
    return is_status or type(error).__name__ == "JaxRuntimeError"


def train(options: argparse.Namespace) -> None:
    """Trains by Keras's own `fit`, on the devices of all processes."""
    os.environ["KERAS_BACKEND"] = "jax"
    import jax

    rank = options.rank or 0
    connect(options)
    import keras

    keras.utils.set_random_seed(options.seed)
    devices = len(jax.devices())
    if options.batch % devices != 0:
        raise Problem(f"--batch: expected a multiple of {devices} devices, got {options.batch}")
    keras.distribution.set_distribution(keras.distribution.DataParallel(auto_shard_dataset=False))
    report(
        rank=rank,
        processes=jax.process_count(),
        devices=devices,
        host=socket.gethostname(),
        process=os.getpid(),
    )

    examples = open_examples(options.data)
    steps = len(examples) // options.batch
    if steps == 0:
        raise Problem(f"{options.data}: {len(examples)} examples fill no batch of {options.batch}")
    run = Run(options)
    agree(examples=len(examples), epochs_done=run.epochs_done)
    model = run.load(steps)
    began = time.perf_counter()

    def on_epoch_end(epoch: int, logs: dict[str, Any]) -> None:
        nonlocal began
        # Keras leaves what it cannot fetch as it is, where a process is gone
        values = {name: float(value) for name, value in logs.items()}
        seconds = time.perf_counter() - began
        if rank == 0:
            with alone():
                run.save(model, epoch + 1)
        report(rank=rank, epoch=epoch + 1, seconds=seconds, **values)
        began = time.perf_counter()

    epochs = range(run.epochs_done, options.epochs)
    if len(epochs) > 0:
        model.fit(
            examples.batches(
                batch=options.batch,
                epochs=epochs,
                seed=options.seed,
                rank=rank,
                processes=jax.process_count(),
            ),
            steps_per_epoch=steps,
            initial_epoch=epochs.start,
            epochs=epochs.stop,
            shuffle=False,
            verbose=0,
            callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=on_epoch_end)],
        )
    with alone():
        report(rank=rank, weights=digest(model))
        if rank == 0:
            run.finish(model)


def connect(options: argparse.Namespace) -> None:
    """Finds the other processes, before anything else of JAX or Keras runs."""
    import jax

    if options.rank is not None:
        jax.distributed.initialize(
            options.coordinator,
            options.processes,
            options.rank,
            heartbeat_timeout_seconds=HEARTBEAT_SECONDS,
        )


def agree(**facts: Any) -> None:
    """Fails where the processes do not see the same files."""
    from jax.experimental import multihost_utils

    try:
        multihost_utils.assert_equal(facts)
    except AssertionError as error:
        raise Problem(
            f"{facts} differ between the processes: do all of them see the same --data and --out?"
        ) from error


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Lets one process read the model. Under a distribution that would wait for all of them."""
    import keras

    distribution = keras.distribution.distribution()
    keras.distribution.set_distribution(None)
    try:
        yield
    finally:
        keras.distribution.set_distribution(distribution)


if __name__ == "__main__":
    sys.exit(main())
