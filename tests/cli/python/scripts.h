// Studies whose remediations are Python scripts.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy::testing {

// A tiny study, and the scripts of tests/cli/python/scripts in a folder of it, where plugins are
// looked for and may be edited. Skips where Remedy is built without Python.
class Scripts : public ::testing::Test {
 protected:
  Scripts() {
    std::filesystem::copy(source_dir() + "/tests/cli/python/scripts", study_.path("scripts"));
    const std::string places =
        study_.path("scripts").string() + ":" + binary_dir() + "/tests/plugins";
    setenv("REMEDY_PLUGIN_PATH", places.c_str(), 1);
  }
  ~Scripts() override { unsetenv("REMEDY_PLUGIN_PATH"); }

  void SetUp() override {
    const std::string host = binary_dir() + "/lib/remedy/remedy_python_host.so";
    if (!std::filesystem::exists(host)) {
      GTEST_SKIP() << "built without Python: " << host << " is not there";
    }
  }

  void write_script(const std::string& name, const std::string& text) const {
    write_file(study_.path("scripts") / name, text);
  }
  std::string predictions(const std::string& run, const Json& record) const {
    return read_file(study_.path(run) / "predictions" /
                     (record.at("id").get<std::string>() + ".safetensors"));
  }

  TinyStudy study_;
};

}  // namespace remedy::testing
