#include "model/checkpoint/pickle/python_names.h"

#include <algorithm>
#include <array>

#include "model/checkpoint/pickle/torch_names.h"

namespace remedy {
namespace {

constexpr std::array<std::string_view, 5> kDictTypes = {kOrderedDict, "collections.defaultdict",
                                                        "collections.Counter", "builtins.dict",
                                                        "__builtin__.dict"};
constexpr std::array<std::string_view, 4> kObjectMakers = {
    "copyreg._reconstructor", "copy_reg._reconstructor", "copyreg.__newobj__",
    "copy_reg.__newobj__"};
// With all that they hold.
constexpr std::array<std::string_view, 11> kAttackedModules = {
    "os",  "posix",     "nt",     "subprocess", "socket",    "runpy",
    "pty", "importlib", "shutil", "ctypes",     "webbrowser"};
constexpr std::array<std::string_view, 6> kAttackedBuiltins = {"eval",       "exec", "execfile",
                                                               "__import__", "open", "compile"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_dict_type(std::string_view name) { return contains(kDictTypes, name); }

bool rebuilds_tensors(std::string_view name) {
  return name == kRebuildTensor || name == kRebuildTensorV1 || name == kRebuildParameter ||
         name == kRebuildParameterWithState || name == kRebuildFromType;
}

bool makes_object_of_its_argument(std::string_view name) { return contains(kObjectMakers, name); }

bool attacks_call(std::string_view module, std::string_view name) {
  const std::string_view package = module.substr(0, module.find('.'));
  if (package == "builtins" || package == "__builtin__") return contains(kAttackedBuiltins, name);
  return contains(kAttackedModules, package);
}

}  // namespace remedy
