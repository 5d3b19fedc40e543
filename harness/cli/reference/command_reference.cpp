#include "cli/reference/command_reference.h"

namespace remedy {
namespace {

// "{local,slurm}" somewhere in the parser's text of a type: local, slurm.
std::vector<std::string> listed_choices(const std::string& type) {
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

OptionReference reference(const CLI::Option& option) {
  OptionReference result;
  result.positional = option.get_positional();
  result.names = CLI::detail::split(option.get_name(result.positional, /*all_options=*/true), ',');
  result.required = option.get_required();
  result.repeated = option.get_items_expected_max() > 1;
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    result.value = type.substr(0, type.find(':'));
    result.choices = listed_choices(type);
  }
  result.preset = option.get_default_str();
  result.text = option.get_description();
  return result;
}

CommandReference reference(const CLI::App& command) {
  CommandReference result;
  result.text = command.get_description();
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_group().empty()) result.options.push_back(reference(*option));
  }
  return result;
}

}  // namespace

std::vector<CommandReference> command_reference(const CLI::App& program) {
  std::vector<CommandReference> result = {reference(program)};
  const auto shown = [](const CLI::App* command) { return !command->get_group().empty(); };
  for (const CLI::App* command : program.get_subcommands(shown)) {
    result.push_back(reference(*command));
    result.back().name = command->get_name();
  }
  return result;
}

}  // namespace remedy
