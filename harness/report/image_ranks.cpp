#include "report/image_ranks.h"

#include <cstring>

#include "core/error.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {

std::optional<std::vector<std::int32_t>> image_ranks(const std::filesystem::path& predictions,
                                                     const std::string& suite) {
  try {
    const StateDict kept = read_checkpoint(predictions);
    const StoredTensor* rank = kept.find(suite + ".rank");
    if (rank == nullptr || rank->dtype != DType::kInt32 || rank->shape.size() != 1) return {};
    std::vector<std::int32_t> copy(rank->bytes / sizeof(std::int32_t));
    if (!copy.empty()) std::memcpy(copy.data(), rank->data, rank->bytes);
    return copy;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace remedy
