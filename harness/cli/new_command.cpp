// remedy new: a plugin project, or a script, that passes as it is written.
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/filled_text.h"
#include "cli/new_script.h"
#include "core/error.h"
#include "core/file.h"

namespace remedy {
namespace {

struct NewArguments {
  std::string name;
  std::string directory;
  bool python = false;
};

const char kSource[] = R"(// One sentence about the idea, and the paper it comes from.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class @Class@ : public remedy::Remediation {
 public:
  explicit @Class@(const remedy::Parameters& parameters)
      : options_(parameters), pull_(parameters.real("pull")) {}

  // As an example: fine-tunes on counterexamples and anchors, while the logits are pulled towards
  // those of the baseline.
  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor before = context.baseline_logits();
    remedy::finetune(
        model, context, options_, [&](remedy::Model& network, const remedy::Batch& batch) {
          const at::Tensor logits = network.forward(batch.images);
          const at::Tensor moved = logits - before.index_select(0, batch.rows);
          return remedy::weighted_cross_entropy(logits, batch) +
                 pull_ * (moved.square().mean(1) * batch.weights).sum();
        });
  }

 private:
  remedy::FinetuneOptions options_;
  double pull_;
};

}  // namespace

REMEDY_REMEDIATION(@Class@, "@name@", "1.0.0", "What it does, in one sentence.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
                   remedy::finetune_parameters(),
                   remedy::real("pull", 0.1, remedy::non_negative,
                                "weight of the squared distance to the baseline's logits"));
)";

const char kCMake[] = R"(cmake_minimum_required(VERSION 3.25)
project(@name@ LANGUAGES CXX)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_package(Remedy REQUIRED)
remedy_add_remediation(@name@ @name@.cpp)

# ctest: whether the plugin keeps to the contract.
enable_testing()
find_program(REMEDY remedy HINTS ${Remedy_DIR}/../../../bin ${Remedy_DIR}/bin)
add_test(NAME check COMMAND ${REMEDY} check $<TARGET_FILE:@name@>)
)";

const char kReadme[] = R"(# @name@

A remediation for Remedy. To build and check it (where Remedy is not installed, with
`-DRemedy_DIR=<its build folder>`):

    cmake -B build && cmake --build build && ctest --test-dir build

To use it, tell Remedy where it is, and name it in a study under `remediations:`:

    export REMEDY_PLUGIN_PATH=$PWD/build
    remedy describe @name@
)";

void require_identifier(const std::string& name) {
  bool valid = !name.empty() && std::islower(static_cast<unsigned char>(name[0]));
  for (const unsigned char c : name)
    valid = valid && (std::islower(c) || std::isdigit(c) || c == '_');
  if (!valid) {
    throw Error(
        "\"{}\": a remediation's name begins with a lower-case letter and continues with "
        "lower-case letters, digits and '_'",
        name);
  }
}

// "my_fix": "MyFix"
std::string class_name(const std::string& name) {
  std::string result;
  bool upper = true;
  for (const char c : name) {
    if (c != '_')
      result += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '_';
  }
  return result;
}

int create(const NewArguments& arguments) {
  require_identifier(arguments.name);
  const std::filesystem::path folder =
      arguments.directory.empty() ? arguments.name : arguments.directory;
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder)) {
    throw Error("{}: is there already, and not empty; name another folder", folder.string());
  }
  if (arguments.python) {
    write_script(folder, arguments.name);
    std::printf("%s: next: python3 %s/test_%s.py\n", folder.c_str(), folder.c_str(),
                arguments.name.c_str());
    return kOk;
  }
  const std::map<std::string, std::string> names = {{"@name@", arguments.name},
                                                    {"@Class@", class_name(arguments.name)}};
  write_file(folder / (arguments.name + ".cpp"), filled(kSource, names));
  write_file(folder / "CMakeLists.txt", filled(kCMake, names));
  write_file(folder / "README.md", filled(kReadme, names));
  std::printf(
      "%s: next: cmake -B %s/build %s && cmake --build %s/build && ctest --test-dir "
      "%s/build\n",
      folder.c_str(), folder.c_str(), folder.c_str(), folder.c_str(), folder.c_str());
  return kOk;
}

}  // namespace

void add_new_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<NewArguments>();
  CLI::App* command = program.add_subcommand("new",
                                             "Write a plugin project: source, CMakeLists.txt, test "
                                             "and README, ready to build; or a Python "
                                             "script with its test");
  command->add_option("NAME", arguments->name, "the remediation's id, such as my_fix")->required();
  command->add_option("DIR", arguments->directory, "folder to create (default: NAME)");
  command->add_flag("--python", arguments->python, "a Python script, which needs no building");
  command->callback([arguments, &code] { code = create(*arguments); });
}

}  // namespace remedy
