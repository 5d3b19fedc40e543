// From the architecture that a study names to a network. The names themselves, and what studies
// need of them, are in core/study/architectures.h.
#pragma once

#include <c10/core/Device.h>

#include <memory>
#include <string>

#include "core/study/study.h"
#include "model/network.h"

namespace remedy {

// The network that a study's baseline names, its weights zero, but for a TorchScript program, which
// brings them. Throws Error on an unknown name.
std::unique_ptr<Network> make_network(const Baseline& baseline, int classes, c10::Device device);

struct LoadedBaseline {
  std::unique_ptr<Network> network;
  std::string content;  // as weights_content() has it
};
// The same with the weights that the study names. Throws Error naming the file.
LoadedBaseline load_baseline(const Baseline& baseline, int classes, c10::Device device);

}  // namespace remedy
