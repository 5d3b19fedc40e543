"""Which files a script consists of."""

import pathlib
import tempfile
import unittest

from remedy._imports import imported_files


class ImportedFiles(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.folder = pathlib.Path(self.directory.name)

    def found(self, **files):
        for name, text in files.items():
            path = self.folder / (name.replace("__slash__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        script = str(self.folder / "script.py")
        paths = imported_files(script, str(self.folder),
                               lambda path: pathlib.Path(path).read_bytes())
        return [str(pathlib.Path(path).relative_to(self.folder)) for path in paths]

    def test_modules_of_the_folder_and_what_they_import_in_turn(self):
        self.assertEqual(
            self.found(script="import torch, one\n", one="from two import x\n", two="", three=""),
            ["one.py", "two.py"])

    def test_imports_inside_functions(self):
        self.assertEqual(self.found(script="def f():\n    import one as other\n", one=""),
                         ["one.py"])

    def test_packages_with_relative_imports(self):
        self.assertEqual(
            self.found(script="from pack.deep import x\n", pack__slash____init__="",
                       pack__slash__deep="from . import near\nfrom .far import y\n",
                       pack__slash__near="", pack__slash__far="", pack__slash__unused=""),
            ["pack/__init__.py", "pack/deep.py", "pack/far.py", "pack/near.py"])

    def test_circles_and_what_is_no_python(self):
        self.assertEqual(
            self.found(script="import one\n", one="import two, script\n", two="import one ]\n"),
            ["one.py", "two.py"])

    def test_nothing_outside_the_folder(self):
        self.assertEqual(self.found(script="import unittest\nfrom os import path\n"), [])


if __name__ == "__main__":
    unittest.main()
