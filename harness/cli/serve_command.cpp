// remedy serve: what each job of `remedy run --launcher slurm` runs. Not for people.
#include <cstdio>

#include "cli/command.h"
#include "cli/terminal/signals.h"
#include "launch/discovery.h"
#include "launch/slurm/serve.h"

namespace remedy {

void add_serve_command(CLI::App& program, int& code) {
  struct Arguments {
    std::string run;
    int depth = 0;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("serve", "Take trials of a run directory, in a job");
  command->group("");  // not in --help
  command->add_option("RUN", arguments->run, "run directory")->required();
  command->add_option("--depth", arguments->depth, "of the trials in the plan");
  command->callback([arguments, &code] {
    catch_signals();
    switch (serve(RunDirectory(arguments->run), arguments->depth, worker_program(), interrupted)) {
      case PoolEnd::kCancelled:
        std::fputs("told to stop: the trial that ran is given back\n", stderr);
        code = kInterrupted;
        break;
      case PoolEnd::kGateFailed:
        code = kWrongBaseline;
        break;
      default:
        code = kOk;
    }
  });
}

}  // namespace remedy
