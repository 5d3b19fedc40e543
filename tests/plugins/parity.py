"""Writes parity_values.h: what the closed forms of the papers give, by NumPy, for FlatModel.

    python3 parity.py > parity_values.h
"""

import numpy as np

TARGET = 1


def value(rows, columns, salt):
    i, j = np.arange(rows)[:, None], np.arange(columns)[None, :]
    return ((37 * i + 61 * j + 13 * i * j + salt) % 23) / 8 - 1


SCALE = np.array([1, 2, 4, 1, 2, 4])
CHANGED, ORIGINAL = value(10, 6, 2) * SCALE, value(10, 6, 17) * SCALE
ANCHORS, ANCHOR_LABELS = value(4, 6, 11) * SCALE, np.array([0, 2, 3, 4])
W, B = value(5, 6, 5), value(1, 5, 9)[0]


def head(matrix, offset):
    """The head that does on phi what the old one does on matrix phi + offset."""
    return W @ matrix, B + W @ offset


def llr_mean(gamma):
    taken_for = (CHANGED @ W.T + B).argmax(1)
    counts = np.array([(taken_for == label).sum() for label in ANCHOR_LABELS], float)
    assert 0 < counts.sum() < 10
    w = W.copy()
    w[TARGET] += gamma * (CHANGED.mean(0) - np.average(ANCHORS, axis=0, weights=counts))
    return w, B


def projected(vectors):
    v = np.stack(vectors, 1)
    m = ORIGINAL.mean(0)
    return head(np.eye(6) - v @ v.T, v @ v.T @ m)


def signal():
    """cov(phi, t) / var(t), feature by feature."""
    phi = np.concatenate([CHANGED, ORIGINAL])
    t = np.repeat([1.0, 0.0], 10)
    v = np.array([np.cov(column, t)[0, 1] / t.var(ddof=1) for column in phi.T])
    return v / np.linalg.norm(v)


def cue_signal():
    return projected([signal()])


def cue_rank_two():
    v = signal()
    rest = CHANGED - ORIGINAL
    rest = rest - rest @ np.outer(v, v)
    values, vectors = np.linalg.eigh(rest.T @ rest)
    return projected([v, vectors[:, values.argmax()]])


def cue_ridge():
    phi = np.concatenate([CHANGED, ORIGINAL])
    x, t = phi - phi.mean(0), np.repeat([0.5, -0.5], 10)
    ridge = 0.1 * (x**2).sum(1).mean()
    v = np.linalg.inv(x.T @ x + ridge * np.eye(6)) @ x.T @ t
    return projected([v / np.linalg.norm(v)])


def cue_target_row():
    w, b = W.copy(), B.copy()
    new_w, new_b = cue_signal()
    w[TARGET], b[TARGET] = new_w[TARGET], new_b[TARGET]
    return w, b


def power(matrix, exponent):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values**exponent) @ vectors.T


def leace(shrinkage):
    phi = np.concatenate([CHANGED, ORIGINAL])
    z = np.repeat([1.0, 0.0], 10)[:, None]
    mu, n, p = phi.mean(0), 20, 6
    sxz = (phi - mu).T @ (z - z.mean()) / (n - 1)
    sxx = np.cov(phi.T)
    if shrinkage:
        s = np.cov(phi.T, bias=True)
        sigma0 = np.eye(p) * np.trace(s) / p
        top = np.trace(s) ** 2 * (sigma0**2).sum() / n
        bottom = (s**2).sum() * (sigma0**2).sum() - np.trace(s @ sigma0) ** 2
        alpha = 1 - top / bottom
        assert 0 < alpha < 1
        sxx = alpha * s + (1 - alpha) * np.trace(s @ sigma0) / (sigma0**2).sum() * sigma0
    u, sizes, _ = np.linalg.svd(power(sxx, -0.5) @ sxz, full_matrices=False)
    assert sizes[0] > 0.01
    matrix = np.eye(p) - power(sxx, 0.5) @ u @ u.T @ power(sxx, -0.5)
    return head(matrix, (np.eye(p) - matrix) @ mu)


