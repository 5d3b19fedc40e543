// Mixed precision, across versions of libtorch.
#pragma once

#include <c10/core/Device.h>

namespace remedy {

// While it lives, convolutions and matrix products on the device compute in bfloat16 on this
// thread. Does nothing where `on` is false.
class Autocast {
 public:
  Autocast(c10::Device device, bool on);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool cuda_;
  bool on_;
};

}  // namespace remedy
