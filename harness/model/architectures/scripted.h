// Networks of any kind, as TorchScript programs: what torch.jit.script(model).save(file) wrote.
#pragma once

#include <c10/core/Device.h>

#include <filesystem>
#include <memory>
#include <string>

#include "model/network.h"

namespace remedy {

// Two stages, "body" and the head. `head` is the name of the last layer, such as "classifier.3": a
// linear one, and the last that happens. Weights have the program's names. What a program does in
// training mode (dropout, batch norm's statistics) it does here, in every pass; batch norm has no
// momentum to set, so batch_norm() is nullptr. Images are `pixels` along a side where the program
// is tried. The file is run. Throws Error naming it: where it cannot be read or is frozen; where
// there is no such layer, or it gives another number of classes; where the program gives something
// else than the head's output.
std::unique_ptr<Network> load_scripted(const std::filesystem::path& file, const std::string& head,
                                       int classes, int pixels, c10::Device device);

}  // namespace remedy
