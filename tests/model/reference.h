// What make_*_reference.py asked of the original networks, and what it filled them with: weights
// and images that need no checkpoint.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "core/hash.h"
#include "core/json.h"
#include "core/text.h"
#include "model/network.h"

namespace remedy {

inline at::Tensor sines(at::IntArrayRef shape, std::int64_t k) {
  std::int64_t count = 1;
  for (const std::int64_t n : shape) count *= n;
  const at::Tensor place = at::arange(count, at::kDouble);
  return (0.05 * at::sin(0.37 * place + static_cast<double>(k))).reshape(shape);
}

// The k-th tensor of the state dict with sines(shape, k); scales and variances 1 more.
inline void fill(const Network& network) {
  const at::NoGradGuard no_grad;
  for (std::size_t k = 0; k < network.state().size(); ++k) {
    const NamedTensor& own = network.state()[k];
    if (ends_with(own.name, "num_batches_tracked")) continue;
    at::Tensor values = sines(own.tensor.sizes(), static_cast<std::int64_t>(k));
    const bool scale = own.tensor.dim() == 1 && ends_with(own.name, "weight");
    if (scale || ends_with(own.name, "running_var")) values = values + 1;
    own.tensor.copy_(values.to(at::kFloat));
  }
}

// Names and shapes, and logits where the reference has them, are the original's. Leaves the network
// filled.
inline void expect_reference(Network& network, const Json& reference, int pixels) {
  EXPECT_EQ(network.state().size(), reference["tensors"].get<std::size_t>());
  Sha256 names;
  for (const NamedTensor& own : network.state()) {
    names.update(fmt::format("{} [{}]\n", own.name, fmt::join(own.tensor.sizes(), ", ")));
  }
  EXPECT_EQ(names.hex(), reference["sha256"]);
  fill(network);
  const at::NoGradGuard no_grad;
  const at::Tensor logits = network.forward((20 * sines({2, 3, pixels, pixels}, 1)).to(at::kFloat));
  const double expected = reference["sum"];
  EXPECT_NEAR(logits.to(at::kDouble).abs().sum().item<double>(), expected, 1e-4 * expected);
  const double scale = expected / 2000;  // mean magnitude of a logit
  for (std::size_t row = 0; row < 2; ++row) {
    for (std::size_t c = 0; c < 8; ++c) {
      const double theirs = reference["logits"][row][c];
      const double ours =
          logits[static_cast<std::int64_t>(row)][static_cast<std::int64_t>(c)].item<double>();
      EXPECT_NEAR(ours, theirs, 1e-3 * scale) << row << " " << c;
    }
  }
}

}  // namespace remedy
