// JSON lines over a pair of file descriptors: what `remedy` and `remedy-worker` say to each other.
//
// Down, one request a line: {"op": "describe", "plugin": path}, {"op": "open", "study": path,
// "run": path, "device": text, "threads": n, "scripts": bool, "training": bool} (whether trials are
// to come that are Python scripts, that use the training source), {"op": "trial", "trial": {...},
// "keep_weights": bool}, {"op": "pretrain", "study": path, "run": path, "device": text, "threads":
// n}, {"op": "check", "plugin": path}, {"op": "examine"}, {"op": "quit"}.
// Up, any number of events a request: hello, examined, described, rejected, preparing, opened,
// progress, alive, result, trained, epoch, pretrained, checking, finding, checked, error; each has
// the key "event". described has "files" where the plugin is a script: what it consists of. A
// result may have "left": what its trial left behind and was put back, and "retires": why the
// worker ends after it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// Cuts a stream of bytes into lines of JSON.
class LineParser {
 public:
  // Appends bytes and returns the messages that are whole by now. Throws Error on a line that is
  // not JSON, or a line over 64 MiB.
  std::vector<Json> feed(const char* bytes, std::size_t count);

 private:
  std::string rest_;
};

class Channel {
 public:
  Channel(int input, int output) : input_(input), output_(output) {}

  // Blocks; nothing at the end of the stream.
  std::optional<Json> receive();
  // Whole lines even when several threads send. Throws Error when the other side is gone.
  void send(const Json& message);

  std::vector<int> descriptors() const { return {input_, output_}; }

 private:
  int input_;
  int output_;
  LineParser parser_;
  std::vector<Json> waiting_;
  std::mutex mutex_;
};

// Writes all of a line; false when the other side is gone.
bool write_line(int descriptor, const Json& message);

}  // namespace remedy
