#include "core/study/geometry.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/study/architectures.h"

namespace remedy {

namespace {

constexpr std::int64_t kWindow = 3, kStep = 2;  // of max pooling

}  // namespace

std::int64_t StemPooling::out(std::int64_t in) const {
  const std::int64_t room = in + std::int64_t{2} * padding - kWindow + (ceil ? kStep - 1 : 0);
  std::int64_t count = room / kStep + 1;
  // As PyTorch has it: no window begins beyond the image and the padding before it.
  if (ceil && (count - 1) * kStep >= in + padding) --count;
  return count;
}

std::int64_t StemPooling::padding_behind(std::int64_t in) const {
  return std::max<std::int64_t>(padding, (out(in) - 1) * kStep + kWindow - in - padding);
}

bool operator==(const StemPooling& a, const StemPooling& b) {
  return a.padding == b.padding && a.ceil == b.ceil;
}

bool operator==(const Stem& a, const Stem& b) {
  return a.kernel == b.kernel && a.stride == b.stride && a.pooling == b.pooling;
}

const std::vector<NamedStem>& named_stems() {
  static const std::vector<NamedStem> stems = {{"imagenet", Stem::kImageNet},
                                               {"small", Stem::kSmall},
                                               {"cifar", Stem::kCifar},
                                               {"caffe", Stem::kCaffe}};
  return stems;
}

std::string name_of(const Stem& stem) {
  for (const NamedStem& named : named_stems()) {
    if (named.stem == stem) return named.name;
  }
  return {};
}

std::string to_text(const Stem& stem) {
  std::string text = fmt::format("{0}x{0} convolution of stride {1}, ", stem.kernel, stem.stride);
  if (!stem.pooling) return text + "no pooling";
  text += "3x3 max pooling of stride 2";
  if (stem.pooling->padding == 0) text += " without padding";
  if (stem.pooling->ceil) text += " in ceil_mode";
  return text;
}

const char* to_string(StrideIn place) { return place == StrideIn::k3x3 ? "3x3" : "1x1"; }

bool has_bottlenecks(const std::string& architecture) {
  const ArchitectureInfo* info = find_architecture(architecture);
  return info != nullptr && info->residual() != nullptr && info->residual()->bottlenecks;
}

std::string identity_of(const Geometry& geometry) {
  std::string text;
  if (geometry.stem == Stem::kSmall) {
    text += " small stem";
  } else if (geometry.stem != Stem::kImageNet) {
    text += " stem " + to_text(geometry.stem);
  }
  if (geometry.stride_in != StrideIn::k3x3) {
    text += fmt::format(" stride in {}", to_string(geometry.stride_in));
  }
  if (geometry.batch_norm_eps != kBatchNormEpsilon) {
    text += fmt::format(" batch norm eps {}", geometry.batch_norm_eps);
  }
  return text;
}

std::string hidden_identity_of(const Geometry& geometry) {
  const std::string identity = identity_of(geometry);
  return identity == identity_of({Stem::kSmall}) ? "" : identity;
}

std::string in_words(const Geometry& geometry, const std::string& architecture) {
  const ArchitectureInfo* info = find_architecture(architecture);
  if (info != nullptr && info->transformer() != nullptr) {
    return fmt::format("patches of {0}x{0} pixels", info->transformer()->patch);
  }
  if (info != nullptr && info->dense() != nullptr) return to_text(Stem::kImageNet);
  if (info != nullptr && info->scripted()) return "what the program says";
  const std::string name = name_of(geometry.stem);
  std::string text = name.empty() ? fmt::format("stem ({})", to_text(geometry.stem))
                                  : fmt::format("stem {} ({})", name, to_text(geometry.stem));
  if (has_bottlenecks(architecture)) {
    text += fmt::format(", stride in the {} convolution of a bottleneck",
                        to_string(geometry.stride_in));
  }
  return text + fmt::format(", batch norm eps {}", geometry.batch_norm_eps);
}

}  // namespace remedy
