#include "launch/image_folders.h"

#include "core/error.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

// What a run directory has of its own.
constexpr const char* kOwnFolders[] = {"trials",  "predictions", "baseline", "weights",
                                       "gallery", "claims",      "slurm"};

// By what the folders are, not by their names: links and mounts lead to one under several.
bool lies_in(const fs::path& path, const fs::path& folder) {
  std::error_code ignored;
  fs::path at = fs::weakly_canonical(fs::absolute(path), ignored);
  for (;;) {
    if (fs::equivalent(at, folder, ignored)) return true;
    const fs::path parent = at.parent_path();
    if (parent == at || parent.empty()) return false;
    at = parent;
  }
}

void add_folders(std::vector<ImageFolder>& folders, const std::string& key,
                 const Listing& listing) {
  if (listing.glyphs != nullptr || listing.is_of_named_files) return;
  folders.push_back({key, listing.root});
  for (const fs::path& linked : listing.linked_folders) folders.push_back({key, linked});
}

}  // namespace

std::vector<ImageFolder> image_folders(const Study& study, const StudyListing& listing) {
  std::vector<ImageFolder> folders;
  const auto add_one = [&](const char* key, const std::optional<Listing>& one) {
    if (one) add_folders(folders, key, *one);
  };
  add_one("data.counterexamples", listing.counterexamples);
  add_one("data.counterexamples.originals", listing.originals);
  add_one("data.counterexamples.masks", listing.masks);
  add_one("data.anchors", listing.anchors);
  add_one("data.stop", listing.stop);
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    add_folders(folders, "suites." + study.suites[i].name, listing.suites[i]);
  }
  return folders;
}

void refuse_run_among_images(const RunDirectory& run, const std::vector<ImageFolder>& folders,
                             const std::string& way_out) {
  for (const ImageFolder& images : folders) {
    if (lies_in(run.root(), images.folder)) {
      throw Error(
          "{}: lies in {}, where the images of {} are: the pictures that a run keeps would join "
          "them; choose a folder outside with {}",
          run.root().string(), images.folder.string(), images.key, way_out);
    }
    for (const char* own : kOwnFolders) {
      if (!lies_in(images.folder, run.root() / own)) continue;
      throw Error(
          "{}: the images of {} lie in {}, which the run writes to; move them, or choose another "
          "folder with {}",
          run.root().string(), images.key, (run.root() / own).string(), way_out);
    }
  }
}

}  // namespace remedy
