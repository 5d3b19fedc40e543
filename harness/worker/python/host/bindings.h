// The module _remedy_host: what a script is given, as Python sees it. Everything here is called
// with the GIL held. What computes gives it back meanwhile, since libtorch's autograd engine
// refuses to start under it; callbacks into the script take it again.
#pragma once

#include <torch/csrc/utils/pybind.h>

#include <map>
#include <string>

#include "remedy/parameters.h"
#include "worker/python/host/lease.h"

namespace remedy {

namespace py = pybind11;

// Makes the module and puts it among Python's. Once a process.
void make_host_module();

// Its parts: the classes Model and BatchNormStatistics; Context, TrainingData and Pairs; the
// functions of remedy/training.h and remedy/weights.h.
void bind_model(py::module_& module);
void bind_context(py::module_& module);
void bind_training(py::module_& module);

// The values of a trial as Python's, and back.
py::dict to_python(const Parameters& parameters);
Parameters from_python(const py::dict& values);

}  // namespace remedy
