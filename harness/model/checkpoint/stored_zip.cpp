#include "model/checkpoint/stored_zip.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

constexpr std::size_t kMostEntries = std::size_t{1} << 20;
constexpr std::string_view kEndRecord = "PK\x05\x06";
constexpr std::size_t kAlignment = 64;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using ArchiveHandle = std::unique_ptr<zip_t, Discard>;

struct ErrorHolder {
  ErrorHolder() { zip_error_init(&error); }
  ~ErrorHolder() { zip_error_fini(&error); }
  ErrorHolder(const ErrorHolder&) = delete;
  ErrorHolder& operator=(const ErrorHolder&) = delete;
  const char* text() { return zip_error_strerror(&error); }
  zip_error_t error{};
};

// libzip looks for the end record within the largest comment's reach of the end of the file, and
// reads the whole directory anew for everything that looks like one: with thousands of them, a
// small file takes minutes.
void check_end_records(const std::string& name, const MappedFile& file) {
  constexpr std::size_t kReach = std::size_t{1} << 17;
  constexpr int kMostEndRecords = 8;
  const std::string_view content(reinterpret_cast<const char*>(file.data()), file.size());
  const std::string_view tail = content.substr(content.size() - std::min(content.size(), kReach));
  int found = 0;
  for (std::size_t at = tail.find(kEndRecord); at != std::string_view::npos;
       at = tail.find(kEndRecord, at + 1)) {
    if (++found > kMostEndRecords) {
      throw Error("{}: a zip archive with more than {} end records, expected one; it is damaged",
                  name, kMostEndRecords);
    }
  }
}

}  // namespace

struct StoredZip::Archive {
  ArchiveHandle handle;
};

StoredZip::StoredZip(std::string name, const MappedFile& file)
    : name_(std::move(name)), archive_(std::make_unique<Archive>()) {
  check_end_records(name_, file);
  ErrorHolder reason;
  zip_source_t* source =
      zip_source_buffer_create(file.data(), file.size(), /*freep=*/0, &reason.error);
  if (source == nullptr) throw Error("{}: cannot be read: {}", name_, reason.text());
  archive_->handle.reset(zip_open_from_source(source, ZIP_RDONLY, &reason.error));
  if (archive_->handle == nullptr) {
    zip_source_free(source);
    throw Error("{}: not a whole zip archive, it is cut short or damaged ({})", name_,
                reason.text());
  }
  zip_t* const archive = archive_->handle.get();
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count <= 0) throw Error("{}: a zip archive without entries, expected data.pkl", name_);
  if (static_cast<std::size_t>(count) > kMostEntries) {
    throw Error("{}: {} entries, expected at most {}", name_, count, kMostEntries);
  }
  entries_.reserve(static_cast<std::size_t>(count));
  std::uint64_t left = file.size();
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t entry;
    if (zip_stat_index(archive, i, 0, &entry) != 0) {
      throw Error("{}: entry {} cannot be read: {}", name_, i, zip_strerror(archive));
    }
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                     ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((entry.valid & kNeeded) != kNeeded) {
      throw Error("{}: entry {} has no name, size or method; the file is damaged", name_, i);
    }
    if (entry.comp_size > left) {
      throw Error("{}: entry {} says {} bytes, more than the file holds; it is damaged", name_,
                  in_quotes(entry.name), entry.comp_size);
    }
    left -= entry.comp_size;
    const bool stored = entry.comp_method == ZIP_CM_STORE &&
                        entry.encryption_method == ZIP_EM_NONE && entry.comp_size == entry.size;
    const bool has_checksum = (entry.valid & ZIP_STAT_CRC) != 0 && entry.crc != 0;
    entries_.push_back({entry.name, static_cast<std::size_t>(entry.size), stored, has_checksum});
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!index_.emplace(entries_[i].name, i).second) {
      throw Error("{}: two entries named {}", name_, in_quotes(entries_[i].name));
    }
  }
}

StoredZip::~StoredZip() = default;

const StoredZip::Entry* StoredZip::find(std::string_view entry) const {
  const auto found = index_.find(entry);
  return found == index_.end() ? nullptr : &entries_[found->second];
}

