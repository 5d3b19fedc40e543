// What the checkpoint tests share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "model/checkpoint/stored_zip.h"
#include "model/checkpoint/tensor_file.h"
#include "places.h"

namespace remedy::testing {

// Made by PyTorch and the official safetensors library: see fixtures/make_fixtures.py.
inline std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(source_dir()) / "tests/model/checkpoint/fixtures" / name;
}

template <typename Element>
std::vector<Element> elements(const StoredTensor* tensor) {
  if (tensor == nullptr) throw Error("no such tensor");
  std::vector<Element> values(tensor->bytes / sizeof(Element));
  std::memcpy(values.data(), tensor->data, tensor->bytes);
  return values;
}

inline std::vector<std::string> names(const StateDict& weights) {
  std::vector<std::string> all;
  for (const StoredTensor& tensor : weights.tensors()) all.push_back(tensor.name);
  return all;
}

// The message of the Error that reading throws; empty where it throws none.
inline std::string refusal(const std::filesystem::path& file) {
  try {
    read_checkpoint(file);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

// Unlike write_file, does not wait for the disk: some tests write thousands of files. ext4 waits
// when a file that exists is truncated, hence the removal.
inline void put(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::remove(file);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// A stored zip archive; entries are names and contents.
inline void write_archive(const std::filesystem::path& file,
                          const std::vector<std::pair<std::string, std::string>>& entries) {
  std::vector<ZipContent> contents;
  for (const auto& [name, content] : entries) {
    contents.push_back({name, content.data(), content.size()});
  }
  std::string bytes;
  write_stored_zip(file.string(), contents, [&bytes](const void* piece, std::size_t count) {
    bytes.append(static_cast<const char*>(piece), count);
  });
  put(file, bytes);
}

// A string that may contain zeros.
template <std::size_t size>
std::string binary(const char (&literal)[size]) {
  return std::string(literal, size - 1);
}

}  // namespace remedy::testing
