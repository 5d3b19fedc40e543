// Labelled images as a study names them, by where they come from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/study/cue_transform.h"

namespace remedy {

// The splits of generated images; the place is the number that the generator gets. No two share a
// sample.
inline constexpr const char* kGeneratedSplits[] = {"train", "validation",      "test",
                                                   "stop",  "counterexamples", "anchors"};

// What a study calls the generator (data/emoji): the key of an image set, and the classes.
inline constexpr char kGenerator[] = "emoji";

// The same of the generator of animals on two kinds of ground (data/emoji/animal_groups.h).
inline constexpr char kGroupsGenerator[] = "emoji_groups";

// Its column beside the label: what lies behind the animal.
inline constexpr char kBackgroundColumn[] = "background";

// The share of a class's training images that are on its usual ground.
inline constexpr double kAlignedInTraining = 0.95;

// Files of a folder, in the bytewise order of their paths relative to it.
struct FolderSource {
  std::filesystem::path folder;
  std::size_t skip = 0;             // leaves out the first so many images
  std::optional<std::size_t> take;  // then keeps so many, of which there have to be enough
  // Where given, file by file under the same names. Of counterexamples: the images they were made
  // of, and masks that are white where something was changed. Else masks are white where the
  // subject is.
  std::filesystem::path originals;
  std::filesystem::path masks;
};

// Images that a generator draws, by class, then by index.
struct GeneratedSource {
  int split = 0;                    // an index of kGeneratedSplits
  std::vector<std::string> except;  // classes left out where the set has all classes
  std::size_t first = 0;            // of each class, the index of the first sample
  std::size_t per_class = 1;
  bool rainbow = false;
  // Of each class the first samples from `first` on that the baseline gets wrong.
  bool misclassified = false;
};

// Which samples of a set on grounds are taken: on the class's usual ground, or on the other.
enum class GroundPart { kAll, kAligned, kConflicting };

// Animals on two kinds of ground, by class, then by index.
struct GroupedSource {
  int split = 0;              // an index of kGeneratedSplits
  std::size_t first = 0;      // of each class, the index of the first sample
  std::size_t per_class = 1;  // before `part` leaves some of them out
  double aligned = 0.5;       // the share of each class's samples that are on its usual ground
  GroundPart part = GroundPart::kAll;
};

// Rows of a table that have one of these values in a column.
struct RowFilter {
  std::string column;
  std::vector<std::string> values;
};

// Rows of a table (CSV, TSV or JSON lines), in the order of the file.
struct ManifestSource {
  std::filesystem::path file;
  std::filesystem::path root;  // that relative file names are relative to
  // What the study calls a column, and what the table calls it: `file_name`, `label`, `split`,
  // `mask`, `original`, or any other. Usual names of the first five need not be given.
  std::vector<std::pair<std::string, std::string>> columns;
  std::vector<RowFilter> where;     // rows that pass all of them
  bool skip_unlabelled = false;     // leaves out rows without a label, where labels are any_of
  std::size_t skip = 0;             // leaves out the first so many of these
  std::optional<std::size_t> take;  // then keeps so many, of which there have to be enough
};

// The column that holds the class, in groupings of any source.
inline constexpr char kLabelColumn[] = "label";

// The column that holds the path, as `pair_by` of any set of files.
inline constexpr char kFileNameColumn[] = "file_name";

// One way to divide a set into groups.
struct Grouping {
  std::string name;
  std::vector<std::string> columns;  // kLabelColumn among them, or another column of a manifest
  // False: one group for every combination of values. True: one group for every column, of the rows
  // where it is 1, true or yes; an image may be in several groups or in none.
  bool overlapping = false;
  // How much each group counts in the mean by prevalence: its share among the rows of another split
  // of the manifest, or the number given for it. Neither: there is no such mean.
  std::string weights_split;
  std::vector<std::pair<std::string, double>> weights;
};

struct ImageSet {
  std::variant<FolderSource, GeneratedSource, ManifestSource, GroupedSource> source;
  // One class for all of them (a class id, name or index), or empty: in a folder, the name of the
  // sub-folder an image lies in is its class id (`labels: folders`); generated, all classes; of a
  // manifest, what its column says.
  std::string label;
  std::vector<Grouping> groupings;
  // Images of two sets with the same key are partners: "file_name", the path relative to the
  // folder, or a column of a manifest. Empty: images have no partners.
  std::string pair_by;
  // Of the prepared images, one after the other.
  std::vector<CueTransform> transforms;

  // nullptr where the images come from elsewhere.
  const FolderSource* folder() const { return std::get_if<FolderSource>(&source); }
  FolderSource* folder() { return std::get_if<FolderSource>(&source); }
  const GeneratedSource* generated() const { return std::get_if<GeneratedSource>(&source); }
  GeneratedSource* generated() { return std::get_if<GeneratedSource>(&source); }
  const ManifestSource* manifest() const { return std::get_if<ManifestSource>(&source); }
  const GroupedSource* grouped() const { return std::get_if<GroupedSource>(&source); }

  // Whether the image that each was made of is at hand. The generator has it of every recoloured
  // sample, a manifest in a column that `columns:` names.
  bool has_originals() const {
    if (const ManifestSource* table = manifest()) {
      return std::any_of(table->columns.begin(), table->columns.end(),
                         [](const auto& column) { return column.first == "original"; });
    }
    if (generated() != nullptr) return generated()->rainbow;
    return folder() != nullptr && !folder()->originals.empty();
  }
  // Whether it depends on the baseline which images there are.
  bool depends_on_baseline() const { return generated() && generated()->misclassified; }
};

}  // namespace remedy
