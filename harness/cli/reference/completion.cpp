#include "cli/reference/completion.h"

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

constexpr char kHead[] = R"(# bash completion for remedy
_remedy() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' options='' values='' i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]}; break; }
  done
  COMPREPLY=()
  case $command in
)";

constexpr char kTail[] = R"(  esac
  [[ $word == -* ]] && values=$options
  mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
}
complete -o default -F _remedy remedy
)";

std::vector<std::string> option_names(const CommandReference& command) {
  std::vector<std::string> names;
  for (const OptionReference& option : command.options) {
    if (option.positional) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

// What stands behind an option that takes a value: one of its choices, or what the shell finds.
std::string value_cases(const CommandReference& command) {
  std::string cases;
  std::vector<std::string> free;
  for (const OptionReference& option : command.options) {
    if (option.positional || option.value.empty()) continue;
    if (option.choices.empty()) {
      free.insert(free.end(), option.names.begin(), option.names.end());
    } else {
      cases += fmt::format("        {}) options='' values='{}' ;;\n", join(option.names, "|"),
                           join(option.choices, " "));
    }
  }
  if (!free.empty()) cases += fmt::format("        {}) return ;;\n", join(free, "|"));
  return cases;
}

std::string command_case(const CommandReference& command, const std::string& words) {
  std::string values = words;
  for (const OptionReference& option : command.options) {
    if (option.positional && !option.choices.empty()) values = join(option.choices, " ");
  }
  std::string text = fmt::format("    {})\n      options='{}'\n      values='{}'\n",
                                 command.name.empty() ? "''" : command.name,
                                 join(option_names(command), " "), values);
  const std::string cases = value_cases(command);
  if (!cases.empty()) text += "      case $before in\n" + cases + "      esac\n";
  return text + "      ;;\n";
}

}  // namespace

std::string bash_completion(const std::vector<CommandReference>& commands) {
  std::vector<std::string> names;
  for (const CommandReference& command : commands) {
    if (!command.name.empty()) names.push_back(command.name);
  }
  std::string script = kHead;
  for (const CommandReference& command : commands) {
    script += command_case(command, command.name.empty() ? join(names, " ") : "");
  }
  return script + kTail;
}

}  // namespace remedy