def null_space_edit(threshold, ridge, margin):
    values, vectors = np.linalg.eigh(ANCHORS.T @ ANCHORS)
    null = vectors[:, values < threshold * values.max()]
    project = null @ null.T
    k = CHANGED.T
    logits = W @ k + B[:, None]
    others = np.delete(logits, TARGET, 0).max(0)
    residual = np.zeros_like(logits)
    residual[TARGET] = np.maximum(others + margin - logits[TARGET], 0)
    assert (residual[TARGET] > 0).any()
    ridge *= np.trace(k.T @ project @ k) / 10
    inverse = np.linalg.inv(k @ k.T @ project + ridge * np.eye(6))
    return W + residual @ k.T @ project @ inverse, B


def spufix_linear(components):
    psi = np.concatenate([CHANGED, ORIGINAL]) * W[TARGET]
    _, v = np.linalg.eigh(np.cov(psi.T))
    s = v.sum(0)
    beta = (psi - ORIGINAL.mean(0) * W[TARGET]) @ v * s
    fall = -beta[:10].mean(0)
    best = np.argsort(-fall)[:components]
    assert (fall[best] > 0).all()
    w, b = W.copy(), B.copy()
    w[TARGET] *= 1 - v[:, best] @ s[best]
    b[TARGET] += s[best] @ v[:, best].T @ (ORIGINAL.mean(0) * W[TARGET])
    # That head subtracts the chosen components from the logit of every image.
    phi = np.concatenate([CHANGED, ORIGINAL])
    assert np.allclose(phi @ w[TARGET] + b[TARGET], psi.sum(1) + B[TARGET] - beta[:, best].sum(1))
    return w, b


NEURONTUNE_LABELS = np.array([2, 0, 4, 2, 4, 3, 3, 1, 3, 0, 0, 2, 3, 4])


def neurontune(threshold):
    """With no step of training: the features that are blocked."""

    def median(rows):  # torch's: the lower of the two in the middle
        return np.sort(rows, 0)[(len(rows) - 1) // 2]

    phi = np.concatenate([CHANGED, ANCHORS, ORIGINAL])
    y = np.concatenate([NEURONTUNE_LABELS, NEURONTUNE_LABELS[:10]])
    right = (phi @ W.T + B).argmax(1) == y
    biased = np.zeros(6, bool)
    for label in range(5):
        wrong_ones, right_ones = phi[(y == label) & ~right], phi[(y == label) & right]
        if len(wrong_ones) and len(right_ones):
            biased |= median(wrong_ones) - median(right_ones) > threshold
    assert 0 < biased.sum() < 6
    return W * ~biased, B


def ties(density, scale):
    weights = np.concatenate([W, B[:, None]], 1)
    factor = 1 + 0.01 * np.arange(35).reshape(5, 7)  # no two of the same size
    tasks = np.stack([value(5, 7, salt) * factor for salt in (3, 8, 14)])
    for task in tasks:
        size = np.sort(np.abs(task).ravel())[::-1]
        kept = round(density * 35)
        task[np.abs(task) < (size[kept - 1] + size[kept]) / 2] = 0
    merged = np.zeros((5, 7))
    for at in np.ndindex(5, 7):
        present = [task[at] for task in tasks if task[at] != 0]
        agreeing = [x for x in present if x * sum(present) > 0]
        if agreeing:
            merged[at] = np.mean(agreeing)
    now = weights + scale * merged
    return now[:, :6], now[:, 6]


HEADS = {
    "llr_mean": llr_mean(0.7),
    "cue_signal": cue_signal(),
    "cue_rank_two": cue_rank_two(),
    "cue_ridge": cue_ridge(),
    "cue_target_row": cue_target_row(),
    "leace_shrunk": leace(True),
    "leace_plain": leace(False),
    "null_space_edit": null_space_edit(0.05, 0.01, 2.0),
    "spufix_linear": spufix_linear(2),
    "neurontune": neurontune(0.25),
    "ties": ties(0.4, 0.8),
}

if __name__ == "__main__":
    print("// Made by parity.py: heads [5, 7], the bias last. Do not edit.")
    print("#pragma once\n\n#include <map>\n#include <string>\n#include <vector>\n")
    print("inline const std::map<std::string, std::vector<double>> kParityHeads = {")
    for name, (weight, bias) in HEADS.items():
        numbers = [f"{x:.9g}" for x in np.concatenate([weight, bias[:, None]], 1).ravel()]
        print(f'    {{"{name}",\n     {{')
        for at in range(0, len(numbers), 7):
            print("      " + ", ".join(numbers[at : at + 7]) + ",")
        print("     }},")
    print("};")
