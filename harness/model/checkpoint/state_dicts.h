// Which of the dicts in a checkpoint is the state dict. Internal to this folder.
#pragma once

#include <string>

#include "model/checkpoint/pickle.h"

namespace remedy {

// The dict under `key`, whose parts are joined by dots ("ema.module"); without a key what `root`
// holds under "state_dict" or "model", or else `root` itself. Throws Error naming the file `name`
// where there is no such dict; and without a key where another dict of tensors has all of the
// chosen one's names and shapes, both named.
const PickleValue& choose_state_dict(const std::string& name, const PickleValue& root,
                                     const std::string& key);

}  // namespace remedy
