"""What a script changes in Python is put back."""

import os
import random
import sys
import types
import unittest

from remedy._surroundings import Surroundings


class PutBack(unittest.TestCase):
    def setUp(self):
        self.surroundings = Surroundings()
        self.surroundings.save()

    def test_nothing_where_nothing_changed(self):
        self.assertEqual(self.surroundings.restore(), [])

    def test_functions_of_modules(self):
        before = random.random, os.getcwd
        random.random = lambda: 0.5
        del os.getcwd
        self.assertEqual(sorted(self.surroundings.restore()),
                         ["os.getcwd, replaced", "random.random, replaced"])
        self.assertEqual((random.random, os.getcwd), before)

    def test_modules_that_were_replaced_or_removed(self):
        before = sys.modules["random"]
        sys.modules["random"] = types.ModuleType("random")
        self.assertEqual(self.surroundings.restore(), ["Python's module random, replaced"])
        self.assertIs(sys.modules["random"], before)

    def test_settings(self):
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + 1)
        os.environ["REMEDY_ADDED"] = "1"
        path = os.environ.pop("PATH")
        self.assertEqual(len(self.surroundings.restore()), 2)
        self.assertEqual((sys.getrecursionlimit(), os.environ["PATH"]), (limit, path))
        self.assertNotIn("REMEDY_ADDED", os.environ)

    def test_streams_and_paths(self):
        stream, path = sys.stdout, list(sys.path)
        sys.stdout = None
        sys.path = []
        self.assertEqual(self.surroundings.restore(), ["sys.stdout"])
        self.assertIs(sys.stdout, stream)
        self.assertEqual(sys.path, path)


if __name__ == "__main__":
    unittest.main()
