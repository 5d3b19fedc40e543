// What a script holds of a trial, and that it holds nothing once the trial has ended.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "remedy/context.h"
#include "remedy/model.h"

namespace remedy {

// True while the trial runs; shared by everything that was handed out in it.
using Lease = std::shared_ptr<bool>;

template <typename T>
class Leased {
 public:
  Leased(T& object, Lease lease, std::shared_ptr<T> owned = nullptr)
      : object_(&object), lease_(std::move(lease)), owned_(std::move(owned)) {}

  // Throws std::runtime_error once the trial has ended.
  T& get() const {
    if (!*lease_) {
      throw std::runtime_error(
          "the trial that this model or context belongs to has ended; nothing of it may be kept");
    }
    return *object_;
  }
  const Lease& lease() const { return lease_; }

 private:
  T* object_;
  Lease lease_;
  std::shared_ptr<T> owned_;  // of a clone
};

using LeasedModel = Leased<Model>;
using LeasedContext = Leased<Context>;

}  // namespace remedy
