#include "worker/python/host/interpreter.h"

#include <dlfcn.h>
#include <torch/csrc/autograd/python_variable.h>
#include <torch/version.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "worker/python/host/bindings.h"

namespace remedy {
namespace {

std::filesystem::path file_of(const void* symbol) {
  Dl_info info{};
  if (dladdr(symbol, &info) == 0) throw std::runtime_error("a library has no file");
  return info.dli_fname;
}

// Extension modules of Python name no library that holds its functions: they expect to find them in
// the process, where this library, and with it Python's, is not seen.
void show_python_to_all() {
  const std::filesystem::path library =
      file_of(reinterpret_cast<const void*>(&Py_InitializeFromConfig));
  dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
}

void require(const PyStatus& status) {
  if (PyStatus_Exception(status) == 0) return;
  throw std::runtime_error(std::string("Python does not start: ") +
                           (status.err_msg != nullptr ? status.err_msg : "no reason given"));
}

// Which environment's packages are found follows from the program's name.
std::string program() {
  const char* named = std::getenv("REMEDY_PYTHON");
  return named != nullptr && *named != '\0' ? named : REMEDY_PYTHON_PROGRAM;
}

void initialise() {
  PyPreConfig before;
  PyPreConfig_InitPythonConfig(&before);
  before.utf8_mode = 1;
  before.configure_locale = 0;  // the worker's stays
  require(Py_PreInitialize(&before));
  PyConfig config;
  PyConfig_InitPythonConfig(&config);
  config.parse_argv = 0;
  config.install_signal_handlers = 0;
  config.buffered_stdio = 0;
  config.use_hash_seed = 1;
  config.hash_seed = 0;
  config.write_bytecode = 0;
  PyStatus status = PyConfig_SetBytesString(&config, &config.program_name, program().c_str());
  if (PyStatus_Exception(status) == 0) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  require(status);
}

void require_same_torch() {
  const auto library = file_of(reinterpret_cast<const void*>(&THPVariableClass));
  const auto difference =
      py::cast<std::string>(py::module_::import("remedy._installed_torch")
                                .attr("difference")(std::to_string(TORCH_VERSION_MAJOR) + "." +
                                                        std::to_string(TORCH_VERSION_MINOR),
                                                    library.string()));
  if (difference.empty()) return;
  throw std::runtime_error(program() + ": " + difference + "; REMEDY_PYTHON names another Python");
}

std::string import_all() {
  const auto own = file_of(reinterpret_cast<const void*>(&start_interpreter)).parent_path();
  py::module_::import("sys").attr("path").attr("append")((own / "python").string());
  make_host_module();
  require_same_torch();
  const py::object torch = py::module_::import("remedy._installed_torch").attr("load")();
  py::module_::import("remedy._script");
  const auto python =
      py::cast<std::string>(py::module_::import("platform").attr("python_version")());
  return "Python " + python + " with torch " +
         py::cast<std::string>(py::str(torch.attr("__version__"))) + ", " + program();
}

}  // namespace

std::string start_interpreter() {
  static std::string started, failed;
  if (!failed.empty()) throw std::runtime_error(failed);
  if (!started.empty()) return started;
  try {
    show_python_to_all();
    initialise();
    try {
      started = import_all();
    } catch (const py::error_already_set& error) {
      failed = error.what();
    }
  } catch (const std::exception& error) {
    failed = error.what();
  }
  if (Py_IsInitialized() != 0) PyEval_SaveThread();
  if (!failed.empty()) throw std::runtime_error(failed);
  return started;
}

}  // namespace remedy
