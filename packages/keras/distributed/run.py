"""What every way of training has in common: its options, its model and its checkpoints."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # whoever trains chooses the backend before Keras is loaded
    import keras


class Problem(Exception):
    """Something that the user can mend; the message says what, a traceback is no help."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds what to train, on what, and how."""
    parser.add_argument("model", type=Path, help="the .keras file to train")
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="a .npz with arrays x and y, or a folder of shards x-*.npy and y-*.npy",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="a folder that all processes see, for the checkpoints and trained.keras",
    )
    parser.add_argument("--epochs", type=positive, default=1, help="in all (default: 1)")
    parser.add_argument(
        "--batch",
        type=positive,
        default=64,
        help="examples in a step, over all processes (default: 64)",
    )
    parser.add_argument(
        "--loss",
        help="such as sparse_categorical_crossentropy; without it the file must hold an optimizer "
        "and a loss, which go on",
    )
    parser.add_argument("--optimizer", default="adam", help="used with --loss (default: adam)")
    parser.add_argument(
        "--learning-rate", type=float, default=1e-3, help="used with --loss (default: 0.001)"
    )
    parser.add_argument(
        "--decay",
        choices=["none", "cosine"],
        default="none",
        help="whether the learning rate falls to 0 over all epochs (default: none)",
    )
    parser.add_argument(
        "--metric",
        action="append",
        default=[],
        help="used with --loss, such as accuracy; may be repeated",
    )
    parser.add_argument(
        "--seed", type=int, default=42, help="of the order of the examples (default: 42)"
    )
    parser.add_argument(
        "--keep", type=positive, default=3, help="how many checkpoints stay (default: 3)"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on after the last checkpoint, if there is one, with the same loss, optimizer and "
        "metrics; the other options may change",
    )


def positive(text: str) -> int:
    """A whole number above 0, for argparse."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


class Run:
    """The folder of a training: one checkpoint after every epoch, and the trained model."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._folder: Path = options.out
        found = self._checkpoints()
        if found and not options.resume:
            raise Problem(
                f"{self._folder} holds a training of {_epoch_of(found[-1])} epochs: "
                "go on with it by --resume, or choose another --out"
            )
        self.epochs_done = _epoch_of(found[-1]) if found else 0
        self.start: Path = found[-1] if found else options.model
        self._begun = self._folder / "options.json"
        if found and self._begun.exists():
            self._compare(json.loads(self._begun.read_text()))

    def _compare(self, begun: dict[str, Any]) -> None:
        """Refuses options that a checkpoint holds, and that are not what it holds."""
        for name, now in _held(self._options).items():
            if begun.get(name) != now:
                option = f"--{name.replace('_', '-')}"
                raise Problem(
                    f"{option}: the training in {self._folder} began with {begun.get(name)}, "
                    f"got {now}: go on with the same, or choose another --out"
                )

    def load(self, steps: int) -> keras.Model:
        """Loads what to go on with, compiled. `steps` are those of an epoch."""
        import keras

        options = self._options
        try:
            model = keras.saving.load_model(self.start)
        except (OSError, ValueError) as error:
            raise Problem(f"{self.start}: Keras cannot load it: {error}") from error
        if len(model.inputs) != 1 or len(model.outputs) != 1:
            raise Problem(
                f"{self.start}: expected a model of one input and one output, "
                f"got {len(model.inputs)} and {len(model.outputs)}"
            )
        if self.epochs_done == 0 and options.loss is not None:
            rate: Any = options.learning_rate
            if options.decay == "cosine":
                rate = keras.optimizers.schedules.CosineDecay(rate, steps * options.epochs)
            try:
                keras.losses.get(options.loss)  # `compile` would not look before the first step
                optimizer = type(keras.optimizers.get(options.optimizer))(learning_rate=rate)
                model.compile(optimizer, options.loss, metrics=options.metric)
            except ValueError as error:
                raise Problem(f"--loss, --optimizer or --metric: {error}") from error
        if not model.compiled:
            raise Problem(f"{self.start} holds no optimizer and no loss: give a --loss")
        return model

    def save(self, model: keras.Model, epochs_done: int) -> None:
        """Writes a checkpoint, whole or not at all, and removes those that are too old."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._begun.write_text(json.dumps(_held(self._options)))
        _write(model, self._folder / f"epoch-{epochs_done:05}.keras")
        for old in self._checkpoints()[: -self._options.keep]:
            old.unlink()

    def finish(self, model: keras.Model) -> None:
        """Writes the trained model."""
        _write(model, self._folder / "trained.keras")

    def _checkpoints(self) -> list[Path]:
        # other files may have similar names, such as a copy that somebody made
        ours = (file for file in self._folder.glob("epoch-*.keras") if CHECKPOINT.match(file.name))
        return sorted(ours, key=_epoch_of)


CHECKPOINT = re.compile(r"epoch-\d{5,}\.keras$")


def _epoch_of(checkpoint: Path) -> int:
    return int(checkpoint.stem.removeprefix("epoch-"))


def _held(options: argparse.Namespace) -> dict[str, Any]:
    """The options that are part of a checkpoint, so that a resumed training cannot change them."""
    if options.loss is None:  # all of it is in the file
        return {"loss": None}
    names = ["loss", "optimizer", "learning_rate", "decay", "metric"]
    if options.decay != "none":
        names += ["epochs", "batch"]  # the steps over which it falls
    return {name: getattr(options, name) for name in names}


def _write(model: keras.Model, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"unfinished-{file.name}")
    model.save(unfinished)
    os.replace(unfinished, file)


def digest(model: keras.Model) -> str:
    """SHA-256 of all weights: equal on every process, or they have drifted apart."""
    digest = hashlib.sha256()
    for weight in model.get_weights():
        digest.update(weight.tobytes())
    return digest.hexdigest()


def report(**facts: Any) -> None:
    """Prints facts as a line of JSON, in one piece: other processes print there too."""
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()
