#!/usr/bin/env python3
"""Writes what the rules of label spaces make of given logits, for the tests to compare with.

Usage: make_label_space_reference.py OUTPUT

Plain Python, a loop for each definition. Logits are quarters from 0 to 2, so that many are equal:
ties go to the lower index.
"""
import json
import math
import random
import sys

CLASSES = 12
IMAGES = 150
SPACES = {
    # name: rule, members of each class of the space
    "restrict": [[1], [4], [5], [9], [11]],
    "map": [[0, 7], [3, 4, 10], [11]],
    "mean": [[0, 7], [2, 3], [5], [8, 11]],
    "max": [[0, 7], [3, 4, 10], [5], [8, 11]],
}


def softmax(logits):
    largest = max(logits)
    weights = [math.exp(z - largest) for z in logits]
    total = sum(weights)
    return [w / total for w in weights]


def first_largest(values):
    return max(range(len(values)), key=lambda c: (values[c], -c))


def order(values):
    return sorted(range(len(values)), key=lambda c: (-values[c], c))


def class_of(member, space):
    for c, members in enumerate(space):
        if member in members:
            return c
    return -1


def scored(rule, space, logits):
    """Prediction, classes of the space in the order in which they are met, and the distribution."""
    p = softmax(logits)
    if rule == "map":
        met = [class_of(c, space) for c in order(logits)]
        masses = [sum(p[m] for m in members) for members in space]
        outside = sum(p[c] for c in range(CLASSES) if class_of(c, space) < 0)
        return class_of(first_largest(logits), space), met, masses + [outside]
    if rule == "mean":
        scores = [sum(p[m] for m in members) / len(members) for members in space]
        total = sum(scores)
        return first_largest(scores), order(scores), [s / total for s in scores]
    scores = [max(logits[m] for m in members) for members in space]
    return first_largest(scores), order(scores), softmax(scores)


def divergence(p, q):
    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)


def main():
    source = random.Random(20)
    before = [[source.randrange(9) / 4 for _ in range(CLASSES)] for _ in range(IMAGES)]
    after = [[source.randrange(9) / 4 for _ in range(CLASSES)] for _ in range(IMAGES)]
    result = {"classes": CLASSES, "before": before, "after": after, "spaces": {}}
    for name, space in SPACES.items():
        labels = [source.randrange(len(space)) for _ in range(IMAGES)]
        entry = {"members": space, "labels": labels, "predicted": [], "rank": [], "confidence": [],
                 "label_probability": [], "kl": [], "js": []}
        for i in range(IMAGES):
            predicted, met, p = scored(name, space, before[i])
            _, _, q = scored(name, space, after[i])
            middle = [(a + b) / 2 for a, b in zip(p, q)]
            entry["predicted"].append(predicted)
            entry["rank"].append(met.index(labels[i]))
            entry["confidence"].append(p[predicted])  # -1: the last, what is outside
            entry["label_probability"].append(p[labels[i]])
            entry["kl"].append(divergence(p, q))
            entry["js"].append((divergence(p, middle) + divergence(q, middle)) / 2)
        result["spaces"][name] = entry
    # Any of several classes: the first of them that is met counts.
    sets = [sorted(source.sample(range(CLASSES), source.randrange(1, 4))) for _ in range(IMAGES)]
    entry = {"sets": sets, "rank": [], "label_probability": []}
    for i in range(IMAGES):
        met = order(before[i])
        entry["rank"].append(min(met.index(c) for c in sets[i]))
        entry["label_probability"].append(sum(softmax(before[i])[c] for c in sets[i]))
    result["any_of"] = entry
    with open(sys.argv[1], "w", encoding="ascii") as output:
        json.dump(result, output, separators=(",", ":"))
        output.write("\n")


if __name__ == "__main__":
    main()
