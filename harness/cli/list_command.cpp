// remedy list, remedy describe: what there is.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "core/catalogue.h"
#include "core/error.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "core/study/architectures.h"
#include "core/study/geometry.h"
#include "core/text.h"
#include "data/datasets/dataset.h"
#include "launch/discovery.h"

namespace remedy {
namespace {

struct ListArguments {
  std::string what = "remediations";
  std::string runs = "runs";
  std::vector<std::string> plugins;
};

Catalogue catalogue(const std::vector<std::string>& extra) {
  return describe_plugins(find_plugins({extra.begin(), extra.end()}));
}

// " [counterexamples, stop set; needs a linear head]"
std::string in_brackets(const RemediationInfo& info) {
  const std::vector<std::string> supervision = info.uses.supervision();
  std::vector<std::string> parts;
  if (!supervision.empty()) parts.push_back(join(supervision, ", "));
  if (!info.needs.empty()) parts.push_back("needs " + join(info.needs, ", "));
  return parts.empty() ? "" : " [" + join(parts, "; ") + "]";
}

int list_remediations(const std::vector<std::string>& extra) {
  const Catalogue all = catalogue(extra);
  std::size_t width = 0, versions = 7;
  for (const auto& [id, info] : all.remediations) {
    width = std::max(width, id.size());
    versions = std::max(versions, info.version.size());
  }
  for (const auto& [id, info] : all.remediations) {
    std::printf("%-*s  %-*s  %s%s\n", static_cast<int>(width), id.c_str(),
                static_cast<int>(versions), info.version.c_str(), info.summary.c_str(),
                in_brackets(info).c_str());
  }
  for (const RejectedPlugin& rejected : all.rejected) {
    std::fprintf(stderr, "%s: %s\n", rejected.library.c_str(), rejected.reason.c_str());
  }
  return all.rejected.empty() ? kOk : kSomeFailed;
}

int list_runs(const std::filesystem::path& folder) {
  std::error_code none;
  std::vector<std::filesystem::path> runs;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (std::filesystem::exists(entry.path() / "plan.json")) runs.push_back(entry.path());
  }
  std::sort(runs.begin(), runs.end());
  for (const auto& path : runs) {
    const RunDirectory run(path);
    std::vector<UnreadableRecord> unreadable;
    const auto records = run.load_records(unreadable);
    const Plan plan = plan_from_json(read_json(run.plan()));
    std::size_t done = 0, failed = 0;
    for (const Trial& trial : plan.trials) {
      const auto found = records.find(trial.id);
      if (found == records.end()) continue;
      ++done;
      failed += !has_result(found->second.result.status);
    }
    std::printf("%-32s  %zu of %zu trials done, %zu failed\n", path.c_str(), done,
                plan.trials.size(), failed);
  }
  if (runs.empty()) std::fprintf(stderr, "no run in %s\n", folder.c_str());
  return kOk;
}

// What a study says of a network beside its name.
std::string baseline_keys() {
  std::string text =
      "\nUnder baseline, beside architecture and base_width, what shapes of weights do not show of "
      "residual networks:\n"
      "  stem            (default imagenet)\n";
  for (const NamedStem& named : named_stems()) {
    text += fmt::format("    {:<14}{}\n", named.name, to_text(named.stem));
  }
  return text +
         "    or a map, such as {kernel: 3, stride: 1, pool: max, pool_padding: 0, pool_ceil: "
         "true}\n"
         "  stride_in       3x3 (default, as torchvision) or 1x1 (as caffe): the convolution of a\n"
         "                  bottleneck that has the stride; resnet50 and larger\n"
         "  batch_norm_eps  1e-05 by default\n";
}

std::string network_text(const ArchitectureInfo& network) {
  if (const TransformerLayout* layout = network.transformer()) {
    return fmt::format(
        "{}\nA vision transformer: {} layers of {} numbers a token, {} heads, patches of {}x{} "
        "pixels.\n"
        "Weights are found under torchvision's and timm's names ({}).\n"
        "Images are as large as preprocess.crop says, a multiple of {}; there is no batch norm.\n",
        network.name, layout->layers, layout->width, layout->heads, layout->patch, layout->patch,
        timm_name(network, network.preprocess.crop), layout->patch);
  }
  if (const DenseLayout* layout = network.dense()) {
    return fmt::format(
        "{}\nA densely connected network (DenseNet) of {} layers in four blocks, {} channels a "
        "layer.\nWeights are found under torchvision's names, which are timm's too, and under "
        "those "
        "of torchvision's older files.\n",
        network.name, fmt::join(layout->blocks, " + "), layout->growth);
  }
  if (network.scripted()) {
    return network.name +
           "\nAny network, as a program that torch.jit.script(model) and save() wrote; it is run, "
           "so "
           "trust it first.\n  head      the name of its last layer, which is linear and the last "
           "that happens: fc\n  weights   the program's file\nIt has two stages, all and the head. "
           "A traced program keeps the mode that it was traced in.\n";
  }
  return fmt::format(
      "{}\nA residual network{}.\nWeights are found under torchvision's, timm's and Hugging Face's "
      "names.\n{}",
      network.name, network.residual()->bottlenecks ? ", of bottlenecks" : "", baseline_keys());
}

int list(const ListArguments& arguments) {
  if (arguments.what == "remediations") return list_remediations(arguments.plugins);
  if (arguments.what == "runs") return list_runs(arguments.runs);
  if (arguments.what == "datasets") {
    for (const Dataset& set : datasets()) {
      std::printf("%-12s  %s\n%14s%s\n", set.id.c_str(), set.summary.c_str(), "",
                  set.source.c_str());
    }
    return kOk;
  }
  std::puts(join(architecture_names(), "\n").c_str());
  std::fputs(baseline_keys().c_str(), stderr);
  return kOk;
}

std::string default_text(const ParameterInfo& parameter) {
  return to_text(parameter.default_value);
}

int describe(const std::string& name, const std::vector<std::string>& extra) {
  if (const ArchitectureInfo* network = find_architecture(name)) {
    std::fputs(network_text(*network).c_str(), stdout);
    return kOk;
  }
  const Catalogue all = catalogue(extra);
  const auto found = all.remediations.find(name);
  if (found == all.remediations.end()) {
    throw Error("there is no remediation \"{}\"{}; there are: {}", name,
                did_you_mean(name, all.ids()), join(all.ids(), ", "));
  }
  const RemediationInfo& info = found->second;
  std::printf("%s %s\n%s\n\n", info.id.c_str(), info.version.c_str(), info.summary.c_str());
  const auto uses = info.uses.names();
  const auto supervision = info.uses.supervision();
  std::printf("uses         %s\nsupervision  %s\nneeds        %s\nlibrary      %s\n",
              uses.empty() ? "nothing" : join(uses, ", ").c_str(),
              supervision.empty() ? "none" : join(supervision, ", ").c_str(),
              info.needs.empty() ? "nothing of the network" : join(info.needs, ", ").c_str(),
              info.library.c_str());
  if (!info.parameters.empty()) std::printf("\nparameters\n");
  for (const ParameterInfo& parameter : info.parameters) {
    std::printf("  %s: %s\n      %s; default %s\n      %s\n", parameter.name.c_str(),
                to_string(parameter.kind), parameter.allowed().c_str(),
                default_text(parameter).c_str(), parameter.documentation.c_str());
    const auto more = parameter.uses.supervision();
    if (!more.empty()) {
      std::printf("      another value than the default uses %s\n", join(more, ", ").c_str());
    }
  }
  return kOk;
}

}  // namespace

void add_list_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command =
      program.add_subcommand("list", "List remediations, architectures, runs or data sets");
  command->add_option("WHAT", arguments->what, "remediations, architectures, runs or datasets")
      ->check(CLI::IsMember({"remediations", "architectures", "runs", "datasets"}))
      ->capture_default_str();
  command->add_option("--runs", arguments->runs, "folder that holds the runs")
      ->capture_default_str();
  command->add_option("--plugin", arguments->plugins, "a plugin, or a folder of them, besides")
      ->allow_extra_args(false);
  command->callback([arguments, &code] { code = list(*arguments); });
}

void add_describe_command(CLI::App& program, int& code) {
  auto name = std::make_shared<std::string>();
  auto plugins = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      program.add_subcommand("describe",
                             "A remediation's parameters with kinds, ranges, defaults and "
                             "documentation; or what a study says of an architecture");
  command->add_option("NAME", *name, "the remediation's id, or an architecture")->required();
  command->add_option("--plugin", *plugins, "a plugin, or a folder of them, besides")
      ->allow_extra_args(false);
  command->callback([name, plugins, &code] { code = describe(*name, *plugins); });
}

}  // namespace remedy
