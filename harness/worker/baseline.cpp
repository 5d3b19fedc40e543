#include "worker/baseline.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/study/reader/sections/geometry_section.h"
#include "model/architectures/geometry_fit.h"
#include "model/stored_tensors.h"
#include "model/weights.h"

namespace remedy {

std::string unexpected(const Baseline& baseline, const Json& measured, const GlyphSet* glyphs) {
  const auto& expect = baseline.expect;
  if (!expect) return {};
  if (glyphs != nullptr &&
      glyphs->content().compare(0, expect->glyphs.size(), expect->glyphs) != 0) {
    std::string message = fmt::format(
        "the baseline was trained on the glyphs {}, and this machine's emoji font and Unicode data "
        "give {}",
        expect->glyphs, glyphs->content().substr(0, 16));
    if (baseline.pretrain) {
      message += fmt::format(
          ". `remedy pretrain` with this study trains a baseline for them and prints the "
          "baseline.expect that goes with it");
    }
    return message;
  }
  const Json& suite = measured.at(expect->suite);
  const bool rounded = suite.contains("rounding");
  const double top1 = (rounded ? suite.at("rounding") : suite).at("top1");
  if (std::abs(top1 - expect->top1) <= expect->within) return {};
  return fmt::format(
      "the baseline is not the one expected: top-1 on {}{} is {:.4f}, the study expects {:.4f} "
      "within {}. Weights, architecture ({}), {}, classes, preprocessing or images differ from "
      "those "
      "the study was written for; if that is intended, change baseline.expect",
      expect->suite, rounded ? " in float32" : "", top1, expect->top1, expect->within,
      baseline.architecture, in_words(baseline.geometry, baseline.architecture));
}

std::string contradicted(const Baseline& baseline, const Network& network, const at::Tensor& images,
                         const std::string& suite) {
  if (baseline.expect) return {};
  const auto better = better_geometry(network, images);
  if (!better) return {};
  const std::string keys = geometry_line(better->geometry);
  return fmt::format(
      "the baseline was trained with another geometry than the study gives, {}: on {} images of {} "
      "the statistics in its batch norms fit {:.0f} times better with {}. Under baseline, {}; or, "
      "where the study is right, confirm it by baseline.expect, the top-1 that the network is "
      "known "
      "to have",
      in_words(baseline.geometry, baseline.architecture), images.size(0), suite,
      better->given / std::max(better->misfit, 1e-3),
      in_words(better->geometry, baseline.architecture),
      keys.empty() ? "leave out stem and stride_in" : "write " + keys);
}

BaselineLogits::BaselineLogits(const std::filesystem::path& folder, const std::string& suite,
                               Json key)
    : file_(folder / (suite + ".safetensors")),
      key_file_(folder / (suite + ".json")),
      key_(std::move(key)) {}

at::Tensor BaselineLogits::load(std::size_t images, int classes) const {
  try {
    if (!std::filesystem::exists(key_file_) || read_json(key_file_) != key_) return {};
    const StateDict stored = read_checkpoint(file_);
    const StoredTensor* logits = stored.find("logits");
    const std::vector<std::int64_t> shape = {static_cast<std::int64_t>(images), classes};
    if (logits != nullptr && logits->shape == shape && logits->dtype == DType::kFloat32) {
      return to_tensor(*logits);
    }
  } catch (const Error&) {
    // Whatever is wrong with the files, the logits can be computed again.
  }
  return {};
}

void BaselineLogits::save(const at::Tensor& logits, const std::vector<std::int32_t>& labels) const {
  TensorList tensors;
  tensors.add("logits", logits);
  tensors.add("labels", at::tensor(labels, at::kInt));
  write_safetensors(file_, tensors.views());
  write_json(key_file_, key_);
}

}  // namespace remedy
