#include "report/compare/image_ranks.h"

#include "core/error.h"
#include "report/input/kept_values.h"

namespace remedy {

std::optional<std::vector<std::int32_t>> image_ranks(const std::filesystem::path& predictions,
                                                     const std::string& suite) {
  try {
    auto ranks =
        kept_values<std::int32_t>(read_checkpoint(predictions), suite + ".rank", DType::kInt32);
    if (ranks.empty()) return {};
    return ranks;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace remedy
