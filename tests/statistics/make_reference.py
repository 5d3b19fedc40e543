#!/usr/bin/env python3
"""Writes reference.json: generated cases and what SciPy and statsmodels make of them.

    python3 make_reference.py > reference.json        (SciPy 1.10, statsmodels 0.13)

Where neither has the method, the expected value is an enumeration or a textbook formula here, by
another road than the library's: the min-max formula in place of pooling, a linear system in place
of the closed solution. null stands for NaN.
"""
import itertools
import json
import math
import warnings

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import optimize, special, stats
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
rng = np.random.default_rng(20201129)


def series(n):
    """n values: without ties, with some, with many, all equal, or of extreme sizes."""
    kind = rng.integers(0, 6)
    if kind <= 1:
        return rng.permutation(n).tolist()
    if kind == 2:
        return rng.integers(0, max(2, n), n).tolist()
    if kind == 3:
        return rng.integers(0, 3, n).tolist()
    if kind == 4:
        return np.round(rng.normal(size=n), 2).tolist()
    extremes = [0.0, -0.0, 1e300, -1e300, 1e-300, 5e-324, 1.0, 1.0 + 2**-52, -1.0]
    return [7] * n if rng.random() < 0.3 else [extremes[i] for i in rng.integers(0, 9, n)]


def spearman():
    sizes = [2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 10, 12, 20, 33, 34, 40]
    for case in range(1000):
        n = sizes[case % len(sizes)]
        x, y = series(n), series(n)
        if case % 25 == 0:
            y = [-v if case % 50 else v for v in x]
        rho = stats.spearmanr(x, y)
        # SciPy divides 0 by 0 or by a rounding error for two values; no degrees of freedom: NaN.
        yield [x, y, rho[0], math.nan if n == 2 else rho[1]]


def page():
    for case in range(400):
        k, blocks = 3 + case % 5, int(rng.integers(2, 8))
        data = np.array([series(k) for _ in range(blocks)])
        if case % 3 == 0:  # a trend, and no ties
            data = np.round(rng.normal(size=(blocks, k)) + 0.5 * np.arange(k), 3)
        exact = stats.page_trend_test(data, method="exact")
        yield [data.tolist(), exact.statistic, exact.pvalue]


def mann_kendall():
    for _ in range(200):
        x = np.array(series(int(rng.integers(2, 40))), dtype=float)
        n = len(x)
        s = int(np.sign(x[None, :] - x[:, None])[np.triu_indices(n, 1)].sum())
        t = np.unique(x, return_counts=True)[1]
        var = (n * (n - 1) * (2 * n + 5) - (t * (t - 1) * (2 * t + 5)).sum()) / 18
        z = (s - np.sign(s)) / math.sqrt(var) if s else 0.0
        yield [x.tolist(), s, var, 2 * stats.norm.sf(abs(z))]


def intervals():
    for case in range(600):
        n = [1, 2, 3, 9, 15, 20, 50, 263, 1000, 50000][case % 10]
        k = [0, n, 1, n - 1, int(rng.integers(0, n + 1)), int(rng.integers(0, n + 1))][
            case // 10 % 6
        ]
        confidence = [0.95, 0.9, 0.99, 0.5, 0.999][case % 5 if case > 200 else 0]
        yield [k, n, confidence, *proportion_confint(k, n, 1 - confidence, "wilson")]


def mcnemar_cases():
    for case in range(500):
        top = [6, 12, 60, 400, 3000][case % 5]
        b, c = (int(v) for v in rng.integers(0, top, 2))
        if case % 20 == 0:
            b = 0
        yield [b, c, mcnemar([[0, b], [c, 0]]).pvalue]


def isotonic():
    for case in range(300):
        n = 1 + case % 12
        y = np.round(rng.normal(size=n), 2) if case % 2 else rng.integers(0, 5, n).astype(float)
        block = lambda i, j: y[i:j + 1].mean()
        fit = [max(min(block(a, b) for b in range(i, n)) for a in range(i + 1)) for i in range(n)]
        about = lambda centre: ((y - centre) ** 2).sum()
        constant = n < 2 or y.min() == y.max()
        yield [y.tolist(), math.nan if constant else 1 - about(fit) / about(y.mean())]


def holm():
    for _ in range(200):
        p = np.round(rng.random(int(rng.integers(1, 9))) ** 3, 3)
        yield [p.tolist(), multipletests(p, method="holm")[1].tolist()]


def describe():
    for _ in range(300):
        x = np.round(rng.normal(size=int(rng.integers(1, 15))) * 10.0 ** rng.integers(-3, 4), 4)
        level = float(rng.choice([0, 1, 0.025, 0.95, 0.975, 1 / 3, 0.5]))
        spread = x.std(ddof=1) if len(x) > 1 else math.nan
        yield [x.tolist(), level, x.mean(), np.quantile(x, level), spread]


def calibration():
    for _ in range(120):
        n, bins = int(rng.integers(1, 30)), int(rng.choice([1, 5, 10, 15]))
        confidence = np.round(rng.random(n), 2)
        correct = (rng.random(n) < confidence).astype(int)
        edges = np.arange(bins + 1) / bins
        which = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, None)
        error = sum(
            abs(correct[which == b].sum() - confidence[which == b].sum()) for b in set(which)
        )
        yield [confidence.tolist(), correct.tolist(), bins, error / n,
               np.mean((confidence - correct) ** 2)]


