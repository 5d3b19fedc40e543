// Finding plugins and having a worker describe them. `remedy` itself never opens one.
#pragma once

#include <filesystem>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"

namespace remedy {

// Beside the running program: the worker, and ../lib/remedy/plugins.
std::filesystem::path program_directory();
std::filesystem::path worker_program();

// The library that holds Python for workers, ../lib/remedy/remedy_python_host.so. It is there where
// Remedy was built with Python; kNoScriptHost says so for a person.
std::filesystem::path script_host_library();
inline constexpr char kNoScriptHost[] =
    "there is no such library: this Remedy was built without Python; install python3-torch, "
    "libpython3-dev and pybind11-dev, and build again";

// Whether a plugin is a Python script, by its name.
bool is_script(const std::filesystem::path& plugin);

// Every library and script in ../lib/remedy/plugins and in the files and folders of
// $REMEDY_PLUGIN_PATH (separated by ':'), then `extra`; sorted within a folder. Of the scripts in a
// folder those that declare a remediation: others are modules or tests. Throws Error on a path that
// is not there.
std::vector<std::filesystem::path> find_plugins(const std::vector<std::filesystem::path>& extra);

// What the libraries say of themselves. Descriptions are kept in the cache by the library's path,
// size and time and the worker's, of a script also by those of the modules that it imports from its
// folder, so that a worker is only started for what has changed. A library that kills the worker is
// a RejectedPlugin, and the others are described all the same. Scripts that come with Remedy are
// left out where there is no Python.
Catalogue describe_plugins(const std::vector<std::filesystem::path>& libraries,
                           const std::filesystem::path& worker = worker_program());

// What a worker says of itself: libtorch, compiler, CUDA devices. Starts one.
Json worker_hello();
// The same and what it finds only by computing, {"flushes_denormals"}, and by starting Python: its
// versions as {"python"}, or {"no_python"}, why it cannot be had.
Json examined_worker();

}  // namespace remedy
