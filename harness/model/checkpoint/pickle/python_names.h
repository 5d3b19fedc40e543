// Python's names in a pickle: which ones mean something to the unpickler. Internal to this folder.
#pragma once

#include <string_view>

namespace remedy {

// OrderedDict and others that hold pairs as a dict does.
bool is_dict_type(std::string_view name);
// PyTorch's functions that make tensors and parameters of storages.
bool rebuilds_tensors(std::string_view name);
// Python's own helpers of pickle: their first argument is the class of what they make.
bool makes_object_of_its_argument(std::string_view name);
// Functions that no object's pickle calls and that make loading it harmful: those that run commands
// or programs.
bool attacks_call(std::string_view module, std::string_view name);

}  // namespace remedy
