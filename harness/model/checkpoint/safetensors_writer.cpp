#include <algorithm>
#include <array>
#include <tuple>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/safetensors_header.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

std::size_t layout_rank(DType dtype) {
  const auto* const type =
      std::find_if(kSafetensorsTypes.begin(), kSafetensorsTypes.end(),
                   [dtype](const SafetensorsType& each) { return each.dtype == dtype; });
  return static_cast<std::size_t>(type - kSafetensorsTypes.begin());
}

// Assembled piece by piece: an ordered JSON object looks every new key up among all before it.
std::string header_text(const std::vector<const StoredTensor*>& tensors,
                        const std::map<std::string, std::string>& metadata) {
  std::string text = "{";
  if (!metadata.empty()) {
    text += fmt::format("\"{}\":{}", kMetadataKey, nlohmann::json(metadata).dump());
  }
  std::size_t begin = 0;
  for (const StoredTensor* tensor : tensors) {
    const Json entry = {{"dtype", kSafetensorsTypes[layout_rank(tensor->dtype)].name},
                        {"shape", tensor->shape},
                        {"data_offsets", Json::array({begin, begin + tensor->bytes})}};
    text += fmt::format("{}{}:{}", text.size() > 1 ? "," : "", nlohmann::json(tensor->name).dump(),
                        entry.dump());
    begin += tensor->bytes;
  }
  text += "}";
  text.resize((text.size() + 7) / 8 * 8, ' ');
  return text;
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const std::vector<StoredTensor>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  const std::string name = path.string();
  check_tensors(name, tensors);
  for (const auto& [key, value] : metadata) {
    if (!is_utf8(key) || !is_utf8(value)) {
      throw Error("{}: metadata {}: expected UTF-8", name, in_quotes(key));
    }
  }
  std::vector<const StoredTensor*> ordered;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.name == kMetadataKey) {
      throw Error("{}: no tensor of safetensors can be named {}", name, kMetadataKey);
    }
    ordered.push_back(&tensor);
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const StoredTensor* left, const StoredTensor* right) {
              return std::tuple(layout_rank(left->dtype), std::string_view(left->name)) <
                     std::tuple(layout_rank(right->dtype), std::string_view(right->name));
            });
  const std::string header = header_text(ordered, metadata);
  if (header.size() > kMostHeaderBytes) {
    throw Error("{}: a header of {} bytes, expected at most {}", name, header.size(),
                kMostHeaderBytes);
  }
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<std::uint8_t>(header.size() >> (8 * i));
  }
  AtomicFile file(path);
  file.write(length.data(), length.size());
  file.write(header.data(), header.size());
  for (const StoredTensor* tensor : ordered) file.write(tensor->data, tensor->bytes);
  file.commit();
}

}  // namespace remedy