def variance():
    """Sums of squares by statsmodels; components by solving the expected mean squares."""
    names = ["D", "R", "N", "D:R", "D:N", "R:N"]
    for case in range(80):
        levels = [int(v) for v in rng.integers(2, 5, 3)]
        random = [bool(case >> f & 1) for f in range(3)]
        cells = list(itertools.product(*map(range, levels)))
        effect = [rng.normal(size=n) * rng.choice([0, 1, 3]) for n in levels]
        y = [round(sum(e[i] for e, i in zip(effect, cell)) + rng.normal(), 2) for cell in cells]
        frame = pd.DataFrame(cells, columns=list("DRN")).assign(y=y)
        table = anova_lm(smf.ols("y ~ (C(D) + C(R) + C(N)) ** 2", frame).fit())
        sums, degrees = table["sum_sq"].to_numpy(), table["df"].to_numpy()
        sets = [frozenset("DRN".index(c) for c in name.split(":")) for name in names]
        sets.append(frozenset(range(3)))
        system = np.zeros((7, 7))
        for i, u in enumerate(sets):
            for j, v in enumerate(sets):
                if j == 6 or (u <= v and all(random[f] for f in v - u)):
                    system[i, j] = math.prod(levels[f] for f in range(3) if f not in v)
        estimates = np.linalg.solve(system, sums / degrees)
        yield [levels, random, y, sums.tolist(), estimates.tolist()]


def auroc():
    """By the kernel over all pairs, not by ranks. Generators of their own from here on."""
    own = np.random.default_rng(1988)
    for case in range(120):
        m, n = (int(v) for v in own.integers(2, [4, 12, 40][case % 3], 2))
        decimals = [0, 1, 6][case // 3 % 3]
        shared = own.normal(size=m + n)
        scores = [np.round(shared + own.normal(size=m + n) + np.repeat([0.8, 0], [m, n]), decimals)
                  for _ in range(2)]
        if case % 10 == 9:
            scores[1] = scores[0] + 3
        kernels = [(s[:m, None] > s[None, m:]) + 0.5 * (s[:m, None] == s[None, m:]) for s in scores]
        variance = sum(np.cov([k.mean(axis=axis) for k in kernels]) / size
                       for axis, size in ((1, m), (0, n)))
        area = [k.mean() for k in kernels]
        spread = max(0.0, variance[0, 0] + variance[1, 1] - 2 * variance[0, 1])
        low, high = area[1] - area[0] + stats.norm.ppf([0.025, 0.975]) * math.sqrt(spread)
        yield [scores[0][:m].tolist(), scores[0][m:].tolist(), scores[1][:m].tolist(),
               scores[1][m:].tolist(), *area, spread, low, high]


def bonett_price():
    own = np.random.default_rng(2012)
    for case in range(200):
        n = [1, 2, 9, 50, 1405, 50000][case % 6]
        f12, f21, _ = (int(v) for v in own.multinomial(n, [[0.1, 0.02, 0.88], [0, 0, 1],
                                                           [1, 0, 0], [0.4, 0.5, 0.1]][case % 4]))
        confidence = [0.95, 0.9, 0.99][case % 3]
        # The variance of a difference of two cells of a multinomial with one added to each.
        share = (np.array([f12, f21, n - f12 - f21]) + [1, 1, 0]) / (n + 2)
        covariance = (np.diag(share) - np.outer(share, share)) / (n + 2)
        contrast = np.array([1, -1, 0])
        low, high = stats.norm.interval(confidence, contrast @ share,
                                        math.sqrt(contrast @ covariance @ contrast))
        yield [f12, f21, n, confidence, max(-1.0, low), min(1.0, high)]


def moderated():
    """[variances, degrees, prior variance, prior degrees or null, first variance moderated, its
    degrees]; sample variances whose truths are alike, or differ much."""
    for _ in range(60):
        degrees = int(rng.integers(1, 10))
        truth = rng.gamma(rng.choice([0.5, 2, 50]), size=int(rng.integers(2, 40)))
        variances = truth * rng.chisquare(degrees, size=len(truth)) / degrees
        logs = np.log(variances) - special.digamma(degrees / 2) + np.log(degrees / 2)
        between = logs.var(ddof=1) - special.polygamma(1, degrees / 2)
        if between <= 0:
            prior, more = np.exp(logs.mean()), None
            yield [variances.tolist(), degrees, prior, more, prior, None]
            continue
        half = optimize.brentq(lambda x: special.polygamma(1, x) - between, 1e-6, 1e7,
                               xtol=1e-300, rtol=1e-15)
        prior = np.exp(logs.mean() + special.digamma(half) - np.log(half))
        more = 2 * half
        first = (degrees * variances[0] + more * prior) / (degrees + more)
        yield [variances.tolist(), degrees, prior, more, first, degrees + more]


def compact(value):
    if isinstance(value, (list, tuple)):
        return [compact(v) for v in value]
    if value is None or isinstance(value, (bool, np.bool_)):
        return None if value is None else int(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    if math.isnan(value):
        return None
    short = value.is_integer() and abs(value) < 1e9 and math.copysign(1, value) > 0
    return int(value) if short else value


def main():
    kinds = dict(spearman=spearman, page=page, mann_kendall=mann_kendall, intervals=intervals,
                 mcnemar=mcnemar_cases, isotonic=isotonic, holm=holm, describe=describe,
                 calibration=calibration, variance=variance, auroc=auroc,
                 bonett_price=bonett_price, moderated=moderated)
    texts = []
    for name, cases in kinds.items():
        rows = ",\n".join(json.dumps(compact(c), separators=(",", ":")) for c in cases())
        texts.append(f'"{name}":[\n{rows}\n]')
    print("{\n" + ",\n".join(texts) + "\n}")


main()
