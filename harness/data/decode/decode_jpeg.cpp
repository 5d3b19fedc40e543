// Through libjpeg itself: OpenCV returns half a picture for a truncated file and lets libjpeg
// print.
#include "data/decode/decode_jpeg.h"

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include "core/error.h"
#include "data/decode/decode.h"
#include "data/decode/exif.h"

namespace remedy {
namespace {

constexpr char kExif[] = "Exif\0";  // and one more zero byte
constexpr int kExifMarker = JPEG_APP0 + 1;

// libjpeg reports by calling back from C, through which no exception may pass: its failures return
// to the setjmp in decode_into.
struct Decoder {
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&jpeg); }

  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf escape{};
  char message[JMSG_LENGTH_MAX] = "";
  Image image;
  std::vector<std::uint8_t> cmyk;  // one row
  int orientation = 1;
};

[[noreturn]] void give_up(j_common_ptr jpeg) {
  auto* decoder = static_cast<Decoder*>(jpeg->client_data);
  jpeg->err->format_message(jpeg, decoder->message);
  std::longjmp(decoder->escape, 1);
}

// Level -1 is a warning: libjpeg would go on with pixels that the file does not hold.
void judge_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  const int code = jpeg->err->msg_code;
  const bool harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM ||
                        code == JWRN_JFIF_MAJOR || code == JWRN_TOO_MUCH_DATA;
  if (!harmless) give_up(jpeg);
}

void stay_silent(j_common_ptr) {}

void read_orientation(Decoder& decoder) {
  for (const auto* marker = decoder.jpeg.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->marker == kExifMarker && marker->data_length > sizeof kExif &&
        std::memcmp(marker->data, kExif, sizeof kExif) == 0) {
      decoder.orientation =
          exif_orientation(marker->data + sizeof kExif, marker->data_length - sizeof kExif);
      return;
    }
  }
}

// What Pillow makes of inverted CMYK: black is taken off the inverse of each colour.
void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, int width) {
  for (int x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
    const unsigned black = cmyk[3];
    for (int channel = 0; channel < 3; ++channel) {
      const unsigned product = (255U - cmyk[channel]) * black + 128;
      const unsigned ink = (product + (product >> 8)) >> 8;  // divided by 255, rounded
      rgb[channel] = static_cast<std::uint8_t>(black - std::min(ink, black));
    }
  }
}

// No object with a destructor may live in this function: a failure jumps past it.
bool decode_into(Decoder& decoder, const std::uint8_t* bytes, std::size_t count) {
  jpeg_decompress_struct& jpeg = decoder.jpeg;
  jpeg.err = jpeg_std_error(&decoder.errors);
  decoder.errors.error_exit = give_up;
  decoder.errors.emit_message = judge_message;
  decoder.errors.output_message = stay_silent;
  jpeg.client_data = &decoder;
  if (setjmp(decoder.escape) != 0) return false;

  jpeg_create_decompress(&jpeg);
  jpeg_save_markers(&jpeg, kExifMarker, 0xFFFF);
  jpeg_mem_src(&jpeg, bytes, count);
  jpeg_read_header(&jpeg, TRUE);
  if (std::uint64_t{jpeg.image_width} * jpeg.image_height > kMostPixels) {
    std::snprintf(decoder.message, sizeof decoder.message,
                  "%u x %u pixels are more than the %llu that are allowed", jpeg.image_width,
                  jpeg.image_height, static_cast<unsigned long long>(kMostPixels));
    return false;
  }
  read_orientation(decoder);
  const bool four_inks = jpeg.num_components == 4;
  jpeg.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&jpeg);

  const int width = static_cast<int>(jpeg.output_width);
  const std::size_t stride = std::size_t{3} * jpeg.output_width;
  decoder.image.width = width;
  decoder.image.height = static_cast<int>(jpeg.output_height);
  decoder.image.rgb.resize(stride * jpeg.output_height);
  if (four_inks) decoder.cmyk.resize(std::size_t{4} * jpeg.output_width);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* row = decoder.image.rgb.data() + stride * jpeg.output_scanline;
    JSAMPROW target = four_inks ? decoder.cmyk.data() : row;
    jpeg_read_scanlines(&jpeg, &target, 1);
    if (four_inks) cmyk_to_rgb(target, row, width);
  }
  jpeg_finish_decompress(&jpeg);  // reads on to the end marker
  return true;
}

}  // namespace

Image decode_jpeg(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  Decoder decoder;
  if (!decode_into(decoder, bytes, count)) {
    throw Error("{}: damaged or truncated JPEG: {}", name, std::string(decoder.message));
  }
  return upright(std::move(decoder.image), decoder.orientation);
}

}  // namespace remedy
