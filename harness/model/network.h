// A classifier as the harness holds it, whatever its family.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "remedy/model.h"

namespace remedy {

class InferenceNetwork;

// Besides what a remediation sees: its weights as a checkpoint names them, where it lies, and how
// it is evaluated. A family of networks implements it, and is made by make_network() in
// model/architectures/architectures.h.
class Network : public Model {
 public:
  // "resnet18 with 1000 classes and base width 64", for messages.
  virtual std::string description() const = 0;
  virtual int classes() const = 0;
  virtual c10::Device device() const = 0;
  // Parameters and buffers in the order of the checkpoint. A tensor belongs to the stage whose name
  // and a dot its own name begins with, or else to the first stage.
  virtual const std::vector<NamedTensor>& state() const = 0;
  // The same weights in memory of their own, in evaluation mode.
  virtual std::unique_ptr<Network> copy() const = 0;
  std::unique_ptr<Model> clone() const override { return copy(); }

  // The fastest way to evaluate these weights, where the family has one; else nothing, and
  // make_inference_network() runs the network as it is. Throws Error where the processor lacks what
  // the precision needs.
  virtual std::unique_ptr<InferenceNetwork> fused_inference(Precision precision) const;
  // A bound in bytes on the activations that a forward pass keeps for a backward pass: beyond it
  // they are computed again. A family that cannot do so keeps them all.
  virtual void set_activation_budget(std::int64_t) {}

  // Copies every tensor of `other`, which is of the same architecture.
  void copy_from(const Network& other);
};

}  // namespace remedy
