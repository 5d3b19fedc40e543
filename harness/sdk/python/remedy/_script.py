"""A script in the worker: what it consists of, and one run of it for every trial."""

import contextlib
import gc
import importlib.abc
import importlib.util
import os
import random
import sys
import traceback
import types
import warnings

from remedy import _declaration
from remedy._imports import imported_files, module_file
from remedy._surroundings import Surroundings

_surroundings = Surroundings()


class _Loader(importlib.abc.Loader):
    def __init__(self, script, path):
        self._script = script
        self._path = path

    def exec_module(self, module):
        code = compile(self._script.source(self._path), self._path, "exec", dont_inherit=True)
        exec(code, module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    """Modules of the script's folder, from the bytes that were read when it was opened."""

    def __init__(self, script):
        self._script = script

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.stdlib_module_names:
            return None
        folder = self._script.folder
        for place in [folder] if path is None else path:
            if place != folder and not str(place).startswith(folder + os.sep):
                continue
            file = module_file(place, name.rpartition(".")[2])
            if file is None:
                continue
            package = os.path.basename(file) == "__init__.py"
            return importlib.util.spec_from_file_location(
                name, file, loader=_Loader(self._script, file),
                submodule_search_locations=[os.path.dirname(file)] if package else None)
        return None


class Script:
    """A file with one remediation. Whatever it does to Python is undone after each run of it."""

    def __init__(self, file):
        self.file = os.path.abspath(file)
        self.folder = os.path.dirname(self.file)
        self._sources = {}
        self._left = []
        for path in imported_files(self.file, self.folder, self.source):
            self.source(path)
        with self._running():
            self.declaration = self._run()
        self._known = set(self._sources)

    def source(self, path):
        """The bytes of one of its files, as they were when they were first read."""
        if path not in self._sources:
            with open(path, "rb") as stream:
                self._sources[path] = stream.read()
        return self._sources[path]

    def files(self):
        """Its files with their bytes: the script, then the modules of its folder."""
        return [(path, self._sources[path])
                for path in sorted(self._sources, key=lambda path: (path != self.file, path))]

    def take_left(self):
        """What runs have left behind in Python since this was last asked."""
        left, self._left = self._left, []
        return left

    def apply(self, model, context, values):
        """Runs the script anew and applies it. Returns (kind, text) of what went wrong, where
        kind is failed, diverged or memory; None where nothing did."""
        process = os.getpid()
        try:
            self._seed()
            with self._running():
                result = self._run().function(model, context, _declaration.Parameters(values))
                if result is not None and result is not model:
                    raise TypeError(f"apply() returned an object of type {type(result).__name__}; "
                                    "a remediation changes the tensors of its model in place and "
                                    "returns nothing")
            late = set(self._sources) - self._known
            if late:
                raise ImportError(
                    f"{', '.join(sorted(late))}: imported from the script's folder by no import "
                    "statement, so results would be kept when it changes; write one")
            return None
        except BaseException as error:
            return self._explain(error)
        finally:
            if os.getpid() != process:  # a child that the script left running
                os._exit(0)
            gc.collect()

    @contextlib.contextmanager
    def _running(self):
        finder = _Finder(self)
        _surroundings.save()
        sys.meta_path.insert(0, finder)
        sys.path.insert(0, self.folder)
        try:
            with warnings.catch_warnings():  # its filters, and what it has warned of, are its own
                yield
        finally:
            for name, module in list(sys.modules.items()):
                file = getattr(module, "__file__", None)
                if isinstance(file, str) and file in self._sources:
                    del sys.modules[name]
            self._left += _surroundings.restore()

    def _run(self):
        name = os.path.splitext(os.path.basename(self.file))[0]
        if name in sys.modules or name in sys.stdlib_module_names:
            name = "remediation_" + name
        module = types.ModuleType(name)
        module.__file__ = self.file
        sys.modules[name] = module
        _declaration.declared.clear()
        exec(compile(self.source(self.file), self.file, "exec", dont_inherit=True),
             module.__dict__)
        if len(_declaration.declared) != 1:
            raise TypeError(f"{len(_declaration.declared)} functions have @remedy.remediation(...) "
                            "above them, expected one in a file")
        return _declaration.declared.pop()

    def _seed(self):
        import torch

        seed = torch.initial_seed() % 2**32
        random.seed(seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(seed)

    def _explain(self, error):
        text = self.describe(error)
        try:
            traceback.print_exception(error.with_traceback(self._own(error.__traceback__)))
        except BaseException:
            pass
        if isinstance(error, _declaration.Diverged):
            return "diverged", str(error)
        return ("memory" if isinstance(error, MemoryError) else "failed"), text

    def _own(self, trace):
        """The part of a traceback from the script on."""
        step = trace
        while step is not None and step.tb_frame.f_code.co_filename not in self._sources:
            step = step.tb_next
        return step if step is not None else trace

    def describe(self, error):
        """An exception in one line: its type, what it says, and the script's line."""
        kind = type(error).__qualname__
        if type(error).__module__ != "builtins":
            kind = f"{type(error).__module__}.{kind}"
        try:
            says = str(error)
        except BaseException:
            says = "what it says cannot be made into text"
        where = ""
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in self._sources:
                name = os.path.basename(frame.f_code.co_filename)
                where = f" ({name}, line {line}, in {frame.f_code.co_name})"
        return f"{kind}: {says}{where}" if says else f"{kind}{where}"


def open_script(file):
    """A Script, or the text of what is wrong with it."""
    script = Script.__new__(Script)
    try:
        script.__init__(file)
        return script
    except BaseException as error:
        return script.describe(error)
