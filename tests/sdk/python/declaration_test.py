"""The decorator and the table."""

import unittest

import remedy
from remedy import _declaration


class Declaration(unittest.TestCase):
    def setUp(self):
        _declaration.declared.clear()

    def declare(self, **changed):
        given = {"id": "x", "version": "1", "summary": "X.", **changed}
        remedy.remediation(**given)(lambda model, context, p: None)
        return _declaration.declared[-1]

    def test_lists_of_rows_are_flattened(self):
        rows = self.declare(parameters=[[remedy.real("a", 1, doc="d")],
                                        remedy.flag("b", True, doc="d")]).rows
        self.assertEqual([row.name for row in rows], ["a", "b"])

    def test_bounds(self):
        row = remedy.real("a", 0.5, above=0, maximum=1, doc="d", identity_at=1)
        self.assertEqual((row.low, row.low_open, row.high, row.high_open, row.identity_at),
                         (0, True, 1, False, 1))
        self.assertIsNone(remedy.real("a", None, doc="d").default)
        with self.assertRaisesRegex(TypeError, "parameter 'a': give minimum or above"):
            remedy.real("a", 1, minimum=0, above=0)

    def test_defaults_of_another_kind_are_refused(self):
        for make, value in ((remedy.integer, 1.5), (remedy.integer, True), (remedy.flag, 1)):
            with self.assertRaisesRegex(TypeError, "parameter 'a': its default is"):
                make("a", value)

    def test_what_is_no_row_no_use_and_no_version_is_refused(self):
        with self.assertRaisesRegex(TypeError, "is no row"):
            self.declare(parameters=["rate"])
        with self.assertRaisesRegex(ValueError, "uses: 'stops'; there are: counterexamples"):
            self.declare(uses=["stops"])
        with self.assertRaisesRegex(ValueError, "has a '\\+'"):
            self.declare(version="1.0+local")
        with self.assertRaisesRegex(TypeError, "id: 3, expected text"):
            self.declare(id=3)

    def test_texts_lists_and_needs(self):
        declared = self.declare(
            needs="linear_head",
            parameters=[remedy.text("a", "b", doc="d"),
                        remedy.with_uses("groups", remedy.numbers("c", [1], above=0, doc="d"))])
        self.assertEqual(declared.needs, ("linear_head",))
        text, numbers = declared.rows
        self.assertEqual((text.kind, text.default), ("text", "b"))
        self.assertEqual((numbers.kind, numbers.default, numbers.uses, numbers.low_open),
                         ("numbers", [1.0], ("groups",), True))
        with self.assertRaisesRegex(ValueError, "needs: 'wings'; there are: batch_norm"):
            self.declare(needs=["wings"])
        with self.assertRaisesRegex(TypeError, "parameter 'a': its default is 1, expected text"):
            remedy.text("a", 1)

    def test_one_use_may_be_a_word(self):
        self.assertEqual(self.declare(uses="anchors").uses, ("anchors",))


class Parameters(unittest.TestCase):
    def test_are_read_by_name_and_stay_as_they_are(self):
        p = remedy.Parameters({"rate": 0.5})
        self.assertEqual((p.rate, p["rate"], "rate" in p, "other" in p), (0.5, 0.5, True, False))
        with self.assertRaisesRegex(AttributeError, "'other', which its own table does not"):
            p.other
        with self.assertRaises(AttributeError):
            p.rate = 1


if __name__ == "__main__":
    unittest.main()
