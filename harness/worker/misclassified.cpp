#include "worker/misclassified.h"

#include <ATen/ATen.h>

#include "core/error.h"
#include "data/prepared/prepared_set.h"
#include "evaluate/suite_tensor.h"

namespace remedy {
namespace {

constexpr std::size_t kScanned = 128;     // samples at a time
constexpr std::size_t kMostScanned = 50;  // for each that is wanted, and kScanned beside

// Which of the class's samples first ... first + count - 1 the network gets wrong.
std::vector<SampleSpec> wrong_among(const Listing& listing, SampleSpec spec, std::uint64_t first,
                                    std::size_t count, InferenceNetwork& network,
                                    c10::Device device, const Preprocess& options) {
  std::vector<SampleSpec> specs(count, spec);
  for (std::size_t i = 0; i < count; ++i) specs[i].index = first + i;
  const std::vector<std::uint8_t> pixels = render_samples(*listing.glyphs, specs, options);
  const SuiteTensor images(pixels.data(), static_cast<std::int64_t>(count), options.crop,
                           options.crop, options, device);
  const at::Tensor predicted =
      compute_logits(network, images, static_cast<std::int64_t>(count)).argmax(/*dim=*/1);
  std::vector<SampleSpec> wrong;
  for (std::size_t i = 0; i < count; ++i) {
    if (predicted[static_cast<std::int64_t>(i)].item<int>() != spec.class_index) {
      wrong.push_back(specs[i]);
    }
  }
  return wrong;
}

}  // namespace

void select_misclassified(Listing& listing, const GeneratedSource& source,
                          InferenceNetwork& network, c10::Device device,
                          const Preprocess& options) {
  for (std::size_t begin = 0; begin < listing.images.size(); begin += source.per_class) {
    const SampleSpec spec = *listing.images[begin].sample;
    const std::size_t most = kMostScanned * source.per_class + kScanned;
    std::size_t found = 0;
    for (std::size_t scanned = 0; found < source.per_class; scanned += kScanned) {
      if (scanned >= most) {
        throw Error(
            "{}: select: misclassified: the baseline gets only {} of {} samples of {} wrong, and "
            "per_class: {} are wanted; ask for fewer",
            listing.root.string(), found, scanned, sample_path(*listing.glyphs, spec),
            source.per_class);
      }
      for (const SampleSpec& wrong :
           wrong_among(listing, spec, source.first + scanned, kScanned, network, device, options)) {
        if (found == source.per_class) break;
        ListedImage& image = listing.images[begin + found++];
        image.sample = wrong;
        image.path = sample_path(*listing.glyphs, wrong);
      }
    }
  }
  hash_images(listing);
}

}  // namespace remedy
