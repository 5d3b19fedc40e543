#include "worker/gallery.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/file.h"
#include "core/json.h"
#include "core/run/gallery_files.h"
#include "metrics/worst_flips.h"
#include "model/stored_tensors.h"
#include "worker/evaluation.h"

namespace remedy {
namespace {

constexpr int kQuality = 75;  // of 100; about 3 kB a picture

// Runs `write` unless `file` is there; see the header for why nothing comes of its failure.
template <typename Write>
void keep(const std::filesystem::path& file, Write write) {
  try {
    if (!std::filesystem::exists(file)) write();
  } catch (const std::exception&) {
  }
}

std::string to_jpeg(const PreparedSet& set, std::size_t index) {
  // OpenCV asks for a pointer that may be written through; nothing is.
  const cv::Mat image(set.height(), set.width(), CV_8UC3,
                      const_cast<std::uint8_t*>(set.image(index)));
  cv::Mat picture;
  cv::cvtColor(image, picture, cv::COLOR_RGB2BGR);
  const double scale = double{kPictureSide} / std::max(set.height(), set.width());
  if (scale < 1) cv::resize(picture, picture, {}, scale, scale, cv::INTER_AREA);
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, kQuality});
  return {jpeg.begin(), jpeg.end()};
}

void keep_picture(const GalleryFiles& files, const OpenSuite& suite, std::size_t index) {
  const auto file = files.picture(suite.name, index);
  keep(file, [&] { write_file(file, to_jpeg(suite.images->prepared, index)); });
}

// The pictures of a suite that has changed since go first.
void keep_names(const GalleryFiles& files, const OpenSuite& suite) {
  const PreparedSet& set = suite.images->prepared;
  const auto file = files.images(suite.name);
  try {
    if (std::filesystem::exists(file) && read_json(file).at("content") == set.content()) return;
    std::filesystem::remove_all(files.folder(suite.name));
    Json json = {{"content", set.content()}, {"names", Json::array()}};
    for (std::size_t i = 0; i < set.size(); ++i) json["names"].push_back(set.path(i));
    if (suite.space) {  // else its labels are those of classes()
      for (int c = 0; c < suite.view.classes; ++c) {
        json["classes"].push_back(suite.space->classes.name(c));
      }
    }
    write_file(file, json.dump(-1, ' ', false, Json::error_handler_t::replace));
  } catch (const std::exception&) {
    // As in keep().
  }
}

// Of several right classes the one that the baseline predicts, if it does.
std::vector<std::int32_t> labels_met(const OpenSuite& suite) {
  std::vector<std::int32_t> labels = suite.images->labels;
  for (std::size_t i = 0; i < labels.size() && !suite.also.empty(); ++i) {
    if (suite.baseline.right(i, labels[i])) labels[i] = suite.baseline.predicted[i];
  }
  return labels;
}

}  // namespace

void keep_class_names(const std::filesystem::path& run, const ClassList& classes) {
  const auto file = GalleryFiles(run).classes();
  keep(file, [&] {
    Json names = Json::array();
    for (int i = 0; i < classes.size(); ++i) names.push_back(classes.name(i));
    write_file(file, names.dump(-1, ' ', false, Json::error_handler_t::replace));
  });
}

void keep_suite(const std::filesystem::path& run, const OpenSuite& suite) {
  const GalleryFiles files(run);
  const OpenSet& images = *suite.images;
  try {
    TensorList tensors;
    const Outcomes& outcomes = suite.baseline;
    tensors.add("label", at::tensor(labels_met(suite), at::kInt));
    tensors.add("predicted", at::tensor(outcomes.predicted, at::kInt));
    tensors.add("confidence", at::tensor(outcomes.confidence, at::kFloat));
    tensors.add("label_probability", at::tensor(outcomes.label_probability, at::kFloat));
    tensors.add("target_probability", at::tensor(outcomes.target_probability, at::kFloat));
    if (!suite.target_classes.empty()) {
      tensors.add("target_margin", at::tensor(suite.margins.margin));
      tensors.add("best_target", at::tensor(suite.margins.target));
      tensors.add("best_other", at::tensor(suite.margins.other));
      tensors.add("target_classes", at::tensor(suite.target_classes));
    }
    // Always: they are of this session's baseline logits, which may have been computed anew.
    write_safetensors(files.baseline(suite.name), tensors.views());
  } catch (const std::exception&) {
    // As in keep().
  }
  keep_names(files, suite);
  if (suite.role != Role::kFix && suite.role != Role::kTransfer) return;
  const std::size_t count = std::min(images.labels.size(), kGalleryImages);
  for (std::size_t i = 0; i < count; ++i) keep_picture(files, suite, i);
}

void keep_flips(const std::filesystem::path& run, const OpenSuite& suite,
                const Outcomes& remediated) {
  const std::vector<std::int32_t>& labels = suite.images->labels;
  std::vector<std::size_t> broken;
  if (suite.role == Role::kRetain) {
    broken = worst_flips(labels, suite.baseline, remediated, kGalleryFlips);
  } else if (suite.role == Role::kGuard) {
    const std::vector<std::int32_t> targets(suite.target_classes.begin(),
                                            suite.target_classes.end());
    broken = broken_of_guard(labels, targets, suite.baseline, remediated, kGalleryFlips);
  }
  const GalleryFiles files(run);
  for (const std::size_t i : broken) keep_picture(files, suite, i);
}

}  // namespace remedy
