// Checkpoints in several files, by the index that names the file of each tensor.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/formats.h"

namespace remedy {
namespace {

constexpr std::string_view kMap = "weight_map";
constexpr std::size_t kMostShards = 1024;
constexpr std::size_t kMostIndexBytes = std::size_t{1} << 26;

nlohmann::json parse(const std::filesystem::path& file) {
  try {
    return nlohmann::json::parse(read_file(file));
  } catch (const nlohmann::json::exception& error) {
    throw Error("{}: an index of shards that is not valid JSON: {}", file.string(), error.what());
  }
}

class Shards final : public Checkpoint {
 public:
  explicit Shards(const std::filesystem::path& index) : Checkpoint(index.string()) {
    std::error_code ignored;
    if (std::filesystem::file_size(index, ignored) > kMostIndexBytes) {
      throw Error("{}: an index of shards larger than {} bytes", name_, kMostIndexBytes);
    }
    // Not the ordered JSON of records: that one looks every new key up among all before it.
    const nlohmann::json json = parse(index);
    const auto map = json.find(kMap);
    if (map == json.end() || !map->is_object()) {
      throw Error("{}: {} is not a map from tensors to files", name_, kMap);
    }
    TensorSet set;
    std::map<std::string, std::unordered_map<std::string, std::size_t>> positions;
    for (const auto& [tensor, file] : map->items()) {
      if (!file.is_string())
        throw Error("{}: {} of {} is no name of a file", name_, kMap, in_quotes(tensor));
      const auto shard = file.get<std::string>();
      if (shards_.count(shard) == 0) open(index, shard, positions[shard]);
      const auto& names = positions.at(shard);
      const auto found = names.find(tensor);
      if (found == names.end()) {
        throw Error(
            "{}: names tensor {} in {}, which does not hold it; the files do not belong "
            "together: download them again",
            name_, in_quotes(tensor), in_quotes(shard));
      }
      set.tensors.push_back(shards_.at(shard)->sets().front().tensors[found->second]);
      places_.push_back({shard, found->second});
    }
    if (!set.tensors.empty()) sets_.push_back(std::move(set));
  }

  StateDict read(std::size_t, const std::vector<std::size_t>& tensors) override {
    std::map<std::string, std::vector<std::size_t>> wanted;
    for (const std::size_t tensor : tensors) {
      wanted[places_.at(tensor).shard].push_back(places_[tensor].position);
    }
    TensorMemory memory;
    std::vector<StoredTensor> all;
    for (const auto& [shard, positions] : wanted) {
      StateDict part = shards_.at(shard)->read(0, positions);
      all.insert(all.end(), part.tensors().begin(), part.tensors().end());
      TensorMemory held = std::move(part).take_memory();
      std::move(held.files.begin(), held.files.end(), std::back_inserter(memory.files));
      std::move(held.buffers.begin(), held.buffers.end(), std::back_inserter(memory.buffers));
    }
    return StateDict(std::move(all), std::move(memory));
  }

 private:
  struct Place {
    std::string shard;
    std::size_t position;
  };

  void open(const std::filesystem::path& index, const std::string& shard,
            std::unordered_map<std::string, std::size_t>& positions) {
    if (shards_.size() >= kMostShards) throw Error("{}: more than {} shards", name_, kMostShards);
    const std::filesystem::path file(shard);
    if (shard.empty() || file.filename() != file || shard == "." || shard == "..") {
      throw Error("{}: names the shard {}: expected a file beside the index", name_,
                  in_quotes(shard));
    }
    const std::filesystem::path whole = index.parent_path() / file;
    std::error_code ignored;
    if (!std::filesystem::exists(whole, ignored)) {
      throw Error("{}: the shard {} is missing: download it into the same folder", name_,
                  whole.string());
    }
    std::unique_ptr<Checkpoint> opened = open_file(whole);
    if (opened->sets().size() != 1) {
      throw Error("{}: the shard {} holds {} dicts of tensors, expected one", name_, whole.string(),
                  opened->sets().size());
    }
    const std::vector<ListedTensor>& tensors = opened->sets().front().tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i) positions.emplace(tensors[i].name, i);
    shards_.emplace(shard, std::move(opened));
  }

  // A shard is a file with tensors, not another index: no chain of them can be made.
  std::unique_ptr<Checkpoint> open_file(const std::filesystem::path& file) const {
    MappedFile mapped(file);
    const std::string_view content(reinterpret_cast<const char*>(mapped.data()), mapped.size());
    if (is_shard_index(content)) {
      throw Error("{}: the shard {} is an index itself", name_, file.string());
    }
    return open_checkpoint(file);
  }

  std::map<std::string, std::unique_ptr<Checkpoint>> shards_;
  std::vector<Place> places_;
};

}  // namespace

bool is_shard_index(std::string_view content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || content[first] != '{') return false;
  // The map may stand behind metadata of any length.
  return content.substr(0, kMostIndexBytes).find("\"weight_map\"") != std::string_view::npos;
}

std::unique_ptr<Checkpoint> open_shards(const std::filesystem::path& index) {
  return std::make_unique<Shards>(index);
}

}  // namespace remedy
