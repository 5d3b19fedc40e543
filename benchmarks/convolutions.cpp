#include "convolutions.h"

#include <ATen/ATen.h>

#include <string>

namespace remedy::bench {
namespace {

std::int64_t output_side(std::int64_t side, const Convolution& c) {
  return (side + 2 * c.padding - c.weight.size(2)) / c.stride + 1;
}

bool is_shortcut(const std::string& name) { return name.find("downsample") != std::string::npos; }

// A block's first unit, or in most bottlenecks the second, halves the side from the second layer
// on.
std::int64_t stride_of(const std::string& name, const Architecture& architecture) {
  if (name == "conv1.weight") return architecture.stem.stride;
  const bool second =
      has_bottlenecks(architecture.name) && architecture.stride_in == StrideIn::k3x3;
  const bool first_block = name[5] != '1' && name.compare(6, 3, ".0.") == 0;
  if (!first_block) return 1;
  return is_shortcut(name) || name.find(second ? "conv2" : "conv1") != std::string::npos ? 2 : 1;
}

}  // namespace

std::vector<Convolution> convolutions(const Architecture& architecture, std::int64_t batch,
                                      std::int64_t side) {
  const ResNet network(architecture, c10::Device("cpu"));
  std::vector<Convolution> result;
  std::int64_t block_side = side;  // of what the present block is given
  std::string block;
  for (const NamedTensor& parameter : network.parameters()) {
    if (parameter.tensor.dim() != 4) continue;
    const std::string of = parameter.name.substr(0, 8);  // "layer2.0"
    if (of != block) block_side = side;
    block = of;
    Convolution c;
    c.weight = at::randn(parameter.tensor.sizes()).mul_(0.05);
    c.stride = stride_of(parameter.name, architecture);
    c.padding = parameter.tensor.size(2) / 2;
    const std::int64_t in = is_shortcut(parameter.name) ? block_side : side;
    c.input = at::randn({batch, c.weight.size(1), in, in});
    if (!is_shortcut(parameter.name)) side = output_side(in, c);
    if (parameter.name == "conv1.weight" && architecture.stem.pooling) {
      side = architecture.stem.pooling->out(side);
    }
    result.push_back(std::move(c));
  }
  return result;
}

double operations(const std::vector<Convolution>& all) {
  double sum = 0;
  for (const Convolution& c : all) {
    const auto out = static_cast<double>(output_side(c.input.size(2), c));
    sum += 2 * out * out * static_cast<double>(c.input.size(0) * c.weight.numel());
  }
  return sum;
}

}  // namespace remedy::bench
