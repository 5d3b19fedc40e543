#include "data/decode/decode.h"

#include <string>

#include "core/error.h"
#include "data/decode/decode_jpeg.h"
#include "data/decode/decode_other.h"
#include "data/decode/decode_png.h"
#include "data/decode/image_kind.h"

namespace remedy {

Image decode(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  const ImageKind kind = image_kind(bytes, count);
  if (kind == ImageKind::kJpeg) return decode_jpeg(bytes, count, name);
  if (kind == ImageKind::kPng) return decode_png(bytes, count, name);
  if (kind != ImageKind::kOther) return decode_other(bytes, count, kind, name);
  if (count == 0) throw Error("{}: the file is empty; expected an image: {}", name, kImageKinds);
  const std::string content = describe_content(bytes, count);
  throw Error("{}: {} by its first bytes; expected {}", name,
              content.empty() ? "no image" : content, kImageKinds);
}

}  // namespace remedy
