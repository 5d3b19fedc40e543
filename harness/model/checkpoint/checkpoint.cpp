#include "model/checkpoint/checkpoint.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "model/checkpoint/foreign_file.h"
#include "model/checkpoint/formats.h"

namespace remedy {
namespace {

constexpr std::string_view kParallelPrefix = "module.";  // DataParallel's, before every name

bool has_prefix(std::string_view name, std::string_view prefix) {
  return name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix;
}

using Shapes = std::map<std::string_view, const std::vector<std::int64_t>*>;

// Of what a network computes with: how many batches it has seen is none of it.
Shapes shapes_of(const TensorSet& set) {
  constexpr std::string_view kCounter = "num_batches_tracked";
  Shapes shapes;
  for (const ListedTensor& tensor : set.tensors) {
    std::string_view name = tensor.name;
    if (!tensor.is_tensor) continue;
    if (has_prefix(name, kParallelPrefix)) name.remove_prefix(kParallelPrefix.size());
    if (name.size() >= kCounter.size() && name.substr(name.size() - kCounter.size()) == kCounter) {
      continue;
    }
    shapes[name] = &tensor.shape;
  }
  return shapes;
}

// Whether a network that takes `chosen` takes `other` as well.
bool would_do(const Shapes& other, const Shapes& chosen) {
  return std::all_of(chosen.begin(), chosen.end(), [&](const auto& tensor) {
    const auto found = other.find(tensor.first);
    return found != other.end() && *found->second == *tensor.second;
  });
}

std::string keys_of(const std::vector<TensorSet>& sets) {
  std::vector<std::string> keys;
  for (const TensorSet& set : sets) {
    if (!set.key.empty() && set.parts.empty() && keys.size() < 8) {
      keys.push_back(in_quotes(set.key));
    }
  }
  return join(keys, ", ");
}

std::size_t choose(const Checkpoint& checkpoint, const std::string& key) {
  std::vector<TensorSet> sets = checkpoint.sets();
  while (!sets.empty() && !sets.back().parts.empty()) sets.pop_back();  // dicts taken together
  const std::string& name = checkpoint.name();
  const auto under = [&](std::string_view wanted) {
    const auto found = std::find_if(sets.begin(), sets.end(),
                                    [&](const TensorSet& set) { return set.key == wanted; });
    return static_cast<std::size_t>(found - sets.begin());
  };
  if (!key.empty()) {
    if (under(key) < sets.size()) return under(key);
    const std::string keys = keys_of(sets);
    throw Error("{}: there is no dict under the key {}; {}", name, in_quotes(key),
                keys.empty() ? std::string("it holds one state dict alone: leave the key out")
                             : "there are tensors under " + keys);
  }
  std::size_t chosen = sets.size();
  for (const char* usual : {"state_dict", "model", ""}) {
    if (chosen == sets.size()) chosen = under(usual);
  }
  if (chosen == sets.size() && sets.size() == 1) chosen = 0;
  if (chosen == sets.size()) {
    throw Error(
        "{}: holds several dicts of tensors: say which one is meant by its key; there are {}", name,
        keys_of(sets));
  }
  if (sets[chosen].key.empty()) return chosen;
  const Shapes shapes = shapes_of(sets[chosen]);
  for (std::size_t other = 0; other < sets.size(); ++other) {
    if (other == chosen || sets[other].key.empty() || shapes.empty() ||
        !would_do(shapes_of(sets[other]), shapes)) {
      continue;
    }
    throw Error(
        "{0}: holds two sets of weights that fit the same network, {1} and {2}: say which one "
        "is meant, in a study by weights: {{file: {0}, key: {2}}}",
        name, in_quotes(sets[chosen].key), in_quotes(sets[other].key));
  }
  return chosen;
}

}  // namespace

std::unique_ptr<Checkpoint> open_checkpoint(const std::filesystem::path& path) {
  const std::string name = path.string();
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error("{}: {}", name, foreign_folder(path));
  }
  MappedFile file(path);
  const std::string_view content(reinterpret_cast<const char*>(file.data()), file.size());
  if (content.empty()) {
    throw Error("{}: the file is empty: expected a checkpoint; copy or download it again", name);
  }
  std::unique_ptr<Checkpoint> opened;
  if (content.substr(0, 4) == "PK\x03\x04" || content.substr(0, 4) == "PK\x05\x06") {
    opened = open_torch_archive(name, std::move(file));
  } else if (is_torch_legacy(content)) {
    opened = open_torch_legacy(name, std::move(file));
  } else if (is_shard_index(content)) {
    opened = open_shards(path);
  } else {
    opened = open_safetensors(name, std::move(file));
  }
  if (opened->sets().empty()) {
    if (opened->instead().empty()) {
      throw Error("{}: holds no tensor: expected the weights of a model", name);
    }
    throw Error(
        "{}: holds {}, expected a state dict: tensors by their names, as "
        "torch.save(model.state_dict(), path) writes them",
        name, opened->instead());
  }
  return opened;
}

StateDict read_checkpoint(const std::filesystem::path& path, const std::string& key) {
  const std::unique_ptr<Checkpoint> checkpoint = open_checkpoint(path);
  const std::size_t chosen = choose(*checkpoint, key);
  const std::vector<ListedTensor>& listed = checkpoint->sets()[chosen].tensors;
  std::vector<std::size_t> positions;
  std::unordered_set<std::string_view> names;
  bool all_prefixed = true;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    if (!listed[i].is_tensor) continue;
    if (!names.insert(listed[i].name).second) {
      throw Error("{}: tensor {} is given twice", path.string(), in_quotes(listed[i].name));
    }
    if (!listed[i].unreadable.empty()) {
      throw Error("{}: tensor {} {}", path.string(), in_quotes(listed[i].name),
                  listed[i].unreadable);
    }
    positions.push_back(i);
    all_prefixed = all_prefixed && has_prefix(listed[i].name, kParallelPrefix);
  }
  StateDict read = checkpoint->read(chosen, positions);
  if (!all_prefixed) return read;
  std::vector<StoredTensor> tensors = read.tensors();
  for (StoredTensor& tensor : tensors) tensor.name.erase(0, kParallelPrefix.size());
  return std::move(read).renamed(std::move(tensors));
}

}  // namespace remedy
