// remedy import: a data set of the field, made ready for studies.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "data/datasets/import.h"

namespace remedy {
namespace {

struct ImportArguments {
  std::string dataset;
  std::string folder;
  std::string out;
};

int import_from(const ImportArguments& arguments) {
  const Dataset& set = find_dataset(arguments.dataset);
  const std::filesystem::path out = arguments.out.empty() ? set.id : arguments.out;
  const Imported imported = import_dataset(set, arguments.folder, out);
  if (!imported.groups.empty()) {
    std::printf("%-32s %9s %9s %9s\n", set.grouping.c_str(), "train", "val", "test");
  }
  for (const ImportedGroup& group : imported.groups) {
    std::printf("%-32s %9zu %9zu %9zu\n", group.name.c_str(), group.train, group.val, group.test);
  }
  for (const ImportedSuite& suite : imported.suites) {
    std::printf("%-32s %9zu images of %zu classes\n", suite.name.c_str(), suite.images,
                suite.classes);
  }
  std::printf("\nReported: %s.\n", set.metric.c_str());
  for (const std::string& note : set.notes) std::printf("Note: %s.\n", note.c_str());
  for (const std::string& warning : imported.warnings) {
    std::fprintf(stderr, "warning: %s\n", warning.c_str());
  }
  std::printf("\n%s\n", imported.manifest.c_str());
  if (!imported.classes.empty()) std::printf("%s\n", imported.classes.c_str());
  std::printf("%s\n", imported.study.c_str());
  std::fprintf(stderr, "next: say in %s where the baseline's weights are, then: remedy plan %s\n",
               imported.study.c_str(), imported.study.c_str());
  return kOk;
}

}  // namespace

void add_import_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = program.add_subcommand(
      "import", "Write a manifest and a study for a data set of the field (see: list datasets)");
  command->add_option("DATASET", arguments->dataset, "which one")->required();
  command->add_option("DIR", arguments->folder, "where its files lie")->required();
  command->add_option("--out", arguments->out,
                      "folder to write into; default: the data set's name");
  command->callback([arguments, &code] { code = import_from(*arguments); });
}

}  // namespace remedy
