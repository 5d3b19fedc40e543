// remedy check: whether plugins keep to the contract.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "core/error.h"
#include "launch/discovery.h"
#include "launch/plugin_check.h"

namespace remedy {
namespace {

struct CheckArguments {
  std::vector<std::string> plugins;
  double patience = 60;
};

int check(const CheckArguments& arguments) {
  bool all = true;
  for (const std::string& plugin : arguments.plugins) {
    if (!std::filesystem::exists(plugin)) throw Error("{}: there is no such file", plugin);
    std::printf("%s\n", plugin.c_str());
    all &= check_plugin(worker_program(), plugin, arguments.patience, [](const CheckLine& line) {
      std::printf("  %-8s %-24s %s\n", line.verdict.c_str(), line.check.c_str(),
                  line.detail.c_str());
      std::fflush(stdout);
    });
  }
  return all ? kOk : kSomeFailed;
}

}  // namespace

void add_check_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = program.add_subcommand(
      "check", "Examine plugins: handshake, determinism, sound weights, nothing undeclared");
  command->add_option("PLUGIN", arguments->plugins, "shared libraries or Python scripts")
      ->required();
  command->add_option("--patience", arguments->patience, "seconds that a single check may take")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->callback([arguments, &code] { code = check(*arguments); });
}

}  // namespace remedy
