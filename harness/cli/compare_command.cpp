// remedy compare: two runs, trial by trial.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "report/compare/compare.h"
#include "report/compare/compare_json.h"

namespace remedy {

void add_compare_command(CLI::App& program, int& code) {
  struct Arguments {
    std::string a, b, json;
    std::vector<std::string> fail_if;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "compare", "Compare the trials that two runs share, with intervals; refuse what differs");
  command->add_option("RUN_A", arguments->a, "run directory to compare with")->required();
  command->add_option("RUN_B", arguments->b, "run directory that is compared")->required();
  command->add_option("--json", arguments->json, "write every metric to this file");
  command
      ->add_option("--fail-if", arguments->fail_if,
                   "exit with 1 where the difference B - A of a metric is such, as in 'top1 < "
                   "-0.01' or 'validation.kl.mean > 0.1', or where B lacks a result; may be "
                   "repeated")
      ->allow_extra_args(false);
  command->callback([arguments, &code] {
    const Comparison comparison = compare_runs(load_run(arguments->a), load_run(arguments->b));
    std::vector<std::string> lines;
    for (const std::string& text : arguments->fail_if) {
      for (std::string& line :
           violations(comparison, parse_condition(text, suites_of(comparison)))) {
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
      }
    }
    if (!arguments->json.empty()) write_json(arguments->json, comparison_json(comparison));
    std::fputs(comparison_text(comparison).c_str(), stdout);
    for (const std::string& line : lines) std::fprintf(stderr, "failed: %s\n", line.c_str());
    code = lines.empty() ? kOk : kSomeFailed;
  });
}

}  // namespace remedy
