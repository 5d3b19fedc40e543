#include "launch/study_warnings.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include "core/error.h"
#include "core/json.h"
#include "core/study/yaml/yaml_section.h"
#include "core/text.h"
#include "data/decode/image_kind.h"
#include "launch/broken_gate.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

constexpr double kGuess = 0.01;  // a result that guessing reaches more often than this is a guess

struct NamedListing {
  std::string key;  // of the study
  const ImageSet* set;
  const Listing* listing;
};

// All image sets that are files.
std::vector<NamedListing> file_sets(const Study& study, const StudyListing& listing) {
  std::vector<NamedListing> sets;
  const auto add = [&](const std::string& key, const ImageSet* set, const Listing* listed) {
    if (listed != nullptr && listed->glyphs == nullptr) sets.push_back({key, set, listed});
  };
  const auto add_source = [&](const char* key, const std::optional<ImageSet>& set,
                              const std::optional<Listing>& listed) {
    if (listed) add(std::string("data.") + key, &*set, &*listed);
  };
  add_source("counterexamples", study.data.counterexamples, listing.counterexamples);
  add_source("counterexamples.originals", study.data.counterexamples, listing.originals);
  add_source("counterexamples.masks", study.data.counterexamples, listing.masks);
  add_source("anchors", study.data.anchors, listing.anchors);
  add_source("stop", study.data.stop, listing.stop);
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    add("suites." + study.suites[i].name, &study.suites[i].images, &listing.suites[i]);
  }
  return sets;
}

// "a.gif (a GIF image)"
std::string with_content(const fs::path& root, const std::string& path) {
  std::uint8_t bytes[kImageKindBytes] = {};
  std::ifstream file(root / path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes), sizeof bytes);
  const auto count = static_cast<std::size_t>(file.gcount());
  const std::string content = describe_content(bytes, count);
  if (content.empty()) return path;
  const bool readable = image_kind(bytes, count) != ImageKind::kOther;
  return fmt::format("{} ({}{})", path, content, readable ? "; rename it" : "");
}

std::string list_names(const PassedOver& passed, std::vector<std::string> names) {
  constexpr std::size_t kNamed = 5;
  names.resize(std::min(names.size(), kNamed));
  std::string text = join(names, ", ");
  if (passed.count > names.size()) {
    text += fmt::format(" and {} more", passed.count - names.size());
  }
  return text;
}

void warn_of_files(const NamedListing& one, const std::string& keys,
                   std::vector<StudyWarning>& warnings) {
  const Listing& listing = *one.listing;
  if (const PassedOver& passed = listing.ignored; passed.count > 0) {
    std::vector<std::string> names;
    for (const std::string& path : passed.first) names.push_back(with_content(listing.root, path));
    warnings.push_back(
        {"files_left_out",
         fmt::format("{}: {} of {} left out, by their names no {}: {}", keys,
                     passed.count == 1 ? "1 file" : fmt::format("{} files", passed.count),
                     listing.root.string(), kImageKinds, list_names(passed, names))});
  }
  if (const PassedOver& dangling = listing.dangling; dangling.count > 0) {
    warnings.push_back(
        {"dangling_links",
         fmt::format(
             "{}: {} in {} nowhere, and what was there is left out: {}; restore or remove "
             "them",
             keys,
             dangling.count == 1 ? "1 link leads" : fmt::format("{} links lead", dangling.count),
             listing.root.string(), list_names(dangling, dangling.first))});
  }
}

// Whether ids are the numbers of their lines, from 0, from 1 or from wherever.
bool counts_up(const ClassList& classes, bool* numbers) {
  *numbers = true;
  bool up = true;
  std::int64_t first = 0;
  for (int i = 0; i < classes.size(); ++i) {
    const auto number = parse_integer(classes.id(i));
    if (!number) {
      *numbers = false;
      return false;
    }
    if (i == 0) first = *number;
    up = up && *number == first + i;
  }
  return up;
}

void warn_of_class_order(const std::vector<NamedListing>& sets, const ClassList& classes,
                         std::vector<StudyWarning>& warnings) {
  bool numbers = false;
  if (counts_up(classes, &numbers)) return;
  const std::string advice =
      "labels are places in that list, which has to have the order of the network's outputs; "
      "baseline.expect would confirm it";
  for (const NamedListing& one : sets) {
    if (!one.set->label.empty() || one.set->manifest() != nullptr) continue;
    std::map<std::string, int> folders;  // by name
    std::string folder;                  // images of one lie together
    for (const ListedImage& image : one.listing->images) {
      const std::size_t slash = image.path.find('/');
      if (image.path.compare(0, slash, folder) == 0) continue;
      folder = image.path.substr(0, slash);
      folders.emplace(folder, image.label);
    }
    int last = -1;
    for (const auto& [name, label] : folders) {
      if (label > last) {
        last = label;
        continue;
      }
      warnings.push_back(
          {"class_order",
           numbers ? fmt::format("{}: the class ids of {} are numbers and do not count up: folder "
                                 "'{}' has label {}; {}",
                                 one.key, classes.file().string(), name, label, advice)
                   : fmt::format("{}: its folders in the order of their names are not in the order "
                                 "of {}: '{}' has label {}, a folder before it {}; a network "
                                 "trained with torchvision's ImageFolder has the order of the "
                                 "names; {}",
                                 one.key, classes.file().string(), name, label, last, advice)});
      return;
    }
  }
}

