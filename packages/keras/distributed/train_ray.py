r"""Trains a .keras file on a Ray cluster, with Keras on torch.

    python train_ray.py net.keras --data /data/digits --out /runs/1 --processes 8 \
        --loss sparse_categorical_crossentropy

The options are those of train.py; the files must be where all machines of the cluster see them.
Gradients are averaged over all workers (DistributedDataParallel). Normalizations see a worker's
part of each batch, not the whole as in train.py, so the result is a little different; the moving
statistics are averaged before they are saved. Each worker has random numbers of its own, for its
dropout. Ray ends the training when a worker dies.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from examples import Examples, open_examples
from run import Problem, Run, add_options, digest, positive, report


def main() -> int:
    """Starts the workers and waits for them."""
    parser = argparse.ArgumentParser(description="Trains a .keras file on a Ray cluster.")
    add_options(parser)
    parser.add_argument("--processes", type=positive, default=1, help="workers (default: 1)")
    parser.add_argument("--gpu", action="store_true", help="a GPU for each worker")
    options = parser.parse_args()
    for name in ("model", "data", "out"):
        setattr(options, name, getattr(options, name).resolve())
    if options.batch % options.processes != 0:
        parser.error(f"--batch: expected a multiple of {options.processes}, got {options.batch}")

    try:
        begin(options)  # here too: what is wrong in a worker comes as a long report of Ray's
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    # lines of several workers are often equal, and all of them count
    os.environ.setdefault("RAY_DEDUP_LOGS", "0")
    import ray
    from ray.train import RunConfig, ScalingConfig
    from ray.train.torch import TorchTrainer

    # the workers import the modules next to this file
    ray.init(runtime_env={"working_dir": str(Path(__file__).parent)})
    try:
        TorchTrainer(
            work,
            train_loop_config=vars(options),
            scaling_config=ScalingConfig(num_workers=options.processes, use_gpu=options.gpu),
            run_config=RunConfig(name="ray", storage_path=str(options.out)),
        ).fit()
    except ray.train.TrainingFailedError as error:
        print(f"the training failed: {reason(error)}", file=sys.stderr)
        return 1
    finally:
        ray.shutdown()
    return 0


def begin(options: argparse.Namespace) -> tuple[Examples, int, Run]:
    """Opens the examples, counts the steps of an epoch, and finds the checkpoints."""
    examples = open_examples(options.data)
    steps = len(examples) // options.batch
    if steps == 0:
        raise Problem(f"{options.data}: {len(examples)} examples fill no batch of {options.batch}")
    return examples, steps, Run(options)


def work(settings: dict[str, Any]) -> None:
    """Trains as one of the workers."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import ray.train
    import ray.train.torch
    import torch

    options = argparse.Namespace(**settings)
    context = ray.train.get_context()
    rank, processes = context.get_world_rank(), context.get_world_size()
    keras.utils.set_random_seed(options.seed)
    examples, steps, run = begin(options)
    model = run.load(steps)
    scatter(model, rank)
    model.optimizer.build(model.trainable_variables)
    replica = ray.train.torch.prepare_model(model)
    device = ray.train.torch.get_device()
    epochs = range(run.epochs_done, options.epochs)
    batches = examples.batches(
        batch=options.batch, epochs=epochs, seed=options.seed, rank=rank, processes=processes
    )
    for epoch in epochs:
        began = time.perf_counter()
        total = torch.zeros(1, device=device)
        for _ in range(steps):
            x, y = (torch.from_numpy(array).to(device) for array in next(batches))
            y_pred = replica(x, training=True)
            loss = model.compute_loss(x=x, y=y, y_pred=y_pred)
            model.zero_grad()
            loss.backward()
            variables = model.trainable_variables
            with torch.no_grad():
                model.optimizer.apply([variable.value.grad for variable in variables], variables)
                model.compute_metrics(x, y, y_pred.detach())
            total += loss.detach()
        average(total, processes)
        for variable in model.non_trainable_weights:
            if variable.value.is_floating_point():
                average(variable.value.data, processes)
        logs = {**measured(model), "loss": total.item() / steps}
        if rank == 0:
            run.save(model, epoch + 1)
        report(rank=rank, epoch=epoch + 1, seconds=time.perf_counter() - began, **logs)
        ray.train.report({"epoch": epoch + 1, **logs})
    report(rank=rank, weights=digest(model))
    if rank == 0:
        run.finish(model)


def reason(error: Any) -> str:
    """The last line that the first worker to fail said."""
    failures = getattr(error, "worker_failures", {})
    words = [f"rank {rank}: {failure}" for rank, failure in sorted(failures.items())]
    lines = [line for line in (words or [str(error)])[0].splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__


def scatter(model: Any, rank: int) -> None:
    """Gives a worker seeds of its own, or all would drop the same units at the same time."""
    import torch

    for variable in model.non_trainable_variables:
        if variable.name == "seed_generator_state":  # a seed, and how often it was used
            seed, uses = variable.value.tolist()
            # far apart: Keras adds the two
            moved = [(seed + rank * (1 << 20)) % (1 << 31), uses]
            variable.assign(torch.tensor(moved, dtype=variable.value.dtype))


def measured(model: Any) -> dict[str, float]:
    """The metrics over the examples of all workers, which begin anew."""
    import torch.distributed

    for metric in model.metrics:
        for variable in metric.variables:  # sums and counts
            torch.distributed.all_reduce(variable.value.data)
    logs = {name: float(value) for name, value in model.get_metrics_result().items()}
    model.reset_metrics()
    return logs


def average(tensor: Any, processes: int) -> None:
    """Replaces a tensor by its mean over all workers."""
    import torch.distributed

    torch.distributed.all_reduce(tensor)
    tensor /= processes


if __name__ == "__main__":
    sys.exit(main())
