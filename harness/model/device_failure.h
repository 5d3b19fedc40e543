// What libtorch and CUDA say where a GPU cannot be used, and what a person can do about it.
#pragma once

#include <exception>
#include <string>

namespace remedy {

// What to do about a failure of a GPU, its driver or its libraries, by libtorch's message, in a
// sentence without a full stop; empty where the message tells of none that is known.
std::string device_advice(const std::string& message);

// Whether a process in which CUDA has said so can use no GPU any more.
bool breaks_device(const std::string& message);

// What an exception says, without the backtrace that libtorch appends and without CUDA's hints for
// developers, and the advice where there is one.
std::string plain_message(const std::exception& error);

}  // namespace remedy
