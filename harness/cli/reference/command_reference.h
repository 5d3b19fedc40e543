// Commands and options as the parser knows them, for the manual page and the shell's completion.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace remedy {

struct OptionReference {
  std::vector<std::string> names;  // "-h", "--help"; of a positional argument one: "STUDY"
  bool positional = false;
  bool required = false;
  bool repeated = false;             // takes any number of values
  std::string value;                 // "TEXT", "INT"; of a flag empty
  std::vector<std::string> choices;  // the values allowed, where these are listed
  std::string preset;                // the default, where it is shown
  std::string text;
};

struct CommandReference {
  std::string name;  // of the program itself empty
  std::string text;
  std::vector<OptionReference> options;  // in the order of --help
};

// The program itself, then its commands in the order of --help; what --help hides is left out.
std::vector<CommandReference> command_reference(const CLI::App& program);

}  // namespace remedy
