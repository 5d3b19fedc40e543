// The baseline of a run: whether it is the one that the study expects, and its logits on every
// suite, computed once a run.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/study/study.h"
#include "data/emoji/glyphs/glyphs.h"
#include "model/network.h"

namespace remedy {

// Why a baseline is not the one that its `expect` describes, or nothing. `measured` holds "top1"
// for each suite, and where that is not of float32 the "rounding" that tells what float32 gives:
// whether it is the same network does not depend on how it is evaluated. `glyphs` are those that
// this machine draws, where the study has any.
std::string unexpected(const Baseline& baseline, const Json& measured, const GlyphSet* glyphs);

// Why the geometry that a study gives cannot be the one that its baseline was trained with, or
// nothing: its batch norms' statistics on these images of `suite`, float [n, 3, H, W], tell. For
// baselines that no `expect` confirms. See model/architectures/geometry_fit.h.
std::string contradicted(const Baseline& baseline, const Network& network, const at::Tensor& images,
                         const std::string& suite);

// The logits of one suite, in a run directory's folder. They are loaded only where `key` is the one
// that they were saved with.
class BaselineLogits {
 public:
  BaselineLogits(const std::filesystem::path& folder, const std::string& suite, Json key);

  // float [images, classes]; undefined where there are none to be used.
  at::Tensor load(std::size_t images, int classes) const;
  // Throws Error naming the file and the system's reason.
  void save(const at::Tensor& logits, const std::vector<std::int32_t>& labels) const;

 private:
  std::filesystem::path file_;
  std::filesystem::path key_file_;
  Json key_;
};

}  // namespace remedy
