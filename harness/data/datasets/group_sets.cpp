#include "data/datasets/readers.h"
#include "data/datasets/sets.h"

namespace remedy {
namespace {

Dataset waterbirds() {
  Dataset set;
  set.id = "waterbirds";
  set.summary = "land- and waterbirds on land and on water (Sagawa et al., ICLR 2020)";
  set.source =
      "the archive waterbird_complete95_forest2water2 of the group_DRO repository, or "
      "waterbirds_v1.0 of WILDS";
  set.layout =
      "metadata.csv with img_filename, y, split and place, and the images that it names; in "
      "the folder itself or in one of these two names";
  set.classes = {"landbird", "waterbird"};
  set.attributes = {"place"};
  set.grouping = "bird_on";
  set.preprocess = "{resize: [256, 256], crop: 224}";
  set.rare = {{"label", "waterbird"}, {"place", "land"}};
  set.guarded = {{"label", "landbird"}, {"place", "water"}};
  set.metric = "worst-group accuracy on the test split, and the mean by prevalence in training";
  set.notes = {
      "papers report the mean by prevalence (the groups' shares in training) as \"average\" "
      "accuracy, not the mean over test images, whose groups have other shares",
      "images are squashed to 256 x 256 before the crop, not resized by the shorter side"};
  set.training_groups = {3498, 184, 56, 1057};
  set.read = metadata_reader({{"", "waterbird_complete95_forest2water2", "waterbirds_v1.0"},
                              {{"0", "landbird"}, {"1", "waterbird"}},
                              {{"0", "land"}, {"1", "water"}}});
  return set;
}

Dataset celeba() {
  Dataset set;
  set.id = "celeba";
  set.summary = "hair colour of celebrities, which goes with their sex (Liu et al., ICCV 2015)";
  set.source =
      "CelebA's aligned and cropped images with its attributes and partition; or celebA_v1.0 "
      "of WILDS";
  set.layout = "list_attr_celeba and list_eval_partition (.csv or .txt) beside img_align_celeba/";
  set.classes = {"not_blond", "blond"};
  set.attributes = {"sex"};
  set.grouping = "hair_of";
  set.preprocess = "{first_crop: 178, resize: [224, 224], crop: 224}";
  set.rare = {{"label", "blond"}, {"sex", "male"}};
  set.guarded = {{"label", "not_blond"}, {"sex", "male"}};
  set.metric = "worst-group accuracy on the test split";
  set.notes = {
      "groups are Blond_Hair x Male; the attributes are labels by others than the pictured"};
  set.training_groups = {71629, 66874, 22880, 1387};
  set.read = celeba_reader("Blond_Hair", {{"-1", "not_blond"}, {"0", "not_blond"}, {"1", "blond"}},
                           "Male", {{"-1", "female"}, {"0", "female"}, {"1", "male"}});
  return set;
}

Dataset spuco_birds() {
  Dataset set;
  set.id = "spuco-birds";
  set.summary = "land- and waterbirds of SpuCoAnimals, on land and on water (Joshi et al., 2023)";
  set.source = "SpuCoAnimals, as the package spuco downloads it: the folder spuco_birds";
  set.layout = "{train,val,test}/{landbirds,waterbirds}/{land,water}/";
  set.classes = {"landbirds", "waterbirds"};
  set.attributes = {"place"};
  set.grouping = "bird_on";
  set.preprocess = "{resize: [256, 256], crop: 224}";
  set.rare = {{"label", "waterbirds"}, {"place", "land"}};
  set.guarded = {{"label", "landbirds"}, {"place", "water"}};
  set.metric = "worst-group accuracy on the test split, and the mean by prevalence in training";
  set.notes = {
      "the reference takes classes in the order in which the directory is listed; here they "
      "are sorted by name"};
  set.training_groups = {10000, 500, 500, 10000};
  FolderLayout layout;
  layout.patterns = {"{split}/{label}/{place}/*.jpg", "{split}/{label}/{place}/*.png"};
  layout.attributes = {"place"};
  layout.labels = {{"landbirds", "landbirds"}, {"waterbirds", "waterbirds"}};
  layout.splits = {{"train", "train"}, {"val", "val"}, {"test", "test"}};
  layout.attribute_names["place"] = {{"land", "land"}, {"water", "water"}};
  set.read = folder_reader(layout);
  return set;
}

Dataset urban_cars() {
  Dataset set;
  set.id = "urbancars";
  set.summary =
      "urban and country cars with two cues, background and object (Li et al., CVPR 2023)";
  set.source = "UrbanCars, as the repository Whac-A-Mole makes it";
  set.layout =
      "bg-0.95_co_occur_obj-0.95/train/ and bg-0.5_co_occur_obj-0.5/{val,test}/, in each "
      "obj-{urban,country}_bg-{urban,country}_co_occur_obj-{urban,country}/NNN.jpg";
  set.classes = {"urban", "country"};
  set.attributes = {"background", "object"};
  set.grouping = "cells";
  set.preprocess = "{resize: [256, 256], crop: 256}";
  set.rare = {{"label", "urban"}, {"background", "country"}, {"object", "country"}};
  set.guarded = {{"label", "country"}, {"background", "urban"}, {"object", "urban"}};
  set.metric =
      "I.D. accuracy and the gaps of background, object and both; see \"derived\" in the docs";
  set.notes = {"files NNN_mask.png and NNN_co_occur_obj_mask.png are masks and are passed over"};
  FolderLayout layout;
  layout.patterns = {
      "bg-*_co_occur_obj-*/{split}/obj-{label}_bg-{background}_co_occur_obj-{object}/*.jpg"};
  layout.attributes = {"background", "object"};
  const ValueNames kinds = {{"urban", "urban"}, {"country", "country"}};
  layout.labels = kinds;
  layout.splits = {{"train", "train"}, {"val", "val"}, {"test", "test"}};
  layout.attribute_names = {{"background", kinds}, {"object", kinds}};
  set.read = folder_reader(layout);
  return set;
}

Dataset metashift() {
  Dataset set;
  set.id = "metashift";
  set.summary = "cats and dogs, indoors and outdoors (Liang and Zou, ICLR 2022)";
  set.source = "MetaShift-Cat-Dog-indoor-outdoor, as the repository SubpopBench has it";
  set.layout = "{train,test}/{cat,dog}/{cat,dog}({indoor,outdoor})/*.jpg";
  set.classes = {"dog", "cat"};
  set.attributes = {"place"};
  set.grouping = "animal_in";
  set.preprocess = "{resize: 256, crop: 224}";
  set.rare = {{"label", "cat"}, {"place", "outdoor"}};
  set.guarded = {{"label", "dog"}, {"place", "outdoor"}};
  set.metric = "worst-group accuracy on the test split";
  set.notes = {
      "there is no validation split on disk: every tenth training image of each group, in the "
      "order of names, is taken for it",
      "the reference draws its splits from the order in which a directory is listed, which "
      "differs from machine to machine: its validation images are not these",
      "files are often links: a link that leads nowhere is an error here"};
  FolderLayout layout;
  for (const char* below : {"", "MetaShift-Cat-Dog-indoor-outdoor/"}) {
    layout.patterns.push_back(std::string(below) + "{split}/{label}/{label}({place})/*.jpg");
  }
  layout.attributes = {"place"};
  layout.labels = {{"cat", "cat"}, {"dog", "dog"}};
  layout.splits = {{"train", "train"}, {"test", "test"}};
  layout.attribute_names["place"] = {{"indoor", "indoor"}, {"outdoor", "outdoor"}};
  set.read = with_validation(folder_reader(layout), 10);
  return set;
}

Dataset nico() {
  Dataset set;
  set.id = "nico";
  set.summary = "NICO++: sixty kinds of things in six surroundings (Zhang et al., CVPR 2023)";
  set.source = "track 1 of NICO++: the folder public_dg_0416 of the challenge";
  set.layout = "track_1/public_dg_0416/train/<surroundings>/<label>/*.jpg";
  set.attributes = {"surroundings"};
  set.grouping = "thing_in";
  set.preprocess = "{resize: 256, crop: 224}";
  set.metric = "worst-group accuracy on the test split";
  set.notes = {
      "there are no splits on disk: of each group up to 75 images are held out, a third of them "
      "for validation and two for the test; groups of 75 or fewer have no training image",
      "images are held out by a hash of their names: the reference draws others, from a generator "
      "of its own"};
  FolderLayout layout;
  for (const char* below : {"", "public_dg_0416/", "track_1/public_dg_0416/"}) {
    layout.patterns.push_back(std::string(below) + "train/{surroundings}/{label}/*.jpg");
  }
  layout.split = "train";
  layout.attributes = {"surroundings"};
  for (const char* name : {"autumn", "dim", "grass", "outdoor", "rock", "water"}) {
    layout.attribute_names["surroundings"][name] = name;
  }
  set.read = with_held_out(folder_reader(layout), 75);
  return set;
}

}  // namespace

std::vector<Dataset> group_sets() {
  return {celeba(), metashift(), nico(), spuco_birds(), urban_cars(), waterbirds()};
}

}  // namespace remedy
