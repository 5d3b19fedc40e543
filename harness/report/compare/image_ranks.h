// What a trial's predictions say of each image.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

// Of each image of a suite the rank of its label, 0 where the prediction is right; nothing where
// the file or the suite in it is missing or damaged.
std::optional<std::vector<std::int32_t>> image_ranks(const std::filesystem::path& predictions,
                                                     const std::string& suite);

}  // namespace remedy
