#include "data/folder_source.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"
#include "data/decode/image_kind.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamed = 5;  // of the files that are passed over

bool leads_nowhere(const fs::directory_entry& entry) {
  std::error_code ignored;
  return entry.is_symlink() && !entry.exists(ignored);
}

void add_once(std::vector<fs::path>& folders, fs::path folder) {
  if (std::find(folders.begin(), folders.end(), folder) == folders.end()) {
    folders.push_back(std::move(folder));
  }
}

// Relative paths of all images below the listing's root, sorted; what else is there is told in
// `listing`.
std::vector<std::string> find_images(Listing& listing) {
  const fs::path& root = listing.root;
  std::vector<std::string> paths;
  try {
    constexpr auto kFollow = fs::directory_options::follow_directory_symlink;
    for (auto entry = fs::recursive_directory_iterator(root, kFollow);
         entry != fs::recursive_directory_iterator(); ++entry) {
      const bool hidden = entry->path().filename().string().front() == '.';
      if (hidden) {
        entry.disable_recursion_pending();
      } else if (!entry->is_directory()) {
        std::string path = entry->path().lexically_relative(root).generic_string();
        if (has_image_extension(entry->path())) {
          paths.push_back(std::move(path));
        } else if (leads_nowhere(*entry)) {
          listing.dangling.add(path, /*kept=*/SIZE_MAX);  // one of them may be a class's folder
        } else {
          listing.ignored.add(path, kNamed);
        }
      } else if (entry->is_symlink()) {
        add_once(listing.linked_folders, fs::canonical(entry->path()));
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw Error("{}: cannot be listed: {}",
                error.path1().empty() ? root.string() : error.path1().string(),
                error.code().message());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

int label_from_folder(const std::string& path, const fs::path& root, const ClassList& classes) {
  const auto slash = path.find('/');
  if (slash == std::string::npos) {
    throw Error(
        "{}: lies in no class's folder; with 'labels: folders' every image of {} must lie in a "
        "sub-folder named by a class id of {}, such as '{}'",
        (root / path).string(), root.string(), classes.file().string(), classes.id(0));
  }
  const std::string folder = path.substr(0, slash);
  if (const auto index = classes.find_id(folder)) return *index;
  const auto meant = classes.find(folder);
  throw Error(
      "{}: '{}' is no class id of {}{}", (root / folder).string(), folder, classes.file().string(),
      meant ? fmt::format("; did you mean '{}' ({})?", classes.id(*meant), classes.name(*meant))
            : did_you_mean(folder, classes.ids()));
}

// A class whose folder is a link that leads nowhere would be missing without a word.
void refuse_missing_class(const Listing& listing, const ClassList& classes) {
  for (const std::string& link : listing.dangling.first) {
    if (!classes.find_id(link)) continue;
    std::error_code ignored;
    throw Error(
        "{}: this link leads nowhere ({}), and the images of class {} would be missing; restore or "
        "remove it",
        (listing.root / link).string(), fs::read_symlink(listing.root / link, ignored).string(),
        link);
  }
}

std::string without_extension(const std::string& path) {
  return fs::path(path).replace_extension().generic_string();
}

}  // namespace

Listing FolderImages::scan() const {
  std::error_code code;
  if (!fs::is_directory(from_.folder, code)) {
    throw Error("{}: {}", from_.folder.string(),
                fs::exists(from_.folder, code) ? "is not a folder" : "no such folder");
  }
  Listing listing;
  listing.root = from_.folder;
  const auto paths = find_images(listing);
  if (paths.empty()) {
    throw Error("{}: no image in this folder; expected {} files", from_.folder.string(),
                kImageKinds);
  }
  const bool by_folder = label_.empty();
  if (by_folder) refuse_missing_class(listing, classes_);
  const int label = by_folder ? 0 : classes_.require(label_, from_.folder.string());
  for (const auto& path : paths) {
    ListedImage image;
    image.path = path;
    image.label = by_folder ? label_from_folder(path, from_.folder, classes_) : label;
    listing.images.push_back(std::move(image));
  }

  if (from_.skip >= paths.size()) {
    throw Error("{}: skip: {} leaves none of its {} images", from_.folder.string(), from_.skip,
                paths.size());
  }
  const std::size_t left = paths.size() - from_.skip;
  if (from_.take && (*from_.take > left || *from_.take == 0)) {
    throw Error("{}: take: {} is not possible; {} images are left of {} after skip: {}",
                from_.folder.string(), *from_.take, left, paths.size(), from_.skip);
  }
  const auto first = listing.images.begin() + static_cast<std::ptrdiff_t>(from_.skip);
  const auto last = first + static_cast<std::ptrdiff_t>(from_.take.value_or(left));
  listing.images =
      std::vector<ListedImage>(std::make_move_iterator(first), std::make_move_iterator(last));
  return listing;
}

std::optional<Listing> FolderImages::originals(const Listing& images) const {
  return partners(images, from_.originals, "originals");
}

std::optional<Listing> FolderImages::masks(const Listing& images) const {
  return partners(images, from_.masks, "masks");
}

std::optional<Listing> FolderImages::partners(const Listing& images, const fs::path& folder,
                                              const char* key) const {
  if (folder.empty()) return std::nullopt;
  FolderSource all;
  all.folder = folder;
  Listing found = FolderImages(all, label_, classes_).scan();
  std::map<std::string, ListedImage> by_name;
  for (ListedImage& image : found.images) by_name[without_extension(image.path)] = image;
  found.images.clear();
  for (const ListedImage& image : images.images) {
    const auto partner = by_name.find(without_extension(image.path));
    if (partner == by_name.end()) {
      throw Error(
          "{}: has no partner in {}: data.counterexamples.{} needs {}.png, or another image "
          "of that name",
          (images.root / image.path).string(), folder.string(), key, without_extension(image.path));
    }
    found.images.push_back(partner->second);
    found.images.back().label = image.label;
  }
  hash_images(found);
  return found;
}

}  // namespace remedy
