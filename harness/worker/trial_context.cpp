#include "worker/trial_context.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/error.h"

namespace remedy {
namespace {

// Of 255, in every channel: what compression may do to a pixel that nobody changed.
constexpr int kSameColour = 8;

// uint8 [n, H, W, 3], in the set's own memory.
at::Tensor pixels(const PreparedSet& set) {
  return at::from_blob(const_cast<std::uint8_t*>(set.pixels()),
                       {static_cast<std::int64_t>(set.size()), set.height(), set.width(), 3},
                       at::kByte);
}

// The one group of every image; undefined where there are no groups. Throws std::runtime_error
// where an image is in several groups or in none.
at::Tensor group_of_each(const Listing& listing) {
  if (listing.groupings.empty()) return {};
  const ImageGrouping& grouping = listing.groupings.front();
  std::vector<std::int64_t> groups(listing.images.size(), -1);
  for (std::size_t g = 0; g < grouping.groups.size(); ++g) {
    for (const std::uint32_t image : grouping.groups[g].images) {
      if (groups.at(image) >= 0) {
        throw Error(
            "data.training.groups.{}: {} is in two groups; a training source has one group "
            "of every image: name the columns that make it",
            grouping.name, listing.images[image].path);
      }
      groups[image] = static_cast<std::int64_t>(g);
    }
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] >= 0) continue;
    throw Error("data.training.groups.{}: {} is in no group", grouping.name,
                listing.images[i].path);
  }
  return at::tensor(groups, at::kLong);
}

}  // namespace

TrialContext::TrialContext(Session& session, const Trial& trial, const Uses& uses,
                           const TrialState& state, Progress progress)
    : session_(session),
      trial_(trial),
      declared_(uses),
      state_(state),
      progress_(std::move(progress)) {}

