// Plans as they stand in plan.json.
#include "core/error.h"
#include "core/json_fields.h"
#include "core/plan/plan.h"

namespace remedy {
namespace {

template <typename T>
Json nullable(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<std::int64_t> optional_integer(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return json.get<std::int64_t>();
}

}  // namespace

Json to_json(const Trial& trial) {
  Json json;
  json["id"] = trial.id;
  json["label"] = trial.label;
  json["remediation"] = trial.remediation;
  json["version"] = trial.version;
  json["parameters"] = Json::object();
  for (const auto& [name, value] : trial.parameters) json["parameters"][name] = to_json(value);
  json["design"] = {{"anchor_classes", nullable(trial.anchor_classes)},
                    {"draw", nullable(trial.draw)},
                    {"seed", nullable(trial.seed)}};
  if (!trial.anchors.empty()) json["design"]["anchors"] = trial.anchors;
  if (trial.stop) {
    json["stop"] = {{"on", trial.stop->on},
                    {"above", trial.stop->above},
                    {"steps", trial.stop->steps},
                    {"stops", trial.stops}};
  } else {
    json["stop"] = nullptr;
  }
  json["after"] = one_or_several_json(trial.after);
  json["depended_upon"] = trial.depended_upon;
  json["training_images"] = trial.training_images;
  json["given"] = trial.given;
  json["supervision"] = trial.supervision;
  return json;
}

Trial trial_from_json(const Json& json) {
  try {
    Trial trial;
    trial.id = json.at("id");
    trial.label = json.at("label");
    trial.remediation = json.at("remediation");
    trial.version = json.at("version");
    for (const auto& [name, value] : json.at("parameters").items()) {
      trial.parameters[name] = value_from_json(value);
    }
    const Json& design = json.at("design");
    trial.anchor_classes = optional_integer(design.at("anchor_classes"));
    trial.draw = optional_integer(design.at("draw"));
    trial.seed = optional_integer(design.at("seed"));
    trial.anchors = design.value("anchors", "");
    if (const Json& stop = json.at("stop"); !stop.is_null()) {
      trial.stop = StopRule{stop.at("on"), stop.at("above"), stop.at("steps")};
      trial.stops = stop.at("stops");
    }
    if (const Json& after = json.at("after"); after.is_array()) {
      trial.after = after.get<std::vector<std::string>>();
    } else if (!after.is_null()) {
      trial.after = {after.get<std::string>()};
    }
    trial.depended_upon = json.at("depended_upon");
    trial.training_images = json.at("training_images");
    trial.given = json.value("given", trial.given);
    trial.supervision = json.value("supervision", trial.supervision);
    return trial;
  } catch (const nlohmann::json::exception& error) {
    throw Error("a planned trial is not whole: {}", error.what());
  }
}

Json to_json(const Plan& plan) {
  Json json;
  json["schema"] = 1;
  json["trials"] = Json::array();
  for (const Trial& trial : plan.trials) json["trials"].push_back(to_json(trial));
  if (!plan.libraries.empty()) json["libraries"] = plan.libraries;
  return json;
}

Plan plan_from_json(const Json& json) {
  if (!json.contains("trials") || json.value("schema", 0) != 1) {
    throw Error("not a plan of schema 1");
  }
  Plan plan;
  for (const Json& trial : json["trials"]) plan.trials.push_back(trial_from_json(trial));
  if (const auto libraries = json.find("libraries"); libraries != json.end()) {
    if (!libraries->is_object()) throw Error("\"libraries\" is no object");
    for (const auto& [remediation, hash] : libraries->items()) {
      if (!hash.is_string()) throw Error("\"libraries\": the hash of {} is no text", remediation);
      plan.libraries[remediation] = hash;
    }
  }
  return plan;
}

}  // namespace remedy
