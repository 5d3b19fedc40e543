// Through libpng itself: OpenCV lets it print its complaints, and does not pass on what is damaged.
#include "data/decode/decode_png.h"

#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "data/decode/decode.h"
#include "data/decode/exif.h"

namespace remedy {
namespace {

constexpr std::size_t kSignature = 8;

// libpng reports by calling back from C, through which no exception may pass: its failures return
// to the setjmp in decode_png_into.
struct PngDecoder {
  PngDecoder() = default;
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;
  ~PngDecoder() { png_destroy_read_struct(&png, &info, nullptr); }

  png_structp png = nullptr;
  png_infop info = nullptr;
  const std::uint8_t* next = nullptr;  // of the file
  std::size_t left = 0;                // bytes from there on
  std::jmp_buf escape{};
  bool has_pixels = false;  // has come to them
  char message[256] = "out of memory";
  char warning[128] = "";  // the last: it says more of a bad header than the error that follows
  Image image;
  int orientation = 1;
};

// The name of the chunk that libpng is in, or "" where it looks for the next.
void current_chunk(png_structp png, char (&name)[5]) {
  std::memset(name, 0, sizeof name);
  if ((png_get_io_state(png) & PNG_IO_MASK_LOC) == PNG_IO_CHUNK_HDR) return;
  const std::uint32_t code = png_get_io_chunk_type(png);
  for (int i = 0; i < 4; ++i) name[i] = static_cast<char>(code >> (24 - 8 * i));
}

[[noreturn]] void give_up_png(png_structp png, png_const_charp message) {
  auto* decoder = static_cast<PngDecoder*>(png_get_error_ptr(png));
  char chunk[5];
  current_chunk(png, chunk);
  const char* what = "";
  if (decoder->has_pixels) {
    what = "its pixels cannot be read: ";
  } else if (std::strcmp(chunk, "IEND") == 0) {
    what = "it holds no pixels: ";
  }
  const bool more = decoder->warning[0] != '\0';
  std::snprintf(decoder->message, sizeof decoder->message, "damaged PNG: %s%s%s%s%s", what, message,
                more ? " (" : "", decoder->warning, more ? ")" : "");
  std::longjmp(decoder->escape, 1);
}

void note_warning(png_structp png, png_const_charp message) {
  auto* decoder = static_cast<PngDecoder*>(png_get_error_ptr(png));
  std::snprintf(decoder->warning, sizeof decoder->warning, "%s", message);
}

void read_png_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto* decoder = static_cast<PngDecoder*>(png_get_io_ptr(png));
  if (count > decoder->left) {
    char chunk[5];
    current_chunk(png, chunk);
    std::snprintf(decoder->message, sizeof decoder->message, "truncated PNG: it %s%s",
                  chunk[0] == '\0' ? "has no end mark" : "is cut off in its chunk ", chunk);
    std::longjmp(decoder->escape, 1);
  }
  std::memcpy(to, decoder->next, count);
  decoder->next += count;
  decoder->left -= count;
}

// Only what the pixels need is looked at, and which way up they are: no profile, no transparency.
void choose_chunks(png_structp png) {
  static constexpr png_byte kTransparencyChunk[] = "tRNS", kExifChunk[] = "eXIf";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);  // all that it knows of
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, kTransparencyChunk, 1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, kExifChunk, 1);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
}

// Eight bits, red, green and blue, whatever the file has.
void choose_pixels(png_structp png, png_infop info) {
  const int colour = png_get_color_type(png, info), depth = png_get_bit_depth(png, info);
  if (depth == 16) png_set_strip_16(png);
  png_set_strip_alpha(png);
  if (colour == PNG_COLOR_TYPE_PALETTE) {
    png_set_palette_to_rgb(png);
  } else if ((colour & PNG_COLOR_MASK_COLOR) == 0) {
    if (depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    png_set_gray_to_rgb(png);
  }
}

// No object with a destructor may live in this function: a failure jumps past it.
bool decode_png_into(PngDecoder& decoder) {
  if (setjmp(decoder.escape) != 0) return false;
  decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, give_up_png, note_warning);
  if (decoder.png == nullptr) return false;
  decoder.info = png_create_info_struct(decoder.png);
  if (decoder.info == nullptr) return false;
  png_structp png = decoder.png;
  png_infop info = decoder.info;
  png_set_read_fn(png, &decoder, read_png_bytes);
  png_set_sig_bytes(png, kSignature);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // kMostPixels is the limit
  png_set_chunk_malloc_max(png, decoder.left);                 // no chunk holds more than the file
  choose_chunks(png);
  png_read_info(png, info);

  const png_uint_32 width = png_get_image_width(png, info);
  const png_uint_32 height = png_get_image_height(png, info);
  if (std::uint64_t{width} * height > kMostPixels) {
    std::snprintf(decoder.message, sizeof decoder.message,
                  "%u x %u pixels are more than the %llu that are allowed", width, height,
                  static_cast<unsigned long long>(kMostPixels));
    return false;
  }
  decoder.has_pixels = true;
  decoder.warning[0] = '\0';
  choose_pixels(png, info);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const std::size_t stride = std::size_t{3} * width;
  if (png_get_rowbytes(png, info) != stride) png_error(png, "rows of another length");
  decoder.image.width = static_cast<int>(width);
  decoder.image.height = static_cast<int>(height);
  decoder.image.rgb.resize(stride * height);
  for (int pass = 0; pass < passes; ++pass) {
    for (png_uint_32 y = 0; y < height; ++y) {
      png_read_row(png, decoder.image.rgb.data() + stride * y, nullptr);
    }
  }
  png_read_end(png, info);  // reads on to the end mark

  png_uint_32 size = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(png, info, &size, &exif) != 0)
    decoder.orientation = exif_orientation(exif, size);
  return true;
}

}  // namespace

Image decode_png(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  PngDecoder decoder;
  decoder.next = bytes + kSignature;
  decoder.left = count - kSignature;
  if (!decode_png_into(decoder)) throw Error("{}: {}", name, std::string(decoder.message));
  return upright(std::move(decoder.image), decoder.orientation);
}

}  // namespace remedy
