#include "data/listing.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/granted_cores.h"
#include "core/hash.h"
#include "core/parallel.h"
#include "data/content_index.h"
#include "data/emoji/animal_groups.h"
#include "data/file_stamp.h"
#include "data/image_source.h"
#include "data/row_groups.h"
#include "data/watermark_font.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

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
  std::string text = fmt::format("{} {} {} {} {}", glyphs.content(), spec.class_index, spec.split,
                                 spec.index, static_cast<int>(spec.recolour));
  if (spec.ground != Ground::kVaried) text += fmt::format(" {}", to_string(spec.ground));
  return sha256(text);
}

std::string hash_of(const std::vector<ListedImage>& images) {
  Sha256 hash;
  for (const auto& image : images) {
    std::string labels = std::to_string(image.label);
    for (const int also : image.also) labels += fmt::format("|{}", also);
    hash.update(fmt::format("{} {}\n", labels, image.content));
  }
  return hash.hex();
}

}  // namespace

void PassedOver::add(const std::string& path, std::size_t kept) {
  ++count;
  first.insert(std::lower_bound(first.begin(), first.end(), path), path);
  if (first.size() > kept) first.pop_back();
}

Listing scan_images(const ImageSet& set, const ClassList& classes,
                    const std::shared_ptr<const GlyphSet>& glyphs) {
  Listing listing = make_image_source(set, classes, glyphs)->scan();
  // A manifest has divided its rows by now: it alone knows more of them than their labels.
  for (std::size_t i = listing.groupings.size(); i < set.groupings.size(); ++i) {
    listing.groupings.push_back(group_labels(listing, classes, set.groupings[i]));
  }
  if (set.pair_by == kFileNameColumn) {
    for (const ListedImage& image : listing.images) listing.pair_keys.push_back(image.path);
  }
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
  if (set.transforms.empty()) return listing;
  listing.transforms = set.transforms;
  const bool by_mask =
      std::any_of(set.transforms.begin(), set.transforms.end(), [](const CueTransform& transform) {
        return find_cue_transform(transform.name)->mask != MaskUse::kNone;
      });
  std::string masks;
  if (by_mask) {
    if (auto found = make_image_source(set, classes, glyphs)->masks(listing)) {
      masks = found->content;
      listing.masks = std::make_shared<const Listing>(std::move(*found));
    }
  }
  std::string font;  // another one makes another mark
  for (const CueTransform& transform : set.transforms) {
    if (transform.name == kWatermark && font.empty()) font = " " + watermark_font_hash();
  }
  listing.content =
      sha256(fmt::format("{} {} {}{}", listing.content, to_text(set.transforms), masks, font));
  return listing;
}

}  // namespace remedy
