#include "launch/process/printed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace remedy {

void Printed::add(const char* bytes, std::size_t count) {
  const std::size_t first = std::min(count, kBeginning - beginning_.size());
  beginning_.append(bytes, first);
  end_.append(bytes + first, count - first);
  if (end_.size() <= kEnd) return;
  left_out_ += end_.size() - kEnd;
  end_.erase(0, end_.size() - kEnd);
}

std::string Printed::take() {
  std::string text = std::exchange(beginning_, {});
  if (left_out_ > 0) text += fmt::format("\n[{} bytes are left out here]\n", left_out_);
  text += std::exchange(end_, {});
  left_out_ = 0;
  return text;
}

}  // namespace remedy
