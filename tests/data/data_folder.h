// A fixture with a folder for images, a class list and a cache of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <fstream>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "data/file_stamp.h"
#include "data/listing.h"
#include "image_files.h"
#include "temporary_directory.h"

namespace remedy::testing {

class DataFolder : public ::testing::Test {
 protected:
  DataFolder() {
    use_cache(folder_ / "cache");
    write_file(folder_ / "classes.txt", "n01 ox\nn02 cow, moo-cow\nn03 yak\n");
  }

  static void use_cache(const std::filesystem::path& cache) {
    setenv("REMEDY_CACHE", cache.c_str(), /*overwrite=*/1);
  }

  std::filesystem::path images() const { return folder_ / "images"; }
  ClassList classes() const { return ClassList(folder_ / "classes.txt"); }
  ImageSet set(const std::string& label = "") const {
    ImageSet result;
    result.folder()->folder = images();
    result.label = label;
    return result;
  }
  Listing list(const std::string& label = "") const { return list_images(set(label), classes()); }
  // The same when all files are old enough for the content index.
  Listing list_later(const std::string& label = "") const {
    Listing listing = scan_images(set(label), classes());
    hash_images(listing, ContentIndex::now_ns() + 10'000'000'000);
    return listing;
  }
  static std::string error_of(const ImageSet& images, const ClassList& classes) {
    try {
      list_images(images, classes);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  // Contents of any kind; `age` in seconds.
  void add(const std::string& path, const std::string& content, int age = 60) const {
    write_file(images() / path, content);
    set_age(path, age);
  }
  void add(const std::string& path, const Image& image) const {
    write_image(images() / path, image);
    set_age(path, 60);
  }
  // Other bytes in the same file, under the same time of modification.
  void overwrite(const std::string& path, const std::string& content) const {
    const auto file = images() / path;
    const auto time = std::filesystem::last_write_time(file);
    const std::int64_t before = stamp_of(file).changed_ns;
    do {  // until the system's clock has moved on
      std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << content;
      std::filesystem::last_write_time(file, time);
    } while (stamp_of(file).changed_ns == before);
  }
  void set_age(const std::string& path, int seconds) const {
    std::filesystem::last_write_time(
        images() / path,
        std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds));
  }

  TemporaryDirectory folder_;
};

}  // namespace remedy::testing
