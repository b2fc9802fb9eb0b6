#include "collect/zip_archive.h"

#include <algorithm>
#include <cstring>

#include <minizip/unzip.h>

namespace maillon::collect {
namespace {

// minizip's file functions over bytes in memory.

struct MemoryFile {
  std::string_view bytes;
  uint64_t at = 0;
};

MemoryFile* to_file(voidpf stream) {
  return static_cast<MemoryFile*>(stream);
}

voidpf open_memory(voidpf opaque, const void* /*name*/, int /*mode*/) {
  return opaque;
}
uLong read_memory(voidpf /*opaque*/, voidpf stream, void* to, uLong size) {
  MemoryFile* file = to_file(stream);
  const uint64_t take = std::min<uint64_t>(size, file->bytes.size() - file->at);
  std::memcpy(to, file->bytes.data() + file->at, take);
  file->at += take;
  return static_cast<uLong>(take);
}
uLong write_memory(voidpf, voidpf, const void*, uLong) {
  return 0;
}
ZPOS64_T tell_memory(voidpf /*opaque*/, voidpf stream) {
  return to_file(stream)->at;
}
long seek_memory(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin) {
  MemoryFile* file = to_file(stream);
  uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = file->at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = file->bytes.size();
  const uint64_t target = base + offset;
  if (target > file->bytes.size()) return -1;
  file->at = target;
  return 0;
}
int close_memory(voidpf, voidpf) {
  return 0;
}
int error_memory(voidpf, voidpf) {
  return 0;
}

tl::unexpected<Error> broken_part(const std::string& name) {
  return fail(Code::corrupt,
              "the XLSX file's part " + name +
                  " is missing or damaged; open it in a spreadsheet program, save it "
                  "again, and import that");
}

}  // namespace

struct ZipArchive::State {
  MemoryFile file;
  unzFile zip = nullptr;
  bool part_open = false;
  ~State() {
    if (part_open) unzCloseCurrentFile(zip);
    if (zip != nullptr) unzClose(zip);
  }
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::~ZipArchive() = default;

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(std::string_view bytes) {
  auto state = std::make_unique<State>();
  state->file.bytes = bytes;
  zlib_filefunc64_def functions{};
  functions.zopen64_file = open_memory;
  functions.zread_file = read_memory;
  functions.zwrite_file = write_memory;
  functions.ztell64_file = tell_memory;
  functions.zseek64_file = seek_memory;
  functions.zclose_file = close_memory;
  functions.zerror_file = error_memory;
  functions.opaque = &state->file;
  state->zip = unzOpen2_64("", &functions);
  if (state->zip == nullptr) {
    return fail(Code::corrupt,
                "the XLSX file is cut off or damaged (its table of contents cannot be read); get "
                "it again");
  }
  return std::unique_ptr<ZipArchive>(new ZipArchive(std::move(state)));
}

bool ZipArchive::has(const std::string& name) {
  return unzLocateFile(state_->zip, name.c_str(), 1) == UNZ_OK;
}

Result<void> ZipArchive::open_part(const std::string& name, uint64_t max_bytes) {
  if (state_->part_open) unzCloseCurrentFile(state_->zip);
  state_->part_open = false;
  unz_file_info64 info{};
  if (unzLocateFile(state_->zip, name.c_str(), 1) != UNZ_OK ||
      unzGetCurrentFileInfo64(state_->zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK ||
      unzOpenCurrentFile(state_->zip) != UNZ_OK) {
    return broken_part(name);
  }
  state_->part_open = true;
  name_ = name;
  packed_ = info.compressed_size;
  unpacked_ = 0;
  max_ = max_bytes;
  return {};
}

Result<std::size_t> ZipArchive::read_part(char* to, std::size_t size) {
  const int got = unzReadCurrentFile(state_->zip, to,
                                     static_cast<unsigned>(std::min<std::size_t>(size, 1U << 30)));
  if (got < 0) return broken_part(name_);
  unpacked_ += static_cast<uint64_t>(got);
  if (unpacked_ > max_) {
    return fail(Code::invalid_input, "the XLSX file's part " + name_ +
                                         " unpacks to an absurd size; save the sheet as CSV and "
                                         "import that");
  }
  return static_cast<std::size_t>(got);
}

}  // namespace maillon::collect
