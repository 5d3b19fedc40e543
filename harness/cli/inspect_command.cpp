// remedy inspect: what a checkpoint file holds, and what a study says to use it.
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "core/error.h"
#include "core/text.h"
#include "model/checkpoint/fit/inspection.h"

namespace remedy {
namespace {

struct InspectArguments {
  std::string file;
  bool json = false;
};

// What a terminal may show of names that come out of a file.
std::string shown(const std::string& text) {
  const std::string quoted = in_quotes(text);
  return quoted.substr(1, quoted.size() - 2);
}

void print_sets(const Inspection& inspection) {
  constexpr std::size_t kMostSets = 20;
  std::printf("dicts of tensors:\n");
  for (std::size_t i = 0; i < inspection.sets.size(); ++i) {
    if (i == kMostSets) {
      std::printf("  ... (%zu in all)\n", inspection.sets.size());
      break;
    }
    const InspectedSet& set = inspection.sets[i];
    std::vector<std::string> names;
    for (const std::string& name : set.names) names.push_back(shown(name));
    std::printf("  %-24s %5zu tensors, %8.1f MB: %s%s\n",
                set.key.empty() ? "(top)" : shown(set.key).c_str(), set.tensors,
                static_cast<double>(set.bytes) / 1e6, join(names, ", ").c_str(),
                set.tensors > names.size() ? ", ..." : "");
    if (!set.other.empty()) {
      std::printf("  %-24s by its names and shapes %s, of which there is no network here\n", "",
                  set.other.c_str());
    }
  }
}

void print_network(const Recognised& network) {
  const NetworkShape& shape = network.shape;
  std::string seen;
  if (const ResidualShape* residual = shape.residual()) {
    seen = fmt::format(", base width {0}, first convolution {1}x{1}", residual->base_width,
                       residual->kernel);
  } else if (const TransformerShape* transformer = shape.transformer()) {
    seen = fmt::format(", images of {0}x{0} pixels", transformer->pixels);
  }
  std::printf("  %s: %s, %s%s, names are %s\n", in_words(network.fit).c_str(),
              shape.architecture.c_str(),
              shape.classes == 0 ? "without a last layer"
                                 : fmt::format("{} classes", shape.classes).c_str(),
              seen.c_str(), network.fit.names->name);
  if (!network.fit.head.empty()) {
    std::printf("    the last layer is %s\n", shown(network.fit.head).c_str());
  }
  const auto names = [](const char* what, const std::vector<std::string>& all) {
    if (all.empty()) return;
    std::string list;
    for (std::size_t i = 0; i < all.size() && i < 6; ++i)
      list += (i > 0 ? ", " : "") + shown(all[i]);
    std::printf("    %s: %s%s\n", what, list.c_str(), all.size() > 6 ? ", ..." : "");
  };
  names("superfluous, and perhaps another network", network.fit.superfluous);
  names("left aside", network.fit.aside);
}

int inspect(const InspectArguments& arguments) {
  const Inspection inspection = inspect_checkpoint(arguments.file);
  if (arguments.json) {
    std::fputs(pretty(to_json(inspection)).c_str(), stdout);
    return kOk;
  }
  std::printf("%s\n", arguments.file.c_str());
  print_sets(inspection);
  if (inspection.networks.empty()) {
    std::printf(
        "none of them is a whole network of a family that is known here (remedy list "
        "architectures)\n");
    return kOk;
  }
  std::printf("networks:\n");
  for (const Recognised& network : inspection.networks) print_network(network);
  std::printf("what shapes do not show, and has to be known:\n");
  for (const std::string& line : inspection.unseen) std::printf("  %s\n", line.c_str());
  std::printf("in a study%s:\n%s", inspection.networks.size() > 1 ? ", for the first of these" : "",
              inspection.baseline.c_str());
  return kOk;
}

}  // namespace

void add_inspect_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command = program.add_subcommand(
      "inspect",
      "Show what a checkpoint holds, and what a study says to use it; nothing in it is run");
  command->add_option("FILE", arguments->file, ".pth, .safetensors or an index of shards")
      ->required();
  command->add_flag("--json", arguments->json, "the same as JSON");
  command->callback([arguments, &code] { code = inspect(*arguments); });
}

}  // namespace remedy
