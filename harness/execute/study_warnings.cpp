#include "execute/study_warnings.h"

#include <algorithm>
#include <fstream>

#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "data/image_kind.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

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
