// What the files beside published weights say of their preprocessing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/json.h"
#include "core/study/study.h"

namespace remedy {

struct PretrainedConfig {
  std::filesystem::path file;
  Preprocess preprocess;
};

// Read from the folder of `weights`: config.json with timm's `pretrained_cfg` (input_size,
// crop_pct, interpolation, mean, std), or else preprocessor_config.json as Hugging Face's
// transformers write it for ResNets. Nothing where there is neither. Throws Error naming the file,
// the key and what is allowed, for what cannot be done here, such as another interpolation or
// images that are not square.
std::optional<PretrainedConfig> pretrained_config(const std::filesystem::path& weights);

// The same for weights that are written: config.json as timm reads it, which pretrained_config()
// reads back to the same preprocessing.
Json timm_config(const Baseline& baseline, std::int64_t classes);

// What of two ways to prepare images differs, "resize is 256, not 235; ..."; empty where nothing
// does.
std::string difference(const Preprocess& given, const Preprocess& expected);

}  // namespace remedy
