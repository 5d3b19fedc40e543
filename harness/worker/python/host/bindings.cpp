#include "worker/python/host/bindings.h"

#include <c10/util/Exception.h>
#include <pybind11/stl.h>

namespace remedy {
namespace {

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const Diverged& error) {
    const py::object type = py::module_::import("remedy").attr("Diverged");
    PyErr_SetString(type.ptr(), error.what());
  } catch (const c10::Error& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what_without_backtrace());
  }
}

}  // namespace

void make_host_module() {
  static PyModuleDef definition;
  py::module_ module = py::module_::create_extension_module(
      "_remedy_host", "The harness's side of the module remedy.", &definition);
  py::register_local_exception_translator(translate);
  bind_model(module);
  bind_context(module);
  bind_training(module);
  py::module_::import("sys").attr("modules")["_remedy_host"] = module;
}

py::dict to_python(const Parameters& parameters) {
  py::dict values;
  for (const auto& [name, value] : parameters.values()) {
    values[py::str(name)] = std::visit(
        [](const auto& held) -> py::object {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
            return py::none();
          } else {
            return py::cast(held);
          }
        },
        value);
  }
  return values;
}

Parameters from_python(const py::dict& values) {
  std::map<std::string, ParameterValue> result;
  for (const auto& [name, value] : values) {
    ParameterValue& slot = result[py::cast<std::string>(name)];
    if (py::isinstance<py::bool_>(value)) {
      slot = py::cast<bool>(value);
    } else if (py::isinstance<py::int_>(value)) {
      slot = py::cast<std::int64_t>(value);
    } else if (py::isinstance<py::float_>(value)) {
      slot = py::cast<double>(value);
    } else if (py::isinstance<py::str>(value)) {
      slot = py::cast<std::string>(value);
    } else if (py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value)) {
      slot = py::cast<std::vector<double>>(value);
    } else if (!value.is_none()) {
      throw py::type_error("parameter '" + py::cast<std::string>(name) +
                           "': expected a number, text, True, False, None or a list of numbers");
    }
  }
  return Parameters(std::move(result));
}

}  // namespace remedy
