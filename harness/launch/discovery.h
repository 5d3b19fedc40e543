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

// Every library in ../lib/remedy/plugins and in the files and folders of $REMEDY_PLUGIN_PATH
// (separated by ':'), then `extra`; sorted within a folder. Throws Error on a path that is not
// there.
std::vector<std::filesystem::path> find_plugins(const std::vector<std::filesystem::path>& extra);

// What the libraries say of themselves. Descriptions are kept in the cache by the library's path,
// size and time and the worker's, so that a worker is only started for what has changed. A library
// that kills the worker is a RejectedPlugin, and the others are described all the same.
Catalogue describe_plugins(const std::vector<std::filesystem::path>& libraries,
                           const std::filesystem::path& worker = worker_program());

// What a worker says of itself: libtorch, compiler, CUDA devices. Starts one.
Json worker_hello();
// The same and what it finds only by computing: {"flushes_denormals"}.
Json examined_worker();

}  // namespace remedy
