// Labelled images as a study names them, by where they come from.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace remedy {

// The splits of generated images; the place is the number that the generator gets. No two share a
// sample.
inline constexpr const char* kGeneratedSplits[] = {"train", "validation",      "test",
                                                   "stop",  "counterexamples", "anchors"};

// What a study calls the generator (data/emoji): the key of an image set, and the classes.
inline constexpr char kGenerator[] = "emoji";

// Files of a folder, in the bytewise order of their paths relative to it.
struct FolderSource {
  std::filesystem::path folder;
  std::size_t skip = 0;             // leaves out the first so many images
  std::optional<std::size_t> take;  // then keeps so many, of which there have to be enough
  // Of counterexamples, where given: the images they were made of, and masks that are white where
  // something was changed, file by file under the same names.
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

struct ImageSet {
  std::variant<FolderSource, GeneratedSource> source;
  // One class for all of them (a class id, name or index), or empty: in a folder, the name of the
  // sub-folder an image lies in is its class id (`labels: folders`); generated, all classes.
  std::string label;

  // nullptr where the images come from elsewhere.
  const FolderSource* folder() const { return std::get_if<FolderSource>(&source); }
  FolderSource* folder() { return std::get_if<FolderSource>(&source); }
  const GeneratedSource* generated() const { return std::get_if<GeneratedSource>(&source); }
  GeneratedSource* generated() { return std::get_if<GeneratedSource>(&source); }

  // Whether the image that each was made of is at hand. The generator has it of every recoloured
  // sample.
  bool has_originals() const {
    return generated() ? generated()->rainbow : !folder()->originals.empty();
  }
  // Whether it depends on the baseline which images there are.
  bool depends_on_baseline() const { return generated() && generated()->misclassified; }
};

}  // namespace remedy
