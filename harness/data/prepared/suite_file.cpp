#include "data/prepared/suite_file.h"

#include <cassert>
#include <cstring>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"

namespace remedy {
namespace {

constexpr std::size_t kAlignment = 4096;

// Followed by the header, a JSON text, and zeros up to the next multiple of kAlignment.
struct Prefix {
  char magic[8] = {'R', 'E', 'M', 'E', 'D', 'Y', 'S', '1'};
  std::uint64_t header_bytes = 0;
  char header_hash[64] = {};
};
static_assert(sizeof(Prefix) == 80);

std::size_t pixels_offset(std::size_t header_bytes) {
  return (sizeof(Prefix) + header_bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// Prefix and header. Their length depends on the shape alone.
std::string make_start(const SuiteShape& shape, const std::vector<std::string>& hashes) {
  Json json;
  json["key"] = shape.key;
  json["images"] = shape.images;
  json["height"] = shape.height;
  json["width"] = shape.width;
  json["hashes"] = hashes;
  const std::string header = json.dump();
  Prefix prefix;
  prefix.header_bytes = header.size();
  sha256(header).copy(prefix.header_hash, sizeof prefix.header_hash);
  std::string start(reinterpret_cast<const char*>(&prefix), sizeof prefix);
  start += header;
  start.resize(pixels_offset(header.size()));
  return start;
}

template <typename Action>
void or_explain(Action action) {
  try {
    action();
  } catch (const Error& error) {
    throw Error(
        "{}; the environment variable REMEDY_CACHE names the folder to keep prepared sets in",
        std::string(error.what()));
  }
}

std::optional<SuiteFile> open_unchecked(const std::filesystem::path& file,
                                        const SuiteShape& shape) {
  SuiteFile suite;
  suite.map = MappedFile(file);
  const std::size_t size = suite.map.size();
  Prefix prefix;
  if (size < sizeof prefix) return std::nullopt;
  std::memcpy(&prefix, suite.map.data(), sizeof prefix);
  if (std::memcmp(prefix.magic, Prefix().magic, sizeof prefix.magic) != 0) return std::nullopt;
  if (prefix.header_bytes > size - sizeof prefix) return std::nullopt;

  const std::string_view header(reinterpret_cast<const char*>(suite.map.data()) + sizeof prefix,
                                prefix.header_bytes);
  const std::string_view hash(prefix.header_hash, sizeof prefix.header_hash);
  if (sha256(header) != hash) return std::nullopt;
  const std::optional<Json> parsed = parsed_json(header);
  if (!parsed) return std::nullopt;
  const Json& json = *parsed;
  if (json.at("key") != shape.key || json.at("images") != shape.images ||
      json.at("height") != shape.height || json.at("width") != shape.width) {
    return std::nullopt;
  }
  suite.hashes = json.at("hashes").get<std::vector<std::string>>();
  const std::size_t offset = pixels_offset(prefix.header_bytes);
  if (suite.hashes.size() != shape.images || size != offset + shape.images * shape.image_bytes()) {
    return std::nullopt;
  }
  suite.pixels = suite.map.data() + offset;
  return suite;
}

bool image_is_whole(const SuiteFile& suite, std::size_t image, std::size_t bytes) {
  const auto* pixels = reinterpret_cast<const char*>(suite.pixels + image * bytes);
  return sha256({pixels, bytes}) == suite.hashes[image];
}

}  // namespace

std::optional<SuiteFile> open_suite(const std::filesystem::path& file, const SuiteShape& shape) {
  try {
    auto suite = open_unchecked(file, shape);
    if (!suite || shape.images == 0 || !image_is_whole(*suite, 0, shape.image_bytes()) ||
        !image_is_whole(*suite, shape.images - 1, shape.image_bytes())) {
      return std::nullopt;
    }
    return suite;
  } catch (const Error&) {
    return std::nullopt;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

SuiteWriter::SuiteWriter(const std::filesystem::path& file, const SuiteShape& shape)
    : shape_(shape) {
  const std::vector<std::string> unknown(shape.images, std::string(64, '0'));
  const std::string start = make_start(shape, unknown);
  or_explain([&] {
    file_.emplace(file);
    file_->write(start.data(), start.size());
  });
}

void SuiteWriter::append(const std::uint8_t* pixels, std::size_t images) {
  or_explain([&] { file_->write(pixels, images * shape_.image_bytes()); });
}

void SuiteWriter::finish(const std::vector<std::string>& hashes) {
  assert(hashes.size() == shape_.images);
  const std::string start = make_start(shape_, hashes);
  or_explain([&] {
    file_->write_at(0, start.data(), start.size());
    file_->commit();
  });
}

}  // namespace remedy
