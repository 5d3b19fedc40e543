"""Does, when it is applied, whatever its parameter says."""

import ctypes
import decimal
import gc
import logging
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
import warnings

import numpy
import torch

import remedy


def _raise_odd():
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    raise Odd()


def _interrupt():
    raise KeyboardInterrupt


def _recurse(depth=0):
    return _recurse(depth + 1) + 1


def _recurse_deeply():
    sys.setrecursionlimit(2**31 - 1)

    class Deep:
        def __repr__(self):
            return repr(self)  # on the stack of C

    repr(Deep())


def _loop():
    while True:
        pass


def _hoard():
    hoard = []
    while True:
        hoard.append(torch.ones(2**22))


def _diverge():
    raise remedy.Diverged("the loss was inf at step 3")


def _nan(model):
    with torch.no_grad():
        model.parameters()[0].fill_(float("nan"))


def _reshape(model):
    model.parameters()[-1].data = torch.zeros(3)


def _keep(model, context):
    sys.kept = model, context


def _use_kept():
    model, _ = sys.kept
    model.forward(torch.zeros(1, 3, 32, 32))


def _thread():
    threading.Thread(target=lambda: time.sleep(1000), daemon=True).start()


def _busy_thread():
    threading.Thread(target=_loop, daemon=True).start()


def _fork():
    if os.fork() == 0:
        time.sleep(1000)


def _fork_and_return():
    os.fork()


def _spoil_baseline(context):
    with torch.no_grad():
        context.baseline().parameters()[0].zero_()


def _autocast():
    torch.autocast("cpu", dtype=torch.bfloat16).__enter__()


def _hooks(model):
    for parameter in model.parameters():
        parameter.register_hook(lambda gradient: gradient * 0)


def _patch():
    torch.log_softmax = torch.softmax
    torch.nn.functional.relu = lambda x: x
    torch.Tensor.backward = lambda self: None
    torch.optim.SGD.__init__ = None


def _edit():
    with open(__file__, "a") as stream:
        stream.write("\n# edited while it ran\n")


def _print():
    for number in range(5000):
        print('{"event": "result"}', number, "much ado about nothing")
    print("the last words", file=sys.stderr)


def _close():
    for descriptor in range(64):
        try:
            os.close(descriptor)
        except OSError:
            pass


def _stop_tracing():
    sys.settrace(lambda *_: None)
    sys.setprofile(lambda *_: None)


KINDS = {
    "raise": lambda: [][1],
    "raise_odd": _raise_odd,
    "diverge": _diverge,
    "exit": lambda: sys.exit(3),
    "exit_at_once": lambda: os._exit(0),
    "interrupt": _interrupt,
    "recurse": _recurse,
    "recurse_deeply": _recurse_deeply,
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "loop": _loop,
    "sleep": lambda: time.sleep(1000),
    "hoard": _hoard,
    "allocate": lambda: torch.empty(2**50, dtype=torch.uint8),
    "allocate_bytes": lambda: bytearray(2**60),
    "returns": lambda: torch.zeros(3),
    "import_late": lambda: __import__("nowhere_to_be_found"),
    "use_kept": _use_kept,
    "thread": _thread,
    "busy_thread": _busy_thread,
    "fork": _fork,
    "fork_and_return": _fork_and_return,
    "signal_handler": lambda: signal.signal(signal.SIGTERM, lambda *_: None),
    "alarm": lambda: signal.alarm(1000),
    "default_dtype": lambda: torch.set_default_dtype(torch.float64),
    "default_tensor_type": lambda: torch.set_default_tensor_type(torch.DoubleTensor),
    "inference_mode": lambda: torch.inference_mode().__enter__(),
    "grad_mode": lambda: torch.set_grad_enabled(False),
    "autocast": _autocast,
    "anomaly": lambda: torch.autograd.set_detect_anomaly(True),
    "mkldnn": lambda: torch._C._set_mkldnn_enabled(False),
    "deterministic": lambda: torch.use_deterministic_algorithms(True),
    "threads": lambda: torch.set_num_threads(7),
    "generator": lambda: torch.manual_seed(99),
    "random": lambda: (random.seed(1), numpy.random.seed(1)),
    "directory": lambda: os.chdir("/"),
    "umask": lambda: os.umask(0o777),
    "environment": lambda: os.environ.update(OMP_NUM_THREADS="7", PATH=""),
    "edit": _edit,
    "print": _print,
    "close": _close,
    "patch": _patch,
    "streams": lambda: setattr(sys, "stderr", None),
    "modules": lambda: sys.modules.pop("torch"),
    "path": lambda: sys.path.clear(),
    "tracing": _stop_tracing,
    "recursion_limit": lambda: sys.setrecursionlimit(60),
    "warnings": lambda: warnings.simplefilter("error"),
    "logging": lambda: logging.disable(logging.CRITICAL),
    "collector": gc.disable,
    "numpy_errors": lambda: numpy.seterr(all="raise"),
    "decimal": lambda: setattr(decimal.getcontext(), "prec", 2),
    "start_method": lambda: multiprocessing.set_start_method("spawn", force=True),
}

OF_MODEL = {"nan": _nan, "reshape": _reshape, "hooks": _hooks}
OF_CONTEXT = {"peek": lambda context: context.training_data(), "spoil_baseline": _spoil_baseline}


@remedy.remediation(
    id="misbehaves", version="1.0.0", summary="Does what no remediation should.",
    parameters=[remedy.choice("kind", "raise", [*KINDS, *OF_MODEL, *OF_CONTEXT, "keep"],
                              doc="what to do")])
def apply(model, context, p):
    if p.kind == "keep":
        _keep(model, context)
    elif p.kind in OF_MODEL:
        OF_MODEL[p.kind](model)
    elif p.kind in OF_CONTEXT:
        OF_CONTEXT[p.kind](context)
    elif p.kind == "returns":
        return KINDS[p.kind]()
    else:
        KINDS[p.kind]()
