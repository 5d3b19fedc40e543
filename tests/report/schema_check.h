// Asking Python's jsonschema whether the published schemas admit something.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/file.h"
#include "core/json.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy::testing {

// For each instance null, or what is wrong with it by the schema of that file in reports/schema;
// null in place of the list where Python has no jsonschema.
inline Json validate(const std::string& schema, const std::vector<Json>& instances) {
  const TemporaryDirectory folder;
  write_json(folder / "instances.json", Json(instances));
  const std::string command = "python3 " + source_dir() + "/tests/report/validate_schema.py " +
                              source_dir() + "/reports/schema/" + schema + " " +
                              (folder / "instances.json").string() + " > " +
                              (folder / "answers.json").string();
  const int status = std::system(command.c_str());
  if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
    return nullptr;
  }
  EXPECT_EQ(status, 0);
  return read_json(folder / "answers.json");
}

}  // namespace remedy::testing

// First line of a test after it has asked.
#define REMEDY_NEEDS_JSONSCHEMA(ANSWERS)                \
  if ((ANSWERS).is_null())                              \
  GTEST_SKIP() << "needs Python's jsonschema (package " \
                  "python3-jsonschema)"
