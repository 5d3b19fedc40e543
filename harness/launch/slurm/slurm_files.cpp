#include "launch/slurm/slurm_files.h"

#include "core/error.h"
#include "core/json_fields.h"

namespace remedy {

template <typename Fields>
void list_fields(Fields& fields, SlurmProblem& problem) {
  fields.required("gate", problem.gate);
  fields.required("message", problem.message);
}

Json to_json(const SlurmOrder& order) {
  return {{"planned", to_json(order.planned)},
          {"device", order.device},
          {"threads", order.threads},
          {"keep_weights", order.keep_weights}};
}

SlurmOrder slurm_order_from_json(const Json& json) {
  const JsonPlace place(json);
  FieldReader fields(place);
  SlurmOrder order;
  Json planned;
  fields.required("planned", planned);
  order.planned = study_data_from_json(planned);
  fields.required("device", order.device, NotEmpty());
  fields.required("threads", order.threads, kAtLeastOne);
  fields.required("keep_weights", order.keep_weights);
  fields.finish();
  return order;
}

void SlurmFiles::write_problem(const SlurmProblem& problem) const {
  write_json(this->problem(), write_value(problem));
}

std::optional<SlurmProblem> SlurmFiles::read_problem() const {
  std::error_code ignored;
  if (!std::filesystem::exists(problem(), ignored)) return std::nullopt;
  const Json json = read_json(problem());
  try {
    SlurmProblem told;
    read_value(JsonPlace(json), told);
    return told;
  } catch (const Error& error) {
    throw Error("{}: {}", problem().string(), error.what());
  }
}

}  // namespace remedy
