"""llr_mean on features that are written down."""

import pathlib
import runpy
import types
import unittest

import torch

import remedy

SCRIPT = pathlib.Path(__file__).parents[3] / "plugins/llr_mean/llr_mean_in_python.py"


class Model:
    """Images are their own features; the head has a row a class."""

    def __init__(self):
        self.weight = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])

    def features(self, images):
        return images

    def head(self, features):
        return features @ self.weight.T

    def stages(self):
        return ["stem", "fc"]

    def named_parameters(self):
        return [("fc.weight", self.weight)]


class LlrMean(unittest.TestCase):
    def moved(self, images, labels, groups, gamma):
        """What the rows of the head were moved by. The target is class 0."""
        data = types.SimpleNamespace(images=torch.tensor(images), labels=torch.tensor(labels),
                                     groups=torch.tensor(groups))
        context = types.SimpleNamespace(training_data=lambda: data, target_class=lambda: 0)
        model = Model()
        before = model.weight.clone()
        runpy.run_path(str(SCRIPT))["apply"](model, context, remedy.Parameters({"gamma": gamma}))
        return (model.weight - before).tolist()

    def test_only_the_class_that_they_were_taken_for_is_subtracted(self):
        # Both counterexamples, of mean (3, 1), are taken for class 1, whose anchor is (1, 1).
        rows = self.moved([[2.0, 1.0], [4.0, 1.0], [1.0, 1.0], [9.0, 9.0]], [0, 0, 1, 2],
                          [0, 0, 1, 1], 0.5)
        self.assertEqual(rows, [[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])

    def test_all_anchors_but_the_targets_where_that_class_has_none(self):
        rows = self.moved([[2.0, 1.0], [7.0, 7.0], [0.0, 1.0], [0.0, 3.0]], [0, 0, 2, 2],
                          [0, 1, 1, 1], 1.0)
        self.assertEqual(rows, [[2.0, -1.0], [0.0, 0.0], [0.0, 0.0]])

    def test_nothing_where_the_only_anchor_is_the_targets(self):
        self.assertEqual(self.moved([[2.0, 1.0], [1.0, 1.0]], [0, 0], [0, 1], 1.0)[0], [0.0, 0.0])


if __name__ == "__main__":
    unittest.main()
