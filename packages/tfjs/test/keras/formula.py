"""The numbers of weights and inputs, which the tests in TypeScript compute by the same formula."""

import numpy as np


def numbers(count, factor):
    return (((np.arange(count) * factor + 11) % 101) / 50 - 1).astype("float32")


def weight(values, index):
    shape, name = values.shape, values.name
    given = numbers(int(np.prod(shape)), 37 + 2 * index).reshape(shape)
    return np.abs(given) + 0.5 if "variance" in name else given


def tokens_of(values, count):
    """Whole numbers below a count."""
    return np.floor((values + 1) / 2.001 * count).astype("int32")


def rounded(value):
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.5g}")
