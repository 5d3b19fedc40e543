#include "core/study/reader/suites_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/study/architectures.h"
#include "core/study/reader/image_set_reader.h"
#include "core/study/reader/sections/preprocess_section.h"
#include "core/text.h"

namespace remedy {
namespace {

class SuitesReader {
 public:
  SuitesReader(Study& study, const StudyPaths& paths, Problems& problems)
      : study_(study), paths_(paths), problems_(problems) {}

  void read(const YAML::Node& node) {
    Section section(node, "suites", problems_);
    for (const std::string& name : section.keys()) {
      Section one(section.take(name), "suites." + name, problems_);
      Suite suite;
      suite.name = name;
      if (!valid_name(name) || name == "stop") {
        section.problem(name, name == "stop" ? "\"stop\" is the stop set's name; choose another"
                                             : "a suite's name has letters, digits, '-' and '_'");
      }
      if (const auto role = one.choice("role", {"fix", "retain", "transfer", "guard"})) {
        suite.role = static_cast<Role>(*role);
      } else if (!one.has("role")) {
        one.problem("", "\"role\" is missing");
      }
      if (one.has("use")) {
        use_other_suite(one, suite);
      } else {
        suite.images = read_image_set(one, paths_);
      }
      read_transforms(one, paths_, suite.images);
      read_label_space(one, suite);
      if (one.has("preprocess")) {
        suite.preprocess =
            read_preprocess(one.take("preprocess"), "suites." + name + ".preprocess",
                            study_.preprocess_of(suite), /*with_statistics=*/false, problems_);
        require_size(one, suite);
      }
      one.finish();
      study_.suites.push_back(suite);
    }
    if (study_.suites.empty()) section.problem("", "no suite is named; there has to be one");
    section.finish();
  }

 private:
  // A vision transformer has a weight for every place in its images.
  void require_size(Section& section, const Suite& suite) {
    const ArchitectureInfo* known = find_architecture(study_.baseline.architecture);
    const int crop = study_.baseline.preprocess.crop;
    if (known == nullptr || known->transformer() == nullptr || suite.preprocess->crop == crop) {
      return;
    }
    section.problem("preprocess",
                    fmt::format("crop: found {}, expected {}, as under baseline: a {} takes images "
                                "of one size",
                                suite.preprocess->crop, crop, known->name));
  }

  // `use`: the images of a suite that stands before, as it has them.
  void use_other_suite(Section& section, Suite& suite) {
    const std::string name = section.text("use").value_or("");
    if (const Suite* other = study_.find_suite(name)) {
      suite.images = other->images;
      suite.images.transforms.clear();
      suite.preprocess = other->preprocess;
      suite.label_space = other->label_space;
      return;
    }
    std::vector<std::string> names;
    for (const Suite& known : study_.suites) names.push_back(known.name);
    section.problem(
        "use", fmt::format("there is no suite \"{}\" before this one{}; there are: {}", name,
                           did_you_mean(name, names), names.empty() ? "none" : join(names, ", ")));
  }

  void read_label_space(Section& section, Suite& suite) {
    const auto name = section.text("label_space");
    if (!name) return;
    const LabelSpace* space = study_.find_label_space(*name);
    if (space == nullptr) {
      std::vector<std::string> names;
      for (const LabelSpace& known : study_.label_spaces) names.push_back(known.name);
      section.problem("label_space", fmt::format("found \"{}\"{}; the study's label_spaces are: {}",
                                                 *name, did_you_mean(*name, names),
                                                 names.empty() ? "none" : join(names, ", ")));
      return;
    }
    suite.label_space = *name;
    auto* manifest = std::get_if<ManifestSource>(&suite.images.source);
    if (manifest != nullptr) manifest->skip_unlabelled = space->rule == LabelRule::kAnyOf;
    if (suite.images.generated() != nullptr && space->has_own_labels()) {
      section.problem("label_space",
                      "generated images are labelled by the network's classes alone");
    }
  }

  Study& study_;
  const StudyPaths& paths_;
  Problems& problems_;
};

}  // namespace

void read_suites(const YAML::Node& node, const StudyPaths& paths, Study& study,
                 Problems& problems) {
  SuitesReader(study, paths, problems).read(node);
}

void require_suite(const Study& study, const std::string& name, const std::string& key, int line,
                   Problems& problems, std::vector<std::string> others) {
  for (const Suite& suite : study.suites) others.push_back(suite.name);
  if (std::find(others.begin(), others.end(), name) != others.end()) return;
  problems.add(line, key,
               fmt::format("found \"{}\"{}; allowed: {}", name, did_you_mean(name, others),
                           join(others, ", ")));
}

}  // namespace remedy
