// remedy: the program that a person gives commands to. It links no torch.
#include <cstdio>
#include <string>

#include "cli/command.h"
#include "cli/terminal/invocation.h"
#include "core/error.h"
#include "core/process_start.h"
#include "core/version.h"

int main(int argc, char** argv) {
  remedy::start_process();
  CLI::App program(
      "Remedy applies competing fixes to an image classifier that leans on a spurious cue, and\n"
      "measures what each one gained and what it broke.",
      "remedy");
  const std::string commit = remedy::source_commit();
  program.set_version_flag(
      "--version", remedy::kHarnessVersion + (commit.empty() ? "" : " (commit " + commit + ")"));
  program.require_subcommand(1);
  program.footer(
      "remedy COMMAND --help tells more. Exit codes: 0 every trial has a result, 1 some\n"
      "failed, 2 wrong command or study, 3 not the expected baseline, 4 refused, 130 "
      "interrupted.");
  int code = remedy::kOk;
  remedy::add_run_command(program, code);
  remedy::add_serve_command(program, code);
  remedy::add_plan_command(program, code);
  remedy::add_prepare_command(program, code);
  remedy::add_pretrain_command(program, code);
  remedy::add_report_command(program, code);
  remedy::add_compare_command(program, code);
  remedy::add_list_command(program, code);
  remedy::add_describe_command(program, code);
  remedy::add_import_command(program, code);
  remedy::add_export_command(program, code);
  remedy::add_inspect_command(program, code);
  remedy::add_new_study_command(program, code);
  remedy::add_new_command(program, code);
  remedy::add_check_command(program, code);
  remedy::add_doctor_command(program, code);
  remedy::add_manual_command(program, code);
  program.add_subcommand("test", "Build and run every test (in a checkout: ./remedy test)")
      ->callback([&code] {
        std::fputs("tests belong to a checkout: give the command as ./remedy test there\n", stderr);
        code = remedy::kWrongInput;
      });
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int given = program.exit(error);
    return given == 0 ? remedy::kOk : remedy::kWrongInput;
  } catch (const remedy::Refusal& refusal) {
    std::fprintf(stderr, "%s\n", refusal.what());
    return remedy::kRefused;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return remedy::kWrongInput;
  }
  return code;
}
