#include "core/study/reader/sections/slurm_section.h"

#include <algorithm>

#include "core/error.h"

namespace remedy {
namespace {

// What the launcher sets itself: with another value it would lose its jobs, or their logs.
constexpr const char* kReserved[] = {"--array",    "--chdir", "--dependency", "--job-name",
                                     "--output",   "--error", "--open-mode",  "--parsable",
                                     "--wait",     "--wrap",  "--signal",     "--clusters",
                                     "--test-only"};

void check_option(Section& section, const std::string& option) {
  if (option.size() < 3 || option.compare(0, 2, "--") != 0 || option.find(' ') < option.find('=')) {
    section.problem("options",
                    fmt::format("found \"{}\", expected an option of sbatch in one piece, such as "
                                "--account=vision",
                                option));
    return;
  }
  const std::string name = option.substr(0, option.find('='));
  for (const char* reserved : kReserved) {
    if (name == reserved) {
      section.problem("options", fmt::format("found \"{}\", which the launcher sets itself; "
                                             "leave it out",
                                             option));
    }
  }
}

}  // namespace

SlurmOptions read_slurm(const YAML::Node& node, Problems& problems) {
  SlurmOptions options;
  Section section(node, "slurm", problems);
  options.partition = section.text("partition").value_or("");
  options.time_seconds = section.parsed<double>(
      "time", "a time such as \"90 s\", \"30 min\" or \"2 h\"", parse_seconds);
  if (options.time_seconds && *options.time_seconds <= 60) {
    section.problem("time",
                    "a job needs more than 60 s: it is told to stop 30 s before its end, which "
                    "Slurm counts in minutes");
  }
  options.gpus = section.integer("gpus", 0).value_or(options.gpus);
  options.cpus = section.integer("cpus", 1);
  options.jobs = section.integer("jobs", 1).value_or(options.jobs);
  if (options.jobs > 1000) {
    section.problem(
        "jobs", fmt::format("found {}, expected 1 to 1000, what an array may have", options.jobs));
  }
  options.options = section.texts("options");
  for (const std::string& option : options.options) check_option(section, option);
  section.finish();
  return options;
}

void emit_slurm(YAML::Emitter& out, const SlurmOptions& options) {
  const SlurmOptions defaults;
  bool any = false;
  const auto emit = [&](const char* key, const auto& value) {
    if (!any) out << YAML::Key << "slurm" << YAML::Value << YAML::BeginMap;
    any = true;
    out << YAML::Key << key << YAML::Value << value;
  };
  if (!options.partition.empty()) emit("partition", options.partition);
  if (options.time_seconds) emit("time", *options.time_seconds);
  if (options.gpus != defaults.gpus) emit("gpus", options.gpus);
  if (options.cpus) emit("cpus", *options.cpus);
  if (options.jobs != defaults.jobs) emit("jobs", options.jobs);
  if (!options.options.empty()) emit("options", options.options);
  if (any) out << YAML::EndMap;
}

}  // namespace remedy
