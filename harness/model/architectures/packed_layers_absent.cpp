// For builds without oneDNN's own headers.
#include <stdexcept>

#include "model/architectures/packed_layers.h"

namespace remedy::packed {
namespace {

[[noreturn]] at::Tensor absent() {
  throw std::logic_error("oneDNN's layout was asked for in a build without it");
}

}  // namespace

bool available(std::int64_t) { return false; }
at::Tensor pack(const at::Tensor&) { absent(); }
at::Tensor unpack(const at::Tensor&) { absent(); }
at::Tensor conv_norm(const ConvNorm&, const at::Tensor&, Then, const Norm&, const StemPooling&) {
  absent();
}
at::Tensor average_pool(const at::Tensor&) { absent(); }

}  // namespace remedy::packed
