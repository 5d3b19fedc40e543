// The readers behind read_checkpoint. Internal to this folder.
#pragma once

#include <string>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

// `name` is the file's name for messages. Contracts: read_checkpoint in tensor_file.h.
StateDict read_torch_archive(const std::string& name, const MappedFile& file,
                             const std::string& key);
StateDict read_safetensors(const std::string& name, MappedFile file);

}  // namespace remedy
