// remedy_make_tiny_study DIR: a study that runs in seconds, made from nothing. Six classes of noisy
// images told apart by the place of a bright bar; cows are class 0, and their bar is red but for
// counterexamples, where it is green. The network is a narrow ResNet18 with random weights: a bad
// classifier, but one that fine-tuning moves.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "model/architectures/resnet.h"
#include "model/weights.h"

namespace {

namespace fs = std::filesystem;

constexpr int kClasses = 6;
constexpr int kSide = 40;

void write_image(const fs::path& file, int label, bool green, std::mt19937& random) {
  cv::Mat image(kSide, kSide, CV_8UC3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const auto noise = static_cast<unsigned char>(random() % 60);
      const bool bar = y / 6 == label;
      const auto bright = static_cast<unsigned char>(bar ? 190 + noise : noise);
      image.at<cv::Vec3b>(y, x) =
          green ? cv::Vec3b(noise, bright, noise) : cv::Vec3b(noise, noise, bright);
    }
  }
  fs::create_directories(file.parent_path());
  cv::imwrite(file.string(), image);
}

void write_images(const fs::path& root) {
  std::mt19937 random(1);
  for (int label = 0; label < kClasses; ++label) {
    const std::string id = "c" + std::to_string(label);
    for (int i = 0; i < 2; ++i) {
      write_image(root / "train" / id / (std::to_string(i) + ".png"), label, false, random);
    }
    for (int i = 0; i < 8; ++i) {
      write_image(root / "val" / id / (std::to_string(i) + ".png"), label, false, random);
    }
  }
  for (int i = 0; i < 5; ++i) {
    const std::string name = std::to_string(i) + ".png";
    std::mt19937 same = random;
    write_image(root / "originals" / name, 0, false, same);
    write_image(root / "green_train" / name, 0, true, random);
    cv::Mat mask(kSide, kSide, CV_8UC1, cv::Scalar(0));
    mask.rowRange(0, 6).setTo(255);
    fs::create_directories(root / "masks");
    cv::imwrite((root / "masks" / name).string(), mask);
  }
  fs::create_directories(root / "encoded_again/c1");
  cv::imwrite((root / "encoded_again/c1/0.jpg").string(),
              cv::imread((root / "val/c1/0.png").string()));
  for (int i = 0; i < 9; ++i) {
    write_image(root / "green_test" / (std::to_string(i) + ".png"), 0, true, random);
  }
}

// He et al.'s initialisation, from torch's generator.
void initialise(remedy::ResNet& network) {
  const at::NoGradGuard no_grad;
  at::manual_seed(1);
  for (const auto& [name, tensor] : network.state()) {
    if (tensor.dim() == 4) {
      const auto fan_out = static_cast<double>(tensor.size(0) * tensor.size(2) * tensor.size(3));
      tensor.copy_(at::randn(tensor.sizes()) * std::sqrt(2 / fan_out));
    } else if (name.find("weight") != std::string::npos) {
      tensor.copy_(name == "fc.weight" ? at::randn(tensor.sizes()) * 0.3 : at::ones_like(tensor));
    }
  }
}

void write_study(const fs::path& file) {
  std::ofstream(file) << R"(study: tiny
baseline:
  architecture: resnet18
  base_width: 4
  weights: weights.pth
  classes: classes.txt
  preprocess: {resize: 36, crop: 32}
target: {name: cow, class: c0}
data:
  counterexamples: {folder: green_train, class: c0}
  anchors: {folder: train, labels: folders}
  stop: {folder: green_test, class: c0, take: 3}
suites:
  validation: {role: retain, folder: val, labels: folders}
  test_cows: {role: fix, folder: green_test, class: c0, skip: 3}
stop: {on: stop, above: 0.9, steps: 40}
design: {anchor_classes: [3, 6], draws: 2}
controls: []
remediations:
  identity: {}
  mixed_finetune: {learning_rate: 0.02}
)";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const fs::path root = argv[1];
  write_images(root);
  remedy::ResNet network({"resnet18", kClasses, 4}, c10::Device("cpu"));
  initialise(network);
  remedy::save_weights(network, root / "weights.pth");
  remedy::save_weights(network, root / "weights.safetensors");
  std::ofstream classes(root / "classes.txt");
  for (int label = 0; label < kClasses; ++label)
    classes << "c" << label << " kind " << label << "\n";
  write_study(root / "study.yaml");
  return 0;
}
