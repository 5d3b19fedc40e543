"""Which torch an import would give, found without importing it: one of another build than the
worker's libtorch would end the process."""

import importlib.util
import os
import re
import warnings


def load():
    """Imports it, and lets it set up what comes with its first optimizer (a current torch loads its
    compiler then, which sets variables of the environment). What it warns of at that, and what it
    changes, no script has to answer for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch

        weight = torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.SGD([weight], lr=0.1)
        weight.sum().backward()
        optimizer.step()
    return torch


def difference(version, library):
    """Why it is not the worker's, whose version begins with `version` ("1.13") and whose
    libtorch_python.so is `library`; empty where it is."""
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return "it has no torch: install its package, python3-torch on Debian"
    folder = list(spec.submodule_search_locations)[0]
    file = os.path.join(folder, "version.py")
    if os.path.exists(file):
        with open(file, encoding="utf-8") as stream:
            found = re.search(r"__version__ *(?::[^=]*)?= *['\"]([0-9.]+)", stream.read())
        if found and found.group(1).split(".")[:2] != version.split("."):
            return f"it has torch {found.group(1)}, this worker has libtorch {version}"
    own = os.path.join(folder, "lib", "libtorch_python.so")
    if os.path.exists(own) and not os.path.samefile(own, library):
        return f"its torch brings {own}, this worker has {library}"
    return ""