void warn_of_target_name(const Study& study, const StudyListing& listing,
                         std::vector<StudyWarning>& warnings) {
  if (listing.target_classes.empty()) return;
  const auto named = listing.classes.find(study.target.name);
  const std::vector<int>& targets = listing.target_classes;
  if (!named || std::find(targets.begin(), targets.end(), *named) != targets.end()) return;
  warnings.push_back(
      {"target_name",
       fmt::format("target: '{}' is the name of class {} in {}, and target.class is {} ({}, {}); "
                   "check the class list and target.class",
                   study.target.name, *named, listing.classes.file().string(), targets.front(),
                   listing.classes.id(targets.front()), listing.classes.name(targets.front()))});
}

void warn_of_near_duplicates(const Json& summary, std::vector<StudyWarning>& warnings) {
  const auto found = summary.find("near_duplicates");
  if (found == summary.end()) return;
  const std::size_t count = found->at("count");
  std::string pairs;
  const auto first = found->at("first").get<std::vector<std::string>>();
  for (const std::string& pair : first) pairs += "\n  " + pair;
  if (count > first.size()) pairs += fmt::format("\n  and {} more", count - first.size());
  warnings.push_back(
      {"near_duplicates",
       fmt::format(
           "{} training image{} nearly the same as an image of a suite, as if encoded again "
           "or resized; where it is the same picture, take it out of one of the two:{}",
           count, count == 1 ? " is" : "s are", pairs)});
}

// The probability of at least `right` of `images` by guessing one of `classes`.
double guess_probability(std::int64_t right, std::int64_t images, std::int64_t classes) {
  const double chance = 1.0 / static_cast<double>(classes);
  const auto n = static_cast<double>(images);
  double sum = 0;
  for (std::int64_t i = right; i <= images; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                    k * std::log(chance) + (n - k) * std::log1p(-chance));
  }
  return std::min(sum, 1.0);
}

Json to_json(const std::vector<StudyWarning>& warnings) {
  Json list = Json::array();
  for (const StudyWarning& warning : warnings) {
    list.push_back({{"kind", warning.kind}, {"message", warning.message}});
  }
  return list;
}

}  // namespace

std::vector<StudyWarning> listing_warnings(const Study& study, const StudyListing& listing) {
  std::vector<StudyWarning> warnings;
  const std::vector<NamedListing> sets = file_sets(study, listing);
  for (std::size_t i = 0; i < sets.size(); ++i) {  // a folder that several sets share is told once
    const auto same = [&](const NamedListing& other) {
      return other.listing->root == sets[i].listing->root;
    };
    if (std::find_if(sets.begin(), sets.end(), same) != sets.begin() + static_cast<long>(i)) {
      continue;
    }
    std::vector<std::string> keys;
    for (const NamedListing& one : sets) {
      if (same(one)) keys.push_back(one.key);
    }
    warn_of_files(sets[i], join(keys, ", "), warnings);
  }
  if (!study.baseline.expect && listing.glyphs == nullptr) {
    warn_of_class_order(sets, listing.classes, warnings);
    warn_of_target_name(study, listing, warnings);
  }
  return warnings;
}

std::vector<StudyWarning> baseline_warnings(const Study& study, const Json& summary) {
  std::vector<BaselineStop> stops;
  for (const Json& stop : summary.value("stops", Json::array())) {
    stops.push_back(baseline_stop_from_json(stop));
  }
  std::vector<StudyWarning> warnings = too_small_to_show(study, summary.at("baseline"), stops);
  warn_of_near_duplicates(summary, warnings);
  const std::int64_t classes = summary.value("classes", std::int64_t{0});
  if (study.baseline.expect || classes < 2) return warnings;
  for (const auto& [suite, entry] : summary.at("baseline").items()) {
    if (entry.at("role") != to_string(Role::kRetain)) continue;
    const std::int64_t images = entry.at("images");
    const double top1 = entry.at("top1");
    const std::int64_t right = std::llround(top1 * static_cast<double>(images));
    if (guess_probability(right, images, classes) <= kGuess) continue;
    warnings.push_back(
        {"baseline_at_chance",
         fmt::format("the baseline is right on {} of {} images of suites.{} (top-1 {:.4f}), about "
                     "as often as guessing among {} classes, and no baseline.expect confirms it: "
                     "check that the order of {} is that of the network's outputs, the weights and "
                     "the preprocessing",
                     right, images, suite, top1, classes, study.baseline.classes.string())});
  }
  return warnings;
}

void keep_warnings(const RunDirectory& run, const std::string& of,
                   const std::vector<StudyWarning>& warnings) {
  const fs::path file = run.warnings();
  Json kept = Json::object();
  if (fs::exists(file)) kept = read_json(file);
  const Json before = kept;
  kept[of] = to_json(warnings);
  const bool any =
      std::any_of(kept.begin(), kept.end(), [](const Json& list) { return !list.empty(); });
  if (any) {
    if (kept != before) write_json(file, kept);
  } else {
    std::error_code none;
    fs::remove(file, none);
  }
}

}  // namespace remedy
