#include "allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> count{0};
std::atomic<std::size_t> largest{0};

}  // namespace

namespace remedy::testing {

std::uint64_t allocations() { return count; }
std::size_t largest_allocation() { return largest; }
void forget_allocations() { largest = 0; }

}  // namespace remedy::testing

// Replaces the global ones. All forms but the aligned, so that none is left to a sanitizer, which
// would see memory freed by another form than the one that took it.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++count;
  std::size_t known = largest;
  while (bytes > known && !largest.compare_exchange_weak(known, bytes)) {
  }
  return std::malloc(bytes == 0 ? 1 : bytes);
}

void* operator new(std::size_t bytes) {
  if (void* memory = operator new(bytes, std::nothrow)) return memory;
  throw std::bad_alloc();
}

void* operator new[](std::size_t bytes) { return operator new(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return operator new(bytes, std::nothrow);
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
