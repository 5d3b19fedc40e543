#include "data/listing.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/granted_cores.h"
#include "core/hash.h"
#include "core/parallel.h"
#include "core/text.h"
#include "data/content_index.h"
#include "data/file_stamp.h"
#include "data/image_kind.h"

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

// Fills in size and content of every image.
void add_contents(Listing& listing, std::int64_t now_ns) {
  ContentIndex index(listing.root);
  std::map<std::uint64_t, bool> telling;  // by device: see keeps_change_times()
  struct Unknown {
    ListedImage* image;
    FileStamp stamp;
  };
  std::vector<Unknown> unknown;
  for (auto& image : listing.images) {
    const auto file = listing.root / image.path;
    const FileStamp stamp = stamp_of(file);
    image.bytes = stamp.bytes;
    auto device = telling.find(stamp.device);
    if (device == telling.end()) {
      device = telling.emplace(stamp.device, keeps_change_times(file)).first;
    }
    auto hash = device->second ? index.find(image.path, stamp) : std::nullopt;
    if (hash) {
      image.content = std::move(*hash);
    } else {
      unknown.push_back({&image, stamp});
    }
  }
  parallel_for(unknown.size(), granted_threads(), [&](std::size_t i) {
    ListedImage& image = *unknown[i].image;
    image.content = sha256_file(listing.root / image.path);
  });
  for (const auto& [image, stamp] : unknown) {
    if (telling.at(stamp.device)) index.remember(image->path, stamp, image->content, now_ns);
  }
  index.prune([&](const std::string& path) {
    std::error_code code;
    return fs::exists(listing.root / path, code);
  });
  index.save();
}

// What determines a sample's bytes.
std::string sample_content(const GlyphSet& glyphs, const SampleSpec& spec) {
  return sha256(fmt::format("{} {} {} {} {}", glyphs.content(), spec.class_index, spec.split,
                            spec.index, static_cast<int>(spec.recolour)));
}

std::string hash_of(const std::vector<ListedImage>& images) {
  Sha256 hash;
  for (const auto& image : images) hash.update(fmt::format("{} {}\n", image.label, image.content));
  return hash.hex();
}

Listing list_generated(const ImageSet& set, const ClassList& classes,
                       const std::shared_ptr<const GlyphSet>& glyphs) {
  const EmojiSource& source = *set.emoji;
  const std::string name = fmt::format("emoji: {}", kEmojiSplits[source.split]);
  if (glyphs == nullptr) {
    throw Error("{}: generated images need \"baseline.classes: {}\", found {}", name, kEmojiClasses,
                classes.file().string());
  }
  std::vector<int> wanted;
  if (!set.label.empty()) {
    wanted.push_back(classes.require(set.label, name));
  } else {
    std::vector<int> except;
    for (const std::string& one : source.except) except.push_back(classes.require(one, name));
    for (int label = 0; label < classes.size(); ++label) {
      if (std::find(except.begin(), except.end(), label) == except.end()) wanted.push_back(label);
    }
  }
  Listing listing;
  listing.root = name;
  listing.glyphs = glyphs;
  for (const int label : wanted) {
    for (std::size_t i = 0; i < source.per_class; ++i) {
      ListedImage image;
      image.label = label;
      image.sample = SampleSpec{label, static_cast<std::uint32_t>(source.split), source.first + i,
                                source.rainbow ? Recolour::kRainbow : Recolour::kNone};
      image.path = sample_path(*glyphs, *image.sample);
      listing.images.push_back(std::move(image));
    }
  }
  return listing;
}

}  // namespace

void PassedOver::add(const std::string& path, std::size_t kept) {
  ++count;
  first.insert(std::lower_bound(first.begin(), first.end(), path), path);
  if (first.size() > kept) first.pop_back();
}

Listing scan_images(const ImageSet& set, const ClassList& classes,
                    const std::shared_ptr<const GlyphSet>& glyphs) {
  if (set.emoji) return list_generated(set, classes, glyphs);
  std::error_code code;
  if (!fs::is_directory(set.folder, code)) {
    throw Error("{}: {}", set.folder.string(),
                fs::exists(set.folder, code) ? "is not a folder" : "no such folder");
  }
  Listing listing;
  listing.root = set.folder;
  const auto paths = find_images(listing);
  if (paths.empty()) {
    throw Error("{}: no image in this folder; expected {} files", set.folder.string(), kImageKinds);
  }
  const bool by_folder = set.label.empty();
  if (by_folder) refuse_missing_class(listing, classes);
  const int label = by_folder ? 0 : classes.require(set.label, set.folder.string());
  for (const auto& path : paths) {
    ListedImage image;
    image.path = path;
    image.label = by_folder ? label_from_folder(path, set.folder, classes) : label;
    listing.images.push_back(std::move(image));
  }

  if (set.skip >= paths.size()) {
    throw Error("{}: skip: {} leaves none of its {} images", set.folder.string(), set.skip,
                paths.size());
  }
  const std::size_t left = paths.size() - set.skip;
  if (set.take && (*set.take > left || *set.take == 0)) {
    throw Error("{}: take: {} is not possible; {} images are left of {} after skip: {}",
                set.folder.string(), *set.take, left, paths.size(), set.skip);
  }
  const auto first = listing.images.begin() + static_cast<std::ptrdiff_t>(set.skip);
  const auto last = first + static_cast<std::ptrdiff_t>(set.take.value_or(left));
  listing.images =
      std::vector<ListedImage>(std::make_move_iterator(first), std::make_move_iterator(last));
  return listing;
}

void hash_images(Listing& listing, std::int64_t now_ns) {
  if (listing.glyphs == nullptr) {
    add_contents(listing, now_ns);
  } else {
    for (ListedImage& image : listing.images) {
      image.content = sample_content(*listing.glyphs, *image.sample);
    }
  }
  listing.content = hash_of(listing.images);
}

void forget_contents(const fs::path& root, const std::vector<std::string>& paths) {
  ContentIndex index(root);
  for (const std::string& path : paths) index.forget(path);
  index.save();
}

Listing list_images(const ImageSet& set, const ClassList& classes,
                    const std::shared_ptr<const GlyphSet>& glyphs) {
  Listing listing = scan_images(set, classes, glyphs);
  hash_images(listing);
  return listing;
}

}  // namespace remedy
