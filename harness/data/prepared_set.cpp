#include "data/prepared_set.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/parallel.h"
#include "data/decode.h"
#include "data/preprocess.h"

namespace remedy {
namespace {

// To be raised whenever the same files would give other pixels than before.
constexpr int kPixelsVersion = 1;
constexpr std::size_t kBatchBytes = std::size_t{16} << 20;
constexpr std::size_t kNamedFailures = 10;

// The file holds something else than when it was listed.
struct FileChanged : Error {
  using Error::Error;
};

SuiteShape shape_of(const Listing& listing, const Preprocess& options) {
  Json identity;
  identity["pixels"] = kPixelsVersion;
  identity["images"] = listing.content;
  identity["resize"] = options.resize;
  identity["crop"] = options.crop;
  if (options.interpolation != Interpolation::kBilinear) {
    identity["interpolation"] = to_string(options.interpolation);
  }
  return {sha256(canonical(identity)), listing.images.size(), options.crop, options.crop};
}

Image render_image(const GlyphSet& glyphs, const SampleSpec& spec, const Preprocess& options) {
  Image image{kSampleSide, kSampleSide, std::vector<std::uint8_t>(kSampleBytes)};
  render(glyphs, spec, Distortion(), image.rgb.data());
  return preprocess(image, options);
}

// Throws Error naming the file, FileChanged among them.
Image read_image(const Listing& listing, const ListedImage& listed, const Preprocess& options) {
  if (listed.sample) return render_image(*listing.glyphs, *listed.sample, options);
  const std::string name = (listing.root / listed.path).string();
  const std::string bytes = read_file(name);
  if (sha256(bytes) != listed.content) {
    throw FileChanged("{}: the file changed after it was listed; give the same command again",
                      name);
  }
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return preprocess(decode(data, bytes.size(), name), options);
}

[[noreturn]] void report(const Listing& listing, const std::vector<std::string>& failures,
                         std::size_t count) {
  std::string message = fmt::format("{}: {} of {} images cannot be used:", listing.root.string(),
                                    count, listing.images.size());
  for (const auto& failure : failures) message += "\n  " + failure;
  if (count > failures.size()) message += fmt::format("\n  and {} more", count - failures.size());
  throw Error(message);
}

void build(const std::filesystem::path& file, const SuiteShape& shape, const Listing& listing,
           const Preprocess& options, int threads, const PrepareProgress& progress) {
  SuiteWriter writer(file, shape);
  const std::size_t bytes = shape.image_bytes();
  const std::size_t most =
      std::max({kBatchBytes / bytes, static_cast<std::size_t>(threads), std::size_t{1}});
  std::vector<std::uint8_t> pixels(std::min(most, shape.images) * bytes);
  std::vector<std::string> hashes(shape.images);
  std::vector<std::string> failures;  // the first ones
  std::size_t failed = 0;
  std::vector<std::string> changed;

  for (std::size_t done = 0; done < shape.images;) {
    const std::size_t count = std::min(most, shape.images - done);
    std::vector<std::string> problems(count);
    std::vector<char> other(count, 0);
    parallel_for(count, threads, [&](std::size_t i) {
      try {
        const Image image = read_image(listing, listing.images[done + i], options);
        std::memcpy(pixels.data() + i * bytes, image.rgb.data(), bytes);
        hashes[done + i] = Sha256().update(image.rgb.data(), bytes).hex();
      } catch (const FileChanged& error) {
        other[i] = 1;
        problems[i] = error.what();
      } catch (const Error& error) {
        problems[i] = error.what();
      }
    });
    for (std::size_t i = 0; i < count; ++i) {
      if (other[i] != 0) changed.push_back(listing.images[done + i].path);
    }
    for (auto& problem : problems) {
      if (problem.empty()) continue;
      if (failed++ < kNamedFailures) failures.push_back(std::move(problem));
    }
    if (failed == 0) writer.append(pixels.data(), count);
    done += count;
    if (progress) progress(done, shape.images);
  }
  if (!changed.empty()) forget_contents(listing.root, changed);
  if (failed > 0) report(listing, failures, failed);
  writer.finish(hashes);
}

}  // namespace

PreparedSet::PreparedSet(SuiteFile suite, const SuiteShape& shape, const Listing& listing)
    : suite_(std::move(suite)), height_(shape.height), width_(shape.width) {
  Sha256 hash;
  hash.update(fmt::format("{} {}\n", height_, width_));
  for (std::size_t i = 0; i < listing.images.size(); ++i) {
    labels_.push_back(listing.images[i].label);
    paths_.push_back(listing.images[i].path);
    hash.update(fmt::format("{} {}\n", labels_.back(), suite_.hashes.at(i)));
  }
  content_ = hash.hex();
}

std::vector<std::uint8_t> render_samples(const GlyphSet& glyphs,
                                         const std::vector<SampleSpec>& specs,
                                         const Preprocess& options) {
  std::vector<std::uint8_t> pixels;
  for (const SampleSpec& spec : specs) {
    const Image image = render_image(glyphs, spec, options);
    pixels.insert(pixels.end(), image.rgb.begin(), image.rgb.end());
  }
  return pixels;
}

PreparedSet prepare(const Listing& listing, const Preprocess& options, int threads,
                    const PrepareProgress& progress) {
  if (listing.images.empty()) throw Error("{}: no image to prepare", listing.root.string());
  if (options.resize < 1 || options.crop < 1) {
    throw Error("{}: resize: {} and crop: {} must both be at least 1", listing.root.string(),
                options.resize, options.crop);
  }
  const SuiteShape shape = shape_of(listing, options);
  const auto file = cache_directory() / "suites" / (shape.key + ".suite");
  auto suite = open_suite(file, shape);
  if (!suite) {
    build(file, shape, listing, options, threads, progress);
    suite = open_suite(file, shape);
  }
  if (!suite) throw Error("{}: was written just now and cannot be read back", file.string());
  return PreparedSet(std::move(*suite), shape, listing);
}

}  // namespace remedy
