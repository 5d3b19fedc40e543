"""How a script says what it is: the decorator, and the rows of its table of parameters."""

import dataclasses
import math

# The names of remedy::uses.
USES = ("counterexamples", "anchors", "stop", "randomness", "pairs", "predecessor",
        "predecessors", "groups", "masks", "training")
# The names of remedy::needs.
NEEDS = ("batch_norm", "linear_head", "convolutions")


class Diverged(RuntimeError):
    """Loss or weights are no longer finite: the trial's row says so."""


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of the table, as remedy/parameters.h has it."""

    name: str
    kind: str  # real, integer, flag, choice, text, numbers
    default: object  # None: null is allowed, and is the default
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    choices: tuple = ()
    documentation: str = ""
    identity_at: float = math.nan
    uses: tuple = ()  # besides, where the value is not the default


def _number(kind, name, default, minimum, maximum, above, below, doc, identity_at):
    if minimum is not None and above is not None or maximum is not None and below is not None:
        raise TypeError(f"parameter '{name}': give minimum or above, maximum or below, not both")
    low = minimum if above is None else above
    high = maximum if below is None else below
    return Row(name, kind, default, low=-math.inf if low is None else float(low),
               high=math.inf if high is None else float(high), low_open=above is not None,
               high_open=below is not None, documentation=doc,
               identity_at=math.nan if identity_at is None else float(identity_at))


def real(name, default, *, minimum=None, maximum=None, above=None, below=None, doc="",
         identity_at=None):
    """A number; `above` and `below` are bounds that are not allowed themselves. With the default
    None it may be left unset. `identity_at`: the value at which the baseline comes back bit for
    bit, which `remedy check` then examines."""
    default = None if default is None else float(default)
    return _number("real", name, default, minimum, maximum, above, below, doc, identity_at)


def integer(name, default, *, minimum=None, maximum=None, doc=""):
    """A whole number."""
    if not isinstance(default, int) or isinstance(default, bool):
        raise TypeError(f"parameter '{name}': its default is {default!r}, expected a whole number")
    return _number("integer", name, default, minimum, maximum, None, None, doc, None)


def flag(name, default, *, doc=""):
    """True or False."""
    if not isinstance(default, bool):
        raise TypeError(f"parameter '{name}': its default is {default!r}, expected True or False")
    return Row(name, "flag", default, documentation=doc)


def choice(name, default, choices, *, doc=""):
    """One of some words: choice("optimizer", "sgd", ["sgd", "adam"], doc="...")."""
    words = choices.split("|") if isinstance(choices, str) else list(choices)
    return Row(name, "choice", default, choices=tuple(words), documentation=doc)


def text(name, default, *, doc=""):
    """Any text. In a study, what reads as a number or as true or false stands in quotes."""
    if not isinstance(default, str):
        raise TypeError(f"parameter '{name}': its default is {default!r}, expected text")
    return Row(name, "text", default, documentation=doc)


def numbers(name, default, *, minimum=None, maximum=None, above=None, below=None, doc=""):
    """A list of numbers, at least one, each within the bounds. In a study it is a list, and a list
    of lists is swept."""
    return _number("numbers", name, [float(one) for one in default], minimum, maximum, above,
                   below, doc, None)


def with_uses(uses, row):
    """A row whose value, where it is not the default, makes the script use more."""
    return dataclasses.replace(row, uses=_words("uses", uses, USES))


def _words(what, given, known):
    given = (given,) if isinstance(given, str) else tuple(given)
    for word in given:
        if word not in known:
            raise ValueError(f"{what}: {word!r}; there are: {', '.join(known)}")
    return given


@dataclasses.dataclass(frozen=True)
class Declaration:
    id: str
    version: str
    summary: str
    uses: tuple
    needs: tuple
    rows: tuple
    function: object


# What the script that is being run has declared so far.
declared = []


def _flat(rows):
    for row in rows:
        if isinstance(row, Row):
            yield row
        elif isinstance(row, (list, tuple)):
            yield from _flat(row)
        else:
            raise TypeError(f"parameters: {row!r} is no row; write remedy.real(...), integer, "
                            "flag, choice, text or numbers")


def remediation(*, id, version, summary, uses=(), parameters=(), needs=()):
    """Makes the function below it a remediation. `uses` is a list of: counterexamples, anchors,
    stop, randomness, pairs, predecessor, predecessors, groups, masks, training; the harness
    offers nothing else. `parameters` is a list of rows; a list among them, such as
    remedy.finetune_parameters(), stands for its rows. `needs`, of the network: batch_norm,
    linear_head, convolutions."""
    for name, value in (("id", id), ("version", version), ("summary", summary)):
        if not isinstance(value, str):
            raise TypeError(f"{name}: {value!r}, expected text")
    if "+" in version:
        raise ValueError(f"version: {version!r} has a '+', behind which the harness writes the "
                         "hash of the script")
    uses = _words("uses", uses, USES)
    needs = _words("needs", needs, NEEDS)
    rows = tuple(_flat(parameters))

    def declare(function):
        declared.append(Declaration(id, version, summary, uses, needs, rows, function))
        return function

    return declare


class Parameters:
    """The values of one trial: p.rate or p["rate"]. They cannot be changed."""

    def __init__(self, values):
        object.__setattr__(self, "_values", dict(values))

    def __getitem__(self, name):
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"the script reads parameter '{name}', which its own table does "
                                 f"not declare; it has: {', '.join(self._values)}") from None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name, value):
        raise AttributeError(f"parameter '{name}' is set: the values of a trial stay as they are")

    def __contains__(self, name):
        return name in self._values

    def __repr__(self):
        return f"Parameters({self._values})"

    def values(self):
        return dict(self._values)
