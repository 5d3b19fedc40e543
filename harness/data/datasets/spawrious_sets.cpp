// Spawrious (Lynch et al., 2023): four breeds of dogs before six backgrounds. In one-to-one sets a
// breed is in one place in training and in another in the test; in many-to-many sets two breeds
// share two places.
#include <algorithm>
#include <array>
#include <map>

#include "core/error.h"
#include "data/datasets/readers.h"
#include "data/datasets/sets.h"

namespace remedy {
namespace {

using Places = std::array<const char*, 4>;  // of bulldog, dachshund, labrador, corgi

constexpr Places kBreeds = {"bulldog", "dachshund", "labrador", "corgi"};

struct OneToOne {
  const char* level;
  Places train, test;
  const char* filler;  // where every breed has some training images
};
constexpr OneToOne kOneToOne[] = {
    {"easy", {"desert", "jungle", "dirt", "snow"}, {"dirt", "snow", "desert", "jungle"}, "beach"},
    {"medium",
     {"mountain", "beach", "dirt", "jungle"},
     {"jungle", "dirt", "beach", "snow"},
     "desert"},
    {"hard",
     {"jungle", "mountain", "snow", "desert"},
     {"mountain", "snow", "desert", "jungle"},
     "beach"},
};

// Bulldog and dachshund share the first two places, labrador and corgi the others.
struct ManyToMany {
  const char* level;
  Places train, test;
};
constexpr ManyToMany kManyToMany[] = {
    {"easy", {"desert", "mountain", "dirt", "jungle"}, {"dirt", "jungle", "mountain", "desert"}},
    {"medium", {"beach", "snow", "mountain", "desert"}, {"desert", "mountain", "beach", "snow"}},
    {"hard", {"dirt", "jungle", "snow", "beach"}, {"snow", "beach", "dirt", "jungle"}},
};

// How many images of one folder, breed and place are for training: the first in the order of names.
using Quota = std::map<std::array<std::string, 3>, std::size_t>;  // part, breed, place

constexpr std::size_t kAll = static_cast<std::size_t>(-1);

// All images of each breed's test places are for the test, every tenth that is left for validation.
DatasetReader reader(const Quota& training,
                     const std::map<std::string, std::vector<std::string>>& test) {
  FolderLayout layout;
  for (const char* below : {"", "spawrious224/"}) {
    for (const char* kind : {"png", "jpg"}) {
      layout.patterns.push_back(std::string(below) + "{part}/{place}/{label}/*." + kind);
    }
  }
  layout.split = "train";
  layout.attributes = {"place", "part"};
  for (const char* breed : kBreeds) layout.labels[breed] = breed;
  const DatasetReader all = folder_reader(layout);
  const DatasetReader chosen = [all, training, test](const std::filesystem::path& folder) {
    Quota left = training;
    std::vector<DatasetImage> images;
    for (DatasetImage& image : all(folder)) {
      const std::string place = image.attributes[0], part = image.attributes[1];
      image.attributes.pop_back();
      const std::vector<std::string>& places = test.at(image.label);
      if (std::find(places.begin(), places.end(), place) != places.end()) {
        image.split = "test";
      } else {
        const auto quota = left.find({part, image.label, place});
        if (quota == left.end() || quota->second == 0) continue;
        if (quota->second != kAll) --quota->second;
      }
      images.push_back(std::move(image));
    }
    for (const auto& [cell, count] : left) {
      if (count == 0 || count == kAll) continue;
      throw Error("{}: {} images too few of {}/{}/{}", folder.string(), count, cell[0], cell[2],
                  cell[1]);
    }
    return images;
  };
  return with_validation(chosen, 10);
}

Dataset described(const std::string& id, const std::string& kind, const std::string& level) {
  Dataset set;
  set.id = id;
  set.summary = "four breeds of dogs before six backgrounds, " + kind + ", " + level +
                " (Lynch et al., 2023)";
  set.source = "Spawrious: the archive spawrious224";
  set.layout = "{0,1}/<place>/<breed>/*, in the folder itself or in spawrious224";
  set.classes = {"bulldog", "corgi", "dachshund", "labrador"};
  set.attributes = {"place"};
  set.grouping = "dog_in";
  set.preprocess = "{resize: [224, 224], crop: 224}";
  set.metric = "accuracy on the test split";
  set.notes = {
      "the reference takes the first images in the order in which a directory is listed, which "
      "differs from machine to machine; here they are sorted by name",
      "every tenth training image of each group is taken for validation; the test split's places "
      "are not among a breed's training places"};
  return set;
}

Dataset one_to_one(const OneToOne& table) {
  Dataset set = described(std::string("spawrious-o2o-") + table.level, "one to one", table.level);
  Quota training;
  std::map<std::string, std::vector<std::string>> test;
  for (std::size_t i = 0; i < kBreeds.size(); ++i) {
    training[{"0", kBreeds[i], table.train[i]}] = 3072;
    training[{"1", kBreeds[i], table.train[i]}] = 2756;
    training[{"0", kBreeds[i], table.filler}] = 96;
    training[{"1", kBreeds[i], table.filler}] = 412;
    test[kBreeds[i]] = {table.test[i]};
  }
  set.read = reader(training, test);
  return set;
}

Dataset many_to_many(const ManyToMany& table) {
  Dataset set = described(std::string("spawrious-m2m-") + table.level, "many to many", table.level);
  Quota training;
  std::map<std::string, std::vector<std::string>> test;
  for (std::size_t i = 0; i < kBreeds.size(); ++i) {
    for (const std::size_t place : {i / 2 * 2, i / 2 * 2 + 1}) {
      training[{"0", kBreeds[i], table.train[place]}] = kAll;
      test[kBreeds[i]].emplace_back(table.test[place]);
    }
  }
  set.read = reader(training, test);
  return set;
}

}  // namespace

std::vector<Dataset> spawrious_sets() {
  std::vector<Dataset> sets;
  for (const OneToOne& table : kOneToOne) sets.push_back(one_to_one(table));
  for (const ManyToMany& table : kManyToMany) sets.push_back(many_to_many(table));
  return sets;
}

}  // namespace remedy