std::unique_ptr<std::uint8_t[]> StoredZip::read(const Entry& entry) const {
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const auto fail = [&](const char* reason) {
    throw Error("{}: entry {} cannot be read, the file is damaged or cut short: {}", name_,
                in_quotes(entry.name), reason);
  };
  if (!entry.stored) {
    throw Error(
        "{}: entry {} is compressed or encrypted: expected it stored, as torch.save does; in "
        "Python, torch.save(torch.load(path, weights_only=False), new_path) writes it so; an "
        "unpacked folder is packed by 'zip -0 -r file.pth folder'",
        name_, in_quotes(entry.name));
  }
  const auto index = static_cast<zip_uint64_t>(&entry - entries_.data());
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_->handle.get(), index, 0));
  if (file == nullptr) fail(zip_strerror(archive_->handle.get()));
  auto bytes = std::make_unique<std::uint8_t[]>(entry.bytes + 1);
  std::size_t done = 0;
  while (entry.has_checksum || done < entry.bytes) {
    // One byte more than the entry: libzip compares the checksum when it meets the end.
    const zip_int64_t got = zip_fread(file.get(), bytes.get() + done,
                                      entry.bytes + (entry.has_checksum ? 1 : 0) - done);
    if (got < 0) fail(zip_file_strerror(file.get()));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
    if (done > entry.bytes) fail("it is longer than the directory says");
  }
  if (done != entry.bytes) fail("it is shorter than the directory says");
  return bytes;
}

void write_stored_zip(const std::string& name, const std::vector<ZipContent>& entries,
                      const std::function<void(const void*, std::size_t)>& sink) {
  ErrorHolder reason;
  const auto fail = [&name](const char* text) {
    throw Error("{}: the archive cannot be made: {}", name, text);
  };
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> memory(
      zip_source_buffer_create(nullptr, 0, /*freep=*/0, &reason.error), &zip_source_free);
  if (memory == nullptr) fail(reason.text());
  zip_source_keep(memory.get());
  ArchiveHandle archive(zip_open_from_source(memory.get(), ZIP_TRUNCATE, &reason.error));
  if (archive == nullptr) {
    zip_source_free(memory.get());
    fail(reason.text());
  }
  std::uint64_t end = 0;  // of the last entry in the archive
  for (const ZipContent& entry : entries) {
    zip_source_t* source = zip_source_buffer(archive.get(), entry.data, entry.bytes, /*freep=*/0);
    if (source == nullptr) fail(zip_strerror(archive.get()));
    const zip_int64_t index =
        zip_file_add(archive.get(), entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      fail(zip_strerror(archive.get()));
    }
    // A local header of 30 bytes, the name, and an extra field whose header takes 4.
    const std::uint64_t least = end + 30 + entry.name.size() + 4;
    const auto padding = static_cast<zip_uint16_t>((kAlignment - least % kAlignment) % kAlignment);
    const std::array<zip_uint8_t, kAlignment> zeros{};
    const auto i = static_cast<zip_uint64_t>(index);
    constexpr zip_uint16_t kPaddingField = 0x4246;  // as PyTorch marks its own
    constexpr zip_uint16_t kFirstOf1980 = 0x21;
    if (zip_set_file_compression(archive.get(), i, ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive.get(), i, 0, kFirstOf1980, 0) != 0 ||
        zip_file_extra_field_set(archive.get(), i, kPaddingField, ZIP_EXTRA_FIELD_NEW, zeros.data(),
                                 padding, ZIP_FL_LOCAL) != 0) {
      fail(zip_strerror(archive.get()));
    }
    end = least + padding + entry.bytes;
  }
  if (zip_close(archive.get()) != 0) fail(zip_strerror(archive.get()));
  (void)archive.release();  // zip_close freed it
  if (zip_source_open(memory.get()) != 0) fail(zip_error_strerror(zip_source_error(memory.get())));
  std::vector<char> piece(std::size_t{1} << 20);
  for (;;) {
    const zip_int64_t got = zip_source_read(memory.get(), piece.data(), piece.size());
    if (got < 0) fail(zip_error_strerror(zip_source_error(memory.get())));
    if (got == 0) break;
    sink(piece.data(), static_cast<std::size_t>(got));
  }
  zip_source_close(memory.get());
}

}  // namespace remedy
