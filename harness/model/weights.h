// Between checkpoints and networks.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "model/checkpoint/tensor_file.h"
#include "model/network.h"

namespace remedy {

// Copies a state dict into a network; half-precision tensors are widened. Throws one Error that
// lists every missing, superfluous and wrongly shaped tensor. `num_batches_tracked` may be missing,
// as in checkpoints of PyTorch before 0.4.1. `source` is named in the message.
void load_weights(Network& network, const StateDict& weights, const std::string& source);

// The network's state as safetensors (".safetensors") or as torch.save writes it (".pth").
void save_weights(const Network& network, const std::filesystem::path& file);

// How many of the first stages of two networks of one architecture hold the same weights and
// statistics, bit for bit; stages without any count as such.
std::size_t equal_stages(const Network& a, const Network& b);

// The name of the first tensor that holds a value that is not finite, or nothing.
std::string first_not_finite(const Network& network);

}  // namespace remedy
