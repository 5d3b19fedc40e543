// What a residual network computes that the shapes of its weights do not show: strides, pooling and
// batch norm's epsilon. The same weights give other numbers under another geometry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

// 3x3 max pooling of stride 2 behind the first convolution.
struct StemPooling {
  int padding = 1;    // pixels on each side; 0 or 1
  bool ceil = false;  // PyTorch's ceil_mode: the last window may reach beyond the image

  // Pixels along a side of the output, for `in` along that side of the input.
  std::int64_t out(std::int64_t in) const;
  // Pixels of padding behind the image that the last window needs: `padding`, or more in ceil_mode.
  std::int64_t padding_behind(std::int64_t in) const;
};

// How a network begins: a convolution, padded by kernel / 2, and perhaps pooling.
struct Stem {
  int kernel = 7;  // pixels along a side, odd
  int stride = 2;
  std::optional<StemPooling> pooling = StemPooling{};

  static const Stem kImageNet;  // torchvision's: 7x7, stride 2, pooling
  static const Stem kSmall;     // 3x3, stride 2, no pooling
  static const Stem kCifar;     // 3x3, stride 1, no pooling
  static const Stem kCaffe;     // 7x7, stride 2, pooling without padding, in ceil_mode
};

inline constexpr Stem Stem::kImageNet = {};
inline constexpr Stem Stem::kSmall = {3, 2, std::nullopt};
inline constexpr Stem Stem::kCifar = {3, 1, std::nullopt};
inline constexpr Stem Stem::kCaffe = {7, 2, StemPooling{/*padding=*/0, /*ceil=*/true}};

bool operator==(const StemPooling& a, const StemPooling& b);
bool operator==(const Stem& a, const Stem& b);
inline bool operator!=(const Stem& a, const Stem& b) { return !(a == b); }

// Which convolution of a bottleneck halves the image, where its block does: torchvision's have the
// stride in the 3x3 one ("v1.5"), caffe's and the paper's in the first 1x1 one.
enum class StrideIn { k3x3, k1x1 };

// PyTorch's, added to the variance.
inline constexpr double kBatchNormEpsilon = 1e-5;

struct Geometry {
  Stem stem = {};
  StrideIn stride_in = StrideIn::k3x3;
  double batch_norm_eps = kBatchNormEpsilon;
};

// The stems that have a name, "imagenet" first.
struct NamedStem {
  const char* name;
  Stem stem;
};
const std::vector<NamedStem>& named_stems();
// Its name, or nothing where it has none.
std::string name_of(const Stem& stem);

// "3x3 convolution of stride 1, no pooling"
std::string to_text(const Stem& stem);
const char* to_string(StrideIn place);
// Whether an architecture has bottlenecks, so that the place of the stride matters.
bool has_bottlenecks(const std::string& architecture);

// Everything that differs from torchvision's, as " stem 3x3 ..."; empty where nothing does. Equal
// where two networks with the same weights compute the same. Part of trials' ids: never changed.
std::string identity_of(const Geometry& geometry);
// The same, but empty for the stem "small" too, whose weights no "imagenet" stem takes. For the
// keys of what is kept for given weights.
std::string hidden_identity_of(const Geometry& geometry);

// All of it in words, for messages: "stem cifar (3x3 convolution of stride 1, no pooling), ..."; of
// other families, which have no choice of it, what they begin with.
std::string in_words(const Geometry& geometry, const std::string& architecture);

}  // namespace remedy
