"""State dicts from .pth and .safetensors files."""
import json
import struct

import torch

DTYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
          "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8,
          "U8": torch.uint8, "BOOL": torch.bool}


def read_safetensors(path):
    """8 bytes of length, a JSON header, then the tensors' bytes."""
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    state = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        begin, end = tensor["data_offsets"]
        dtype = DTYPES[tensor["dtype"]]
        values = torch.frombuffer(data, dtype=torch.uint8, offset=begin, count=end - begin) \
            if end > begin else torch.empty(0, dtype=torch.uint8)
        state[name] = values.clone().view(dtype).reshape(tensor["shape"])
    return state


def read_weights(path):
    if str(path).endswith(".safetensors"):
        return read_safetensors(path)
    return torch.load(path, map_location="cpu")
