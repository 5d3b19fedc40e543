// Running another program to its end.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

struct Finished {
  int code = 0;  // of the exit, or 128 + signal
  std::string out;
  std::string err;
};

// Runs arguments[0], found on PATH, without a shell, with `input` (less than 64 KiB) as its
// standard input. A terminal's Ctrl-C does not reach it. Nothing where there is no such program.
// Where `abandoned`, which is asked several times a second and may be empty, is true, the program
// is killed. Throws Error where no process can be started.
std::optional<Finished> run_program(std::vector<std::string> arguments, const std::string& input,
                                    const std::function<bool()>& abandoned);

}  // namespace remedy
