// Where a worker computes, and how.
#pragma once

#include <c10/core/Device.h>

#include <map>
#include <string>

namespace remedy {

// "cpu", "cuda", "cuda:1"; "cuda" is the first of them. Another kind, as libtorch names it, where a
// library that was loaded has brought it. Throws Error where there is no such device.
c10::Device parse_device(const std::string& text);

// Of each kind but the CPU that this machine has: how many.
std::map<std::string, int> accelerators();

// Has libtorch give the same bits each time on this device. On the CPU it does so by itself for the
// same number of threads. On CUDA: deterministic algorithms, float32 in full (no TF32), no choice
// of algorithms by timing, a fixed workspace of cuBLAS. An operation that has no deterministic
// algorithm is carried out all the same, and libtorch warns: a remediation need not fail for it.
// To be called before the first use of the device, and again after code that may have changed it.
void make_repeatable(c10::Device device);

}  // namespace remedy
