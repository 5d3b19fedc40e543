// The images of a suite from the first to the last, a batch at a time.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

#include "evaluate/suite_tensor.h"

namespace remedy {

// Where a suite does not lie on the device, the batch that comes next is read and copied there
// while the device computes on the one before: two buffers of pinned memory and two on the device,
// and a stream of its own for copies. They are freed at the end.
class SuitePass {
 public:
  // `suite` must outlive the object.
  explicit SuitePass(const SuiteTensor& suite);
  ~SuitePass();

  // As SuiteTensor::images(). Any batch may be asked for; the next one is expected to be as large
  // and to begin where this one ends.
  at::Tensor images(std::int64_t first, std::int64_t count);

 private:
  class Stream;

  const SuiteTensor& suite_;
  std::unique_ptr<Stream> stream_;  // null where nothing is to be copied
};

}  // namespace remedy
