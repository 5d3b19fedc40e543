"""What a script may change in Python, so that the next one finds it as it was.

Put back are: functions and classes that were replaced in modules, or in classes of torch; the
table of modules; sys's streams, paths, hooks and limits; the environment; logging, the garbage
collector, numpy's handling of errors, the way processes are started. The rest of the process the
worker puts back itself. Left are objects that are changed in place and that nothing
else holds, such as lists in modules.
"""

import decimal
import gc
import logging
import multiprocessing
import os
import sys
import threading
import types

# What has no __call__ and is a function of a class all the same.
_DESCRIPTORS = (types.GetSetDescriptorType, property, staticmethod, classmethod)
_MISSING = object()
_SYS = ("stdin", "stdout", "stderr", "argv", "excepthook", "displayhook", "unraisablehook",
        "breakpointhook", "dont_write_bytecode")
_LISTS = ("path", "meta_path", "path_hooks")


def _environment(before):
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)


def _logging(before):
    logging.root.level, logging.root.handlers[:], logging.root.manager.disable = before


def _traces(before):
    sys.settrace(before[0])
    sys.setprofile(before[1])


def _numpy_errors():
    numpy = sys.modules.get("numpy")
    return None if numpy is None else numpy.geterr()


# What it is called, how it is read, how it is set.
_SETTINGS = (
    ("Python's environment (os.environ)", lambda: dict(os.environ), _environment),
    ("Python's limit of recursion", sys.getrecursionlimit, sys.setrecursionlimit),
    ("Python's switch interval", sys.getswitchinterval, sys.setswitchinterval),
    ("Python's trace or profile functions", lambda: (sys.gettrace(), sys.getprofile()), _traces),
    ("Python's garbage collector", lambda: (gc.isenabled(), gc.get_threshold()),
     lambda before: ((gc.enable if before[0] else gc.disable)(), gc.set_threshold(*before[1]))),
    ("Python's logging",
     lambda: (logging.root.level, list(logging.root.handlers), logging.root.manager.disable),
     _logging),
    ("Python's decimal context", lambda: repr(decimal.getcontext()),
     lambda _: decimal.setcontext(decimal.Context())),
    ("Python's hook of threads", lambda: threading.excepthook,
     lambda before: setattr(threading, "excepthook", before)),
    ("the way that multiprocessing starts processes",
     lambda: multiprocessing.get_start_method(allow_none=True),
     lambda before: multiprocessing.set_start_method(before, force=True)),
    ("numpy's handling of errors", _numpy_errors,
     lambda before: before and sys.modules["numpy"].seterr(**before)),
)


class Surroundings:
    """save() before a script runs, restore() after it."""

    def __init__(self):
        # By id: a module or class, its functions and classes; of a class also all its names.
        self._owners = {}
        self._modules = {}
        self._sys = {}
        self._lists = {}
        self._settings = []

    def save(self):
        self._modules = dict(sys.modules)
        for name, module in self._modules.items():
            if isinstance(module, types.ModuleType):
                self._keep(module, name.partition(".")[0] == "torch")
        self._sys = {name: getattr(sys, name, _MISSING) for name in _SYS}
        self._lists = {name: list(getattr(sys, name)) for name in _LISTS}
        self._settings = [read() for _, read, _ in _SETTINGS]

    def restore(self):
        """Returns what had changed, in words."""
        left = []
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                left.append(f"Python's module {name}, replaced")
        for owner, functions, names in self._owners.values():
            self._put_back(owner, functions, names, left)
        for name, value in self._sys.items():
            if getattr(sys, name, _MISSING) is not value:
                setattr(sys, name, value)
                left.append(f"sys.{name}")
        for name, value in self._lists.items():
            setattr(sys, name, value)
        for (what, read, write), before in zip(_SETTINGS, self._settings):
            if read() != before:
                write(before)
                left.append(what)
        return left

    def _keep(self, owner, with_classes):
        if id(owner) in self._owners:
            return
        # Never by isinstance(): asking a lazy object for its class would load what it stands for.
        functions = {name: value for name, value in list(vars(owner).items())
                     if callable(value) or issubclass(type(value), _DESCRIPTORS)}
        names = set(vars(owner)) if issubclass(type(owner), type) else None
        self._owners[id(owner)] = (owner, functions, names)
        if not with_classes:
            return
        for value in functions.values():
            if issubclass(type(value), type) and value.__module__.partition(".")[0] == "torch":
                self._keep(value, with_classes=False)

    @staticmethod
    def _put_back(owner, functions, names, left):
        now = vars(owner)
        changed = [name for name, value in functions.items()
                   if now.get(name, _MISSING) is not value
                   # torch's optimizers wrap their step() when the first of them is made
                   and not hasattr(now.get(name), "hooked")]
        for name in changed:
            try:
                setattr(owner, name, functions[name])
                left.append(f"{owner.__name__}.{name}, replaced")
            except (AttributeError, TypeError):
                left.append(f"{owner.__name__}.{name}, replaced for good")
        if names is None or len(now) == len(names):
            return
        for name in set(now) - names:  # a class that has more hides what it inherits
            if name.startswith("__") or name.startswith("_abc"):
                continue
            delattr(owner, name)
            left.append(f"{owner.__name__}.{name}, added")
