#!/usr/bin/env python3
"""Writes best_reference.json: crossed differences and comparisons with the best, by SciPy.

    python3 make_best_reference.py > best_reference.json        (SciPy 1.17)

Critical values come from scipy.stats, p-values from a root finder; the constrained intervals are
written down from their definition, means by means. "insects": the beetles caught on boards of
four colours (Hsu, Multiple Comparisons, 1996, chapter 4; Wilson and Shade 1967), with Dunnett's
one-sided critical value by numerical integration (2.19 in the tables).
"""
import json

import numpy as np
from scipy import integrate, optimize, stats

rng = np.random.default_rng(1965)


def half_width(image, draw, degrees, level):
    z = stats.norm.isf(level)
    t = stats.t.isf(level, degrees) if degrees > 0 else 0.0
    return float(np.hypot(z * image, t * draw))


def p_not_above_zero(value, image, draw, degrees):
    if value < 0:
        return 1 - p_not_above_zero(-value, image, draw, degrees)
    def excess(z):
        return half_width(image, draw, degrees, stats.norm.sf(z)) - value
    root = optimize.brentq(excess, 0, 36, xtol=1e-15, rtol=1e-14)
    return float(stats.norm.sf(root))


def constrained(means, widths):
    k = len(means)
    high = [max(0.0, min(means[i] - means[j] + widths[i][j] for j in range(k) if j != i))
            for i in range(k)]
    chosen = [i for i in range(k) if high[i] > 0]
    low = []
    for i in range(k):
        others = [j for j in chosen if j != i]
        below = [-(means[i] - means[j] - widths[i][j]) for j in others]
        low.append(0.0 if not others else -max(0.0, max(below)))
    return low, high, chosen


def dunnett(comparisons, degrees, error):
    def coverage(q):
        def given(s):
            def joint(z):
                return stats.norm.pdf(z) * stats.norm.cdf(z + np.sqrt(2) * q * s) ** comparisons
            inner = integrate.quad(joint, -9, 9, epsabs=1e-12)[0]
            return inner * stats.chi.pdf(s * np.sqrt(degrees), degrees) * np.sqrt(degrees)
        return integrate.quad(given, 0.05, 3, epsabs=1e-10)[0]
    return optimize.brentq(lambda q: coverage(q) - (1 - error), 1, 4, xtol=1e-10)


differences = []
for _ in range(60):
    case = {"value": float(rng.normal()), "image_error": float(rng.uniform(0.05, 1)),
            "draw_error": float(rng.uniform(0.05, 1)), "degrees": int(rng.integers(0, 12)),
            "level": float(rng.choice([0.5, 0.05, 0.025, 0.05 / 23, 0.05 / 552, 1e-6]))}
    arguments = (case["image_error"], case["draw_error"], case["degrees"])
    case["half_width"] = half_width(*arguments, case["level"])
    case["p"] = p_not_above_zero(case["value"], *arguments)
    differences.append(case)

groups = []
for _ in range(40):
    k = int(rng.integers(2, 9))
    means = rng.normal(size=k).round(3).tolist()
    widths = rng.uniform(0.1, 1.5, (k, k))
    widths = ((widths + widths.T) / 2).tolist()
    low, high, chosen = constrained(means, widths)
    groups.append({"means": means, "half_widths": widths, "low": low, "high": high,
                   "chosen": chosen})

counts = {"yellow": [45, 59, 48, 46, 38, 47], "white": [21, 12, 14, 17, 13, 17],
          "red": [37, 32, 15, 25, 39, 41], "blue": [16, 11, 20, 21, 14, 7]}
means = [float(np.mean(v)) for v in counts.values()]
variance = float(np.mean([np.var(v, ddof=1) for v in counts.values()]))
width = dunnett(3, 20, 0.05) * np.sqrt(variance * 2 / 6)
low, high, chosen = constrained(means, [[width] * 4] * 4)
insects = {"means": means, "half_width": float(width), "low": low, "high": high, "chosen": chosen}
print(json.dumps({"differences": differences, "groups": groups, "insects": insects}))
