// The dicts of tensors in a pickle. Internal to this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/pickle/pickle.h"

namespace remedy {

// The arguments of the call that makes a tensor: storage, offset, shape, strides and perhaps more.
// nullptr where `value` is no tensor; parameters and tensors with attributes are.
const std::vector<const PickleValue*>* tensor_arguments(const PickleValue& value);

struct PickledSet {
  TensorSet listed;
  std::vector<const PickleValue*> values;  // of each name listed
};

// Every dict below `root` that holds a tensor, and every pickled module, whose parameters and
// buffers are named as its state_dict() would name them; behind these the dicts that stand in one
// dict, taken together (see TensorSet::parts). Throws Error naming `file` where they hold more than
// 2^18 names.
std::vector<PickledSet> find_sets(const std::string& file, const PickleValue& root);

// "a list", "an object of models.Net": for messages.
std::string describe(const PickleValue& value);

}  // namespace remedy
