// How things were before code that is not ours ran, and putting them back.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace remedy {

// One thing that was not as it had been.
struct Leftover {
  std::string what;      // "the rounding mode"
  bool restored = true;  // false: it cannot be put back, and the process is of no further use
};

// A list of things, each with its value at the time when it was added.
class SavedState {
 public:
  using Check = std::function<void(std::vector<Leftover>& left)>;

  // Adds what `read` gives and `write` sets. `write` may fail in silence: what counts is what
  // `read` gives afterwards.
  template <typename Read, typename Write>
  void add(const char* what, Read read, Write write) {
    checks_.push_back([what, read, write, before = read()](std::vector<Leftover>& left) {
      if (read() == before) return;
      write(before);
      left.push_back({what, read() == before});
    });
  }
  // Adds what can be looked at and not be put back.
  template <typename Read>
  void watch(const char* what, Read read) {
    add(what, read, [](const auto&) {});
  }
  // Adds what needs more: the function compares, puts back and says what it found.
  void check(Check check) { checks_.push_back(std::move(check)); }

  // Puts everything back, in the order in which it was added, and tells what had changed. May be
  // called again. Throws nothing.
  std::vector<Leftover> restore() const;

 private:
  std::vector<Check> checks_;
};

}  // namespace remedy
