#include "launch/record_maker.h"

#include <utility>

namespace remedy {
namespace {

TrialResult without_result(Status status, const std::string& reason) {
  TrialResult result;
  result.status = status;
  result.reason = reason;
  return result;
}

}  // namespace

TrialRecord RecordMaker::with_provenance(const Trial& trial, TrialResult result) const {
  TrialRecord record = record_of(study_, trial, std::move(result));
  record.provenance = provenance_;
  record.provenance->plugin =
      "sha256:" + catalogue_.remediations.at(trial.remediation).library_hash;
  return record;
}

TrialRecord RecordMaker::measured(const Trial& trial, const StudyData& opened,
                                  TrialResult result) const {
  TrialRecord record = with_provenance(trial, std::move(result));
  record.comparable = opened.comparable;
  record.training = training_of(opened, trial, catalogue_.remediations.at(trial.remediation).uses);
  return record;
}

TrialRecord RecordMaker::ended(const Trial& trial, const StudyData& opened, Status status,
                               const std::string& reason) const {
  return measured(trial, opened, without_result(status, reason));
}

TrialRecord RecordMaker::refused(const Trial& trial,
                                 const std::vector<DataDifference>& differences) const {
  TrialRecord record =
      with_provenance(trial, without_result(Status::kFailed, refusal(differences)));
  record.refused = differences;
  return record;
}

}  // namespace remedy
