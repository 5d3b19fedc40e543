"""Which modules of its folder a script imports, found without running it."""

import ast
import os


def module_file(folder, name):
    """The file of a module or package in a folder, or None."""
    for file in (os.path.join(folder, name, "__init__.py"), os.path.join(folder, name + ".py")):
        if os.path.isfile(file):
            return file
    return None


def _names(tree, package):
    """The dotted names that import statements anywhere in a file may stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[:len(package) - node.level + 1] if node.level else []
            base = ".".join(above + ([node.module] if node.module else []))
            if base:
                yield base
            for alias in node.names:
                yield f"{base}.{alias.name}" if base else alias.name


def imported_files(file, folder, source):
    """The files below `folder` that the imports of a script lead to, those of the modules that it
    imports among them. `source` gives the bytes of a file. What is no Python is passed over."""
    found, waiting = set(), [file]
    while waiting:
        path = waiting.pop()
        try:
            tree = ast.parse(source(path))
        except (SyntaxError, ValueError):
            continue
        inside = os.path.relpath(os.path.dirname(path), folder)
        package = [] if inside == "." else inside.split(os.sep)
        for name in _names(tree, package):
            place = folder
            for step in name.split("."):
                module = module_file(place, step)
                if module is not None and module not in found and module != file:
                    found.add(module)
                    waiting.append(module)
                place = os.path.join(place, step)
    return sorted(found)
