// The readers behind open_checkpoint. Internal to this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "model/checkpoint/checkpoint.h"

namespace remedy {

// `name` is the file's name for messages. Contracts: open_checkpoint in checkpoint.h.
std::unique_ptr<Checkpoint> open_torch_archive(const std::string& name, MappedFile file);
std::unique_ptr<Checkpoint> open_torch_legacy(const std::string& name, MappedFile file);
std::unique_ptr<Checkpoint> open_safetensors(const std::string& name, MappedFile file);
std::unique_ptr<Checkpoint> open_shards(const std::filesystem::path& index);

// Whether torch.save wrote it in its format of before PyTorch 1.6.
bool is_torch_legacy(std::string_view content);
// Whether a file is an index of shards: a JSON object with the key "weight_map".
bool is_shard_index(std::string_view content);

}  // namespace remedy
