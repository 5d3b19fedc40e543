// Records, up to the report that is made of them.
#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/run/record.h"
#include "fuzz/fuzz.h"
#include "report/analysis.h"
#include "report/export/csv.h"
#include "report/input/run_data.h"
#include "report/markdown/markdown.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace remedy;
  const auto file = testing::put("record.json", data, size);
  try {
    RunData run;
    run.root = "run";
    run.study = "study";
    const TrialRecord record = record_from_json(read_json(file));
    Trial trial;
    trial.id = record.id;
    trial.label = record.label;
    run.plan.trials.push_back(trial);
    run.records.emplace(record.id, record);
    const Report report = analyse({run});
    (void)to_markdown(report);
    (void)to_csv(report);
  } catch (const Error&) {
  }
  return 0;
}
