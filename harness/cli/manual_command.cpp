// remedy manual: the manual page and the completion, made when the program is built. Not for
// people.
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/reference/command_reference.h"
#include "cli/reference/completion.h"
#include "cli/reference/manual_page.h"

namespace remedy {

void add_manual_command(CLI::App& program, int& code) {
  auto kind = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("manual", "Print the manual page or the completion");
  command->group("");  // not in --help
  command->add_option("KIND", *kind, "man or bash")
      ->required()
      ->check(CLI::IsMember({"man", "bash"}));
  command->callback([&program, kind, &code] {
    const auto commands = command_reference(program);
    std::fputs((*kind == "man" ? manual_page(commands) : bash_completion(commands)).c_str(),
               stdout);
    code = kOk;
  });
}

}  // namespace remedy
