// What a worker does for `remedy`: it describes and checks plugins, opens studies and runs trials.
#pragma once

#include "launch/process/channel.h"

namespace remedy {

// Answers requests until one says "quit", or until a trial has left something behind that this
// process cannot get rid of. Throws Error where `remedy` is gone.
void serve_requests(Channel& channel);

}  // namespace remedy
