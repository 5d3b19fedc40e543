#include "worker/session_images.h"

#include <algorithm>
#include <optional>

#include "data/image_source.h"
#include "data/prepared/leaks.h"
#include "worker/misclassified.h"

namespace remedy {
namespace {

class Opener {
 public:
  Opener(const Study& study, const StudyListing& listing, c10::Device device, int threads,
         const OpeningProgress& progress)
      : study_(study), listing_(listing), device_(device), threads_(threads), progress_(progress) {}

  SessionImages open() const {
    SessionImages images;
    images.counterexamples = open("counterexamples", listing_.counterexamples);
    images.originals = open("originals", listing_.originals);
    images.masks = open("masks", listing_.masks);
    images.anchors = open("anchors", listing_.anchors);
    images.stop = open("stop", listing_.stop);
    for (std::size_t i = 0; i < study_.suites.size(); ++i) {
      OpenSuite suite;
      suite.name = study_.suites[i].name;
      suite.role = study_.suites[i].role;
      suite.groupings = listing_.suites[i].groupings;
      suite.pair_keys = listing_.suites[i].pair_keys;
      set_label_space(suite, listing_.spaces[i], listing_.suites[i]);
      suite.images = open(suite.name, listing_.suites[i], study_.preprocess_of(study_.suites[i]));
      images.suites.push_back(std::move(suite));
    }
    return images;
  }

  std::unique_ptr<OpenSet> open_training() const { return open("training", listing_.training); }

  void compare_sets(SessionImages& images) const {
    std::vector<NamedSet> training, suites;
    const auto add = [](std::vector<NamedSet>& to, const std::string& name,
                        const std::unique_ptr<OpenSet>& set,
                        const std::optional<Listing>& listing) {
      if (set != nullptr) to.push_back({name, &set->prepared, &*listing});
    };
    add(training, "data.counterexamples", images.counterexamples, listing_.counterexamples);
    add(training, "data.counterexamples.originals", images.originals, listing_.originals);
    add(training, "data.anchors", images.anchors, listing_.anchors);
    if (listing_.training) {
      const PreparedSet* prepared = images.training ? &images.training->prepared : nullptr;
      training.push_back({"data.training", prepared, &*listing_.training});
    }
    add(suites, "data.stop", images.stop, listing_.stop);
    std::vector<NamedSet> all_training = training;
    add(all_training, "data.stop", images.stop, listing_.stop);
    refuse_leaks(training, suites);  // what is trained on must not stand in the stop set either
    const std::vector<NamedSet> stop = std::move(suites);
    suites.clear();
    for (std::size_t i = 0; i < images.suites.size(); ++i) {
      const OpenSuite& suite = images.suites[i];
      suites.push_back({"suites." + suite.name, &suite.images->prepared, &listing_.suites[i]});
    }
    refuse_leaks(all_training, suites);
    suites.insert(suites.end(), stop.begin(), stop.end());
    images.near_duplicates = find_near_duplicates(all_training, suites, threads_);
  }

 private:
  void set_label_space(OpenSuite& suite, const std::optional<SuiteSpace>& space,
                       const Listing& listing) const {
    suite.view = LabelView::own(listing_.classes.size());
    if (space) suite.view = {space->space.rule, space->classes.size(), space->of_model};
    suite.space = space;
    if (!space || !space->space.has_own_labels()) {
      for (const int target : listing_.target_classes) {
        const std::int32_t in_space = suite.view.of_model.at(static_cast<std::size_t>(target));
        if (target == listing_.target_classes.front()) suite.target = in_space;
        if (in_space >= 0) suite.target_classes.push_back(in_space);
      }
    }
    const bool several = std::any_of(listing.images.begin(), listing.images.end(),
                                     [](const ListedImage& image) { return !image.also.empty(); });
    if (!several) return;
    for (const ListedImage& image : listing.images) suite.also.push_back(image.also);
  }

  std::unique_ptr<OpenSet> open(const std::string& name,
                                const std::optional<Listing>& listing) const {
    if (!listing) return nullptr;
    return open(name, *listing, study_.baseline.preprocess);
  }

  std::unique_ptr<OpenSet> open(const std::string& name, const Listing& listing,
                                const Preprocess& preprocess) const {
    PreparedSet prepared =
        prepare(listing, preprocess, threads_,
                [&](std::size_t done, std::size_t total) { progress_(name, done, total); });
    auto tensor = std::make_unique<SuiteTensor>(prepared, preprocess, device_);
    std::vector<std::int32_t> labels(prepared.labels().begin(), prepared.labels().end());
    return std::make_unique<OpenSet>(
        OpenSet{std::move(prepared), std::move(tensor), std::move(labels)});
  }

  const Study& study_;
  const StudyListing& listing_;
  c10::Device device_;
  int threads_;
  const OpeningProgress& progress_;
};

}  // namespace

void select_images(const Study& study, StudyListing& listing, InferenceNetwork& baseline,
                   c10::Device device) {
  const auto select = [&](const ImageSet& images, Listing& listed) {
    if (!images.depends_on_baseline()) return;
    select_misclassified(listed, *images.generated(), baseline, device, study.baseline.preprocess);
  };
  if (listing.counterexamples) {
    select(*study.data.counterexamples, *listing.counterexamples);
    if (study.data.counterexamples->depends_on_baseline()) {
      listing.originals =
          make_image_source(*study.data.counterexamples, listing.classes, listing.glyphs)
              ->originals(*listing.counterexamples);
    }
  }
  if (listing.stop) select(*study.data.stop, *listing.stop);
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    select(study.suites[i].images, listing.suites[i]);
  }
}

std::unique_ptr<OpenSet> open_training(const Study& study, const StudyListing& listing,
                                       c10::Device device, int threads) {
  const OpeningProgress silent = [](const std::string&, std::size_t, std::size_t) {};
  return Opener(study, listing, device, threads, silent).open_training();
}

SessionImages open_images(const Study& study, const StudyListing& listing, c10::Device device,
                          int threads, bool training, const OpeningProgress& progress) {
  const Opener opener(study, listing, device, threads, progress);
  SessionImages images = opener.open();
  if (training) images.training = opener.open_training();
  opener.compare_sets(images);
  return images;
}

}  // namespace remedy
