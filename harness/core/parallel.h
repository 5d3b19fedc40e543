// The same work for many indices, on a few threads.
#pragma once

#include <cstddef>
#include <functional>

namespace remedy {

// Calls work(0) ... work(count - 1), each once, on up to `threads` threads, and waits for all.
// `work` must be safe to call concurrently. The first exception ends the rest and is thrown here.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace remedy
