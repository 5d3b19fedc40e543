// From what became of a trial to its record.
#pragma once

#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/run/record.h"
#include "launch/opened_data.h"

namespace remedy {

class RecordMaker {
 public:
  // `catalogue` must outlive the object.
  RecordMaker(std::string study, const Catalogue& catalogue)
      : study_(std::move(study)), catalogue_(catalogue) {}

  // What the records after this call were measured with, but for the plugin.
  void set_provenance(Provenance provenance) { provenance_ = std::move(provenance); }

  // Of a worker's result; `opened` is what that worker has opened.
  TrialRecord measured(const Trial& trial, const StudyData& opened, TrialResult result) const;
  // Of a trial that has no result, and why.
  TrialRecord ended(const Trial& trial, const StudyData& opened, Status status,
                    const std::string& reason) const;
  // Of a trial that was not measured, for its worker opened other data than were planned.
  TrialRecord refused(const Trial& trial, const std::vector<DataDifference>& differences) const;

 private:
  TrialRecord with_provenance(const Trial& trial, TrialResult result) const;

  std::string study_;
  const Catalogue& catalogue_;
  Provenance provenance_;
};

}  // namespace remedy
