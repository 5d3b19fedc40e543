#include "launch/process/channel.h"

#include <unistd.h>

#include <cerrno>

#include "core/error.h"

namespace remedy {

std::vector<Json> LineParser::feed(const char* bytes, std::size_t count) {
  constexpr std::size_t kLongest = std::size_t{64} << 20;
  std::vector<Json> messages;
  rest_.append(bytes, count);
  std::size_t start = 0;
  for (std::size_t end = rest_.find('\n'); end != std::string::npos;
       end = rest_.find('\n', start)) {
    std::optional<Json> message = parsed_json(std::string_view(rest_).substr(start, end - start));
    if (!message) throw Error("a message that is not JSON: {}", rest_.substr(start, 200));
    messages.push_back(std::move(*message));
    start = end + 1;
  }
  rest_.erase(0, start);
  if (rest_.size() > kLongest) throw Error("a message without end");
  return messages;
}

bool write_line(int descriptor, const Json& message) {
  const std::string line = message.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::size_t sent = 0;
  while (sent < line.size()) {
    const ssize_t count = write(descriptor, line.data() + sent, line.size() - sent);
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<Json> Channel::receive() {
  while (waiting_.empty()) {
    char buffer[1 << 16];
    const ssize_t count = read(input_, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    waiting_ = parser_.feed(buffer, static_cast<std::size_t>(count));
  }
  Json first = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  return first;
}

void Channel::send(const Json& message) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!write_line(output_, message)) throw Error("the launcher is gone");
}

}  // namespace remedy