const TrainingData& TrialContext::training_data() {
  if (data_ != nullptr) return *data_;
  declared_.require_training_data();
  const TrialState::OwnSettings own(state_);
  std::vector<at::Tensor> images;
  std::vector<std::int64_t> labels, groups;
  const auto add = [&](const OpenSet& set, const std::vector<std::size_t>& rows,
                       std::int64_t group) {
    images.push_back(set.tensor->images(rows));
    for (const std::size_t row : rows) {
      labels.push_back(set.labels[row]);
      groups.push_back(group);
    }
  };
  if (declared_.uses().counterexamples) {
    std::vector<std::size_t> rows(session_.images_.counterexamples->labels.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    add(*session_.images_.counterexamples, rows, kCounterexample);
  }
  if (declared_.uses().anchors) {
    add(*session_.images_.anchors, session_.listing_.draw(*trial_.anchor_classes, *trial_.draw),
        kAnchor);
  }
  data_ = std::make_unique<TrainingData>();
  data_->images = at::cat(images).contiguous(at::MemoryFormat::ChannelsLast);
  data_->labels = at::tensor(labels, at::kLong).to(session_.device_);
  data_->groups = at::tensor(groups, at::kLong).to(session_.device_);
  return *data_;
}

const Pairs& TrialContext::pairs() {
  if (pairs_ != nullptr) return *pairs_;
  declared_.require_pairs();
  const TrialState::OwnSettings own(state_);
  const auto count = static_cast<std::int64_t>(session_.images_.counterexamples->labels.size());
  pairs_ = std::make_unique<Pairs>();
  pairs_->originals = session_.images_.originals->tensor->images(0, count);
  at::Tensor masks;
  if (session_.images_.masks != nullptr) {
    masks = pixels(session_.images_.masks->prepared).to(at::kFloat).mean(3).div(255);
  } else {
    const at::Tensor difference = pixels(session_.images_.counterexamples->prepared).to(at::kInt) -
                                  pixels(session_.images_.originals->prepared).to(at::kInt);
    masks = (difference.abs().amax(3) > kSameColour).to(at::kFloat);
  }
  pairs_->masks = masks.unsqueeze(1).to(session_.device_);
  return *pairs_;
}

Model& TrialContext::baseline() {
  if (baseline_ != nullptr) return *baseline_;
  const TrialState::OwnSettings own(state_);
  baseline_ = session_.baseline_->clone();
  return *baseline_;
}

const std::vector<std::unique_ptr<Model>>& TrialContext::predecessors() {
  declared_.require_predecessors();
  if (!predecessors_.empty()) return predecessors_;
  const TrialState::OwnSettings own(state_);
  for (const std::string& id : trial_.after) {
    std::unique_ptr<Network> network = session_.baseline_->copy();
    session_.load_result(id, *network);
    predecessors_.push_back(std::move(network));
  }
  return predecessors_;
}

at::Tensor TrialContext::baseline_logits() {
  if (!baseline_logits_.defined()) {
    const TrialState::OwnSettings own(state_);
    const at::NoGradGuard no_grad;
    // From the harness's own baseline: what a remediation did to its copy has no effect.
    std::vector<at::Tensor> parts;
    for (const at::Tensor& part : training_data().images.split(session_.batch_)) {
      parts.push_back(session_.baseline_->forward(part));
    }
    baseline_logits_ = at::cat(parts);
  }
  return baseline_logits_.clone();
}

double TrialContext::stop_accuracy(Model& model) {
  declared_.require_stop();
  ++probes_;
  const TrialState::OwnSettings own(state_);
  return session_.stop_accuracy(model, *trial_.stop);
}

double TrialContext::stop_above() const { return trial_.stop ? trial_.stop->above : 1.0; }

std::int64_t TrialContext::max_steps() const { return trial_.stop ? trial_.stop->steps : 0; }

std::uint64_t TrialContext::seed() const {
  declared_.require_randomness();
  return static_cast<std::uint64_t>(*trial_.seed);
}

c10::Device TrialContext::device() const { return session_.device_; }

Normalisation TrialContext::normalisation() const {
  const TrialState::OwnSettings own(state_);
  const Preprocess& preprocess = session_.study_.baseline.preprocess;
  const auto per_channel = [&](const std::vector<double>& values) {
    return at::tensor(values, at::kFloat).view({-1, 1, 1}).to(session_.device_);
  };
  return {per_channel(preprocess.mean), per_channel(preprocess.std)};
}

std::int64_t TrialContext::target_class() const {
  const std::vector<int>& classes = session_.listing_.target_classes;
  if (classes.empty()) throw Error("the remediation asks for the target, and the study names none");
  return classes.front();
}

std::vector<std::int64_t> TrialContext::target_classes() const {
  (void)target_class();  // there has to be one
  return {session_.listing_.target_classes.begin(), session_.listing_.target_classes.end()};
}

const TrainingSource& TrialContext::training() {
  if (training_ != nullptr) return *training_;
  declared_.require_training();
  const TrialState::OwnSettings own(state_);
  const OpenSet& set = session_.training_source();
  training_ = std::make_unique<TrainingSource>();
  training_->labels =
      at::tensor(std::vector<std::int64_t>(set.labels.begin(), set.labels.end()), at::kLong)
          .to(session_.device_);
  const Listing& listing = *session_.listing_.training;
  training_->groups = group_of_each(listing);
  if (training_->groups.defined()) {
    training_->groups = training_->groups.to(session_.device_);
    for (const ImageGroup& group : listing.groupings.front().groups) {
      training_->group_names.push_back(group.name);
    }
  }
  training_->images = [this, &set](const at::Tensor& rows) {
    const TrialState::OwnSettings settings(state_);
    const at::Tensor wanted = rows.to(at::kCPU, at::kLong).contiguous();
    const auto* first = wanted.data_ptr<std::int64_t>();
    return set.tensor->images(std::vector<std::size_t>(first, first + wanted.numel()));
  };
  return *training_;
}

void TrialContext::progress(std::int64_t steps, const std::string& what) {
  steps_ = steps;
  progress_(steps, what);
}

}  // namespace remedy
