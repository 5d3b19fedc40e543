// Plans; what is accepted has to survive being written and read again.
#include <cstdlib>

#include "core/error.h"
#include "core/json.h"
#include "core/plan/plan.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace remedy;
  const auto file = testing::put("plan.json", data, size);
  Plan plan;
  try {
    plan = plan_from_json(read_json(file));
  } catch (const Error&) {
    return 0;
  }
  const std::string written = pretty(to_json(plan));
  if (pretty(to_json(plan_from_json(Json::parse(written)))) != written) std::abort();
  return 0;
}
