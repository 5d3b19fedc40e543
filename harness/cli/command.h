// What the commands have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace remedy {

// Each adds its subcommand to the program; `code` receives what the command returns.
void add_run_command(CLI::App& program, int& code);
void add_serve_command(CLI::App& program, int& code);
void add_plan_command(CLI::App& program, int& code);
void add_prepare_command(CLI::App& program, int& code);
void add_pretrain_command(CLI::App& program, int& code);
void add_compare_command(CLI::App& program, int& code);
void add_report_command(CLI::App& program, int& code);
void add_list_command(CLI::App& program, int& code);
void add_describe_command(CLI::App& program, int& code);
void add_export_command(CLI::App& program, int& code);
void add_inspect_command(CLI::App& program, int& code);
void add_check_command(CLI::App& program, int& code);
void add_new_command(CLI::App& program, int& code);
void add_new_study_command(CLI::App& program, int& code);
void add_doctor_command(CLI::App& program, int& code);
void add_manual_command(CLI::App& program, int& code);

struct StudyArguments;
// The options of every command that reads a study.
void add_study_options(CLI::App& command, StudyArguments& arguments);

}  // namespace remedy
