// When a device has no more memory to give.
#pragma once

#include <c10/core/Device.h>

#include <exception>
#include <string>

namespace remedy {

// Whether an exception says so: std::bad_alloc, or libtorch's, which has no one type for it.
bool is_out_of_memory(const std::exception& error);

// A trial's reason for a person, in one line: where, what may be done about it, and the first
// sentence or two of what libtorch said (`message`).
std::string out_of_memory_reason(const std::string& message, c10::Device device);

}  // namespace remedy
