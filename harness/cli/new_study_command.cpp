// remedy new-study: from a checkpoint and folders of images to a study that plans.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "data/class_list.h"
#include "data/decode/image_kind.h"
#include "model/checkpoint/fit/inspection.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

struct NewStudyArguments {
  std::string weights, validation, train, problem, classes, to = "study.yaml";
};

// Names of what stands in a folder, in the order in which torchvision's ImageFolder numbers
// classes.
std::vector<std::string> names_in(const fs::path& folder, bool folders) {
  if (!fs::is_directory(folder)) throw Error("{}: there is no such folder", folder.string());
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool wanted = folders ? entry.is_directory() && name.front() != '.'
                                : entry.is_regular_file() && has_image_extension(entry.path());
    if (wanted) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> classes_in(const std::string& folder) {
  std::vector<std::string> names = names_in(folder, /*folders=*/true);
  if (names.empty()) {
    throw Error("{}: expected a sub-folder for each class, as ImageFolder has them", folder);
  }
  return names;
}

std::string yaml(const fs::path& path) { return yaml_quoted(path.string()); }

// The class list: given, or beside the study already, or made of the folders' names.
fs::path class_list(const NewStudyArguments& arguments, std::int64_t wanted) {
  const std::vector<std::string> names = classes_in(arguments.validation);
  if (!arguments.classes.empty()) return fs::absolute(arguments.classes);
  const fs::path file = fs::absolute(fs::path(arguments.to)).parent_path() / "classes.txt";
  if (fs::exists(file)) return file;
  if (static_cast<std::int64_t>(names.size()) != wanted) {
    throw Error(
        "{}: {} class folders, but the network has {} classes: give their list by --classes, one "
        "class a line in the network's order: the folder's name, a space, a name for people",
        arguments.validation, names.size(), wanted);
  }
  std::string text;
  for (const std::string& name : names) {
    if (name.find_first_of(" \t") != std::string::npos) {
      throw Error("{}: the class folder \"{}\" has a space in its name: rename it",
                  arguments.validation, name);
    }
    text += fmt::format("{} {}\n", name, name);
  }
  write_file(file, text);
  return file;
}

// FOLDER=CLASS
struct Problem {
  std::string folder, label;
  std::size_t learn = 0, stop = 0;  // images to learn from, and to stop by; the rest is tested
};

Problem read_problem(const std::string& text, const ClassList& classes) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw Error("PROBLEM is \"{}\": expected FOLDER=CLASS, such as rainbow_cows=cow", text);
  }
  Problem problem;
  problem.folder = text.substr(0, equals);
  problem.label = classes.id(classes.require(text.substr(equals + 1), "PROBLEM"));
  const std::size_t images = names_in(problem.folder, /*folders=*/false).size();
  constexpr std::size_t kLeastImages = 3;
  if (images < kLeastImages) {
    throw Error(
        "{}: {} images, expected at least {}: some to learn from, some to stop by, some to "
        "test with",
        problem.folder, images, kLeastImages);
  }
  problem.learn = std::max<std::size_t>(1, images / 3);
  problem.stop = std::max<std::size_t>(1, images / 6);
  return problem;
}

std::string study_text(const NewStudyArguments& arguments, const Inspection& inspection,
                       const fs::path& classes, const Problem& problem) {
  const auto train = static_cast<std::int64_t>(classes_in(arguments.train).size());
  std::string baseline = inspection.baseline;
  const std::size_t begin = baseline.find("  classes: ");
  baseline.replace(begin, baseline.find('\n', begin) - begin, "  classes: " + yaml(classes));
  const std::string folder = yaml(fs::absolute(problem.folder));
  const std::string label = yaml_quoted(problem.label);
  const std::string learn = std::to_string(problem.learn);
  const std::string rest = std::to_string(problem.learn + problem.stop);
  return "study: " + fs::path(arguments.to).stem().string() + "\n" + baseline +
         fmt::format("target: {{name: {0}, class: {0}}}\n", label) + "data:\n" +
         fmt::format("  counterexamples: {{folder: {}, class: {}, take: {}}}\n", folder, label,
                     learn) +
         fmt::format("  anchors: {{folder: {}, labels: folders}}\n",
                     yaml(fs::absolute(arguments.train))) +
         fmt::format("  stop: {{folder: {}, class: {}, skip: {}, take: {}}}\n", folder, label,
                     learn, problem.stop) +
         "suites:\n" +
         fmt::format("  validation: {{role: retain, folder: {}, labels: folders}}\n",
                     yaml(fs::absolute(arguments.validation))) +
         fmt::format("  test: {{role: fix, folder: {}, class: {}, skip: {}}}\n", folder, label,
                     rest) +
         "stop: {on: stop, above: 0.9, steps: 100}\n" +
         fmt::format("design: {{anchor_classes: [{}], draws: 3}}\n",
                     std::min<std::int64_t>(train, 100)) +
         "remediations:\n"
         "  mixed_finetune: {learning_rate: [1.0e-3, 1.0e-2]}\n"
         "  head_finetune: {}\n";
}

int new_study(const NewStudyArguments& arguments) {
  if (fs::exists(arguments.to)) {
    throw Error("{}: is there already; give another name by --to", arguments.to);
  }
  const Inspection inspection = inspect_checkpoint(fs::absolute(arguments.weights));
  if (inspection.networks.empty()) {
    throw Error("{}: holds no network of a known family; remedy inspect {} shows what it holds",
                arguments.weights, arguments.weights);
  }
  const std::int64_t count = inspection.networks.front().shape.classes;
  const fs::path list = class_list(arguments, count);
  const ClassList classes(list);
  if (classes.size() != count) {
    throw Error("{}: {} classes, but the network has {}", list.string(), classes.size(), count);
  }
  const Problem problem = read_problem(arguments.problem, classes);
  write_file(arguments.to, study_text(arguments, inspection, list, problem));
  std::printf("%s\n", arguments.to.c_str());
  std::fprintf(stderr,
               "written. What shapes do not show is taken as usual; look it through:\n  %s\n"
               "then: remedy plan %s\n",
               join(inspection.unseen, "\n  ").c_str(), arguments.to.c_str());
  return kOk;
}

}  // namespace

void add_new_study_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<NewStudyArguments>();
  CLI::App* command = program.add_subcommand(
      "new-study", "Write a study for a checkpoint and folders of images, ready for remedy plan");
  command->add_option("WEIGHTS", arguments->weights, "the checkpoint")->required();
  command
      ->add_option("VALIDATION", arguments->validation, "folder with a sub-folder for each class")
      ->required();
  command->add_option("TRAIN", arguments->train, "likewise, of images to learn from")->required();
  command
      ->add_option("PROBLEM", arguments->problem,
                   "FOLDER=CLASS: images of one class that the network gets wrong")
      ->required();
  command->add_option("--classes", arguments->classes,
                      "class list, one \"id name\" a line (default: the sub-folders' names)");
  command->add_option("--to", arguments->to, "study file to write")->capture_default_str();
  command->callback([arguments, &code] { code = new_study(*arguments); });
}

}  // namespace remedy
