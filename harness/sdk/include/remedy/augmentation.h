// Random crops and mirror images of training images, on the device where these are.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "remedy/parameters.h"

namespace remedy {

struct Augmentation {
  // A random crop keeps at least this share of an image's area, its shape between 3:4 and 4:3 of
  // the image's, and is scaled back to the image's size: torchvision's
  // RandomResizedCrop(scale=(crop, 1)), but that it may end between pixels and is clipped where
  // that draws anew. 1: no crop.
  double crop = 1;
  bool flip = false;  // left to right, of every image with probability 1/2

  Augmentation() = default;
  // Reads the rows of augmentation_parameters().
  explicit Augmentation(const Parameters& parameters);
};

// The rows of a plugin's table that Augmentation reads: "crop" and "flip".
std::vector<ParameterSpec> augmentation_parameters();

// `images` (float [n, 3, H, W]), each changed at random, in their memory format. Draws from torch's
// generator of the CPU wherever the images are, so that every device gets the same crops; needs
// uses::randomness. Draws nothing and returns `images` where nothing is to be changed.
at::Tensor augmented(const at::Tensor& images, const Augmentation& how);

// `images` cut to `boxes` (float [n, 4] on the CPU: left, top, width and height as shares of the
// image, within it), scaled back to H x W bilinearly without antialiasing, as torch's
// interpolate(align_corners=False) does, and mirrored left to right where `mirrored` (bool [n]).
at::Tensor cropped(const at::Tensor& images, const at::Tensor& boxes, const at::Tensor& mirrored);

}  // namespace remedy
