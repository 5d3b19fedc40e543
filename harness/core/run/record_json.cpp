// Which fields a record has, for writing and for reading it.
#include "core/error.h"
#include "core/json_fields.h"
#include "core/run/comparable_fields.h"
#include "core/run/record.h"
#include "core/run/suite_figures_fields.h"

namespace remedy {

void read_value(const JsonPlace& place, Status& status) {
  read_word(place, status,
            {Status::kCompleted, Status::kNotReached, Status::kDiverged, Status::kFailed,
             Status::kCrashed, Status::kTimedOut, Status::kOutOfMemory});
}

Json write_value(Status status) { return to_string(status); }

template <typename Fields>
void list_fields(Fields& fields, StopOutcome& stop) {
  fields.required("on", stop.on);
  fields.optional("on_reported_suite", stop.on_reported_suite);
  fields.required("above", stop.above, kShare);
  fields.optional("stops", stop.stops);
  fields.required("reached", stop.reached);
  fields.absent_or_null("accuracy", stop.accuracy, /*written=*/false, kShare);
  fields.absent_or_null("steps", stop.steps, /*written=*/false, kCount);
  fields.absent_or_null("probes", stop.probes, /*written=*/false, kCount);
}

template <typename Fields>
void list_fields(Fields& fields, DerivedValue& derived) {
  fields.nullable("value", derived.value, kDifference);
  fields.nullable("low", derived.low, kDifference);
  fields.nullable("high", derived.high, kDifference);
  fields.optional("images", derived.images, kCount);
}

template <typename Fields>
void list_fields(Fields& fields, DerivedFigures& derived) {
  fields.required("of", derived.of, NotEmpty());
  fields.optional("pairs", derived.pairs, kAtLeastOne);
  fields.required("baseline", derived.baseline);
  fields.required("remediated", derived.remediated);
}

template <typename Fields>
void list_fields(Fields& fields, DataDifference& difference) {
  fields.required("what", difference.what);
  fields.required("planned", difference.planned);
  fields.required("opened", difference.opened);
}

template <typename Fields>
void list_fields(Fields& fields, Provenance& provenance) {
  fields.optional("harness", provenance.harness);
  fields.optional("libtorch", provenance.libtorch);
  fields.optional("compiler", provenance.compiler);
  fields.optional("convolutions", provenance.convolutions);
  fields.optional("device", provenance.device);
  fields.optional("threads", provenance.threads, kAtLeastOne);
  fields.optional("plugin", provenance.plugin);
}

template <typename Fields>
void list_fields(Fields& fields, DesignPoint& design) {
  fields.nullable("anchor_classes", design.anchor_classes, kAtLeastOne);
  fields.nullable("draw", design.draw, kCount);
  fields.nullable("seed", design.seed);
  fields.optional("anchors", design.anchors, NotEmpty());
}

template <typename Fields>
void list_end(Fields& fields, TrialResult& result) {
  fields.required("status", result.status);
  if (has_result(result.status)) {
    fields.required("reason", result.reason);
    fields.absent_or_null("stop", result.stop, /*written=*/true);
    fields.required("suites", result.suites);
    fields.unless_empty("derived", result.derived);
  } else {
    fields.required("reason", result.reason, NotEmpty());
    fields.absent_or_null("stop", result.stop, /*written=*/false);
  }
}

template <typename Fields>
void list_costs(Fields& fields, TrialResult& result) {
  fields.optional("peak_device_bytes", result.peak_device_bytes, kCount);
  if (has_result(result.status)) {
    fields.required("seconds", result.seconds, kNotNegative);
  } else {
    fields.unless_empty("seconds", result.seconds, kNotNegative);
  }
}

template <typename Fields>
void list_fields(Fields& fields, TrialResult& result) {
  list_end(fields, result);
  list_costs(fields, result);
}

template <typename Fields>
void list_fields(Fields& fields, TrialRecord& record) {
  std::int64_t schema = kRecordSchema;
  fields.required("schema", schema, Bounds{kRecordSchema, kRecordSchema});
  fields.required("id", record.id, NotEmpty());
  fields.required("study", record.study);
  fields.required("label", record.label);
  fields.required("remediation", record.remediation);
  fields.required("version", record.version);
  fields.required("parameters", record.parameters);
  fields.required("design", record.design);
  fields.one_or_several("after", record.after);
  fields.optional("training_images", record.training_images, kCount);
  list_end(fields, record.result);
  fields.unless_empty("refused", record.refused);
  if (has_result(record.result.status)) {
    fields.required("comparable", record.comparable);
  } else {
    fields.optional("comparable", record.comparable);
  }
  fields.unless_empty("training", record.training);
  if (has_result(record.result.status)) {
    fields.required("provenance", record.provenance);
  } else {
    fields.optional("provenance", record.provenance);
  }
  fields.unless_empty("supervision", record.supervision);
  fields.optional("output", record.output, NotEmpty());
  fields.optional("log", record.log, NotEmpty());
  list_costs(fields, record.result);
}

namespace {

template <typename T>
T read_whole(const Json& json) {
  T value;
  read_value(JsonPlace(json), value);
  return value;
}

TrialRecord checked(const std::filesystem::path& file, const Json& json) {
  try {
    TrialRecord record = read_whole<TrialRecord>(json);
    if (record.id != file.stem()) {
      throw Error("id is \"{}\", expected the name of the file", record.id);
    }
    return record;
  } catch (const Error& error) {
    throw Error("{}: {}", file.string(), error.what());
  }
}

}  // namespace

Json to_json(const TrialRecord& record) { return write_value(record); }
TrialRecord record_from_json(const Json& json) { return read_whole<TrialRecord>(json); }

TrialRecord read_record(const std::filesystem::path& file) {
  return checked(file, read_json(file));
}

Json read_record_json(const std::filesystem::path& file) {
  Json json = read_json(file);
  (void)checked(file, json);
  return json;
}

Json to_json(const TrialResult& result) { return write_value(result); }
TrialResult result_from_json(const Json& json) { return read_whole<TrialResult>(json); }
Json to_json(const std::vector<DataDifference>& differences) { return write_value(differences); }
Json to_json(const Provenance& provenance) { return write_value(provenance); }
Provenance provenance_from_json(const Json& json) { return read_whole<Provenance>(json); }

}  // namespace remedy
