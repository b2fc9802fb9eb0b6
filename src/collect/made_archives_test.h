// Archives made for tests, hostile ones too.
#pragma once

#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace maillon::collect {

struct MadeMember {
  std::string name = {}, bytes = {};
  __LA_MODE_T type = AE_IFREG;
  std::string symbolic = {}, hard = {};  // what the link leads to
};

// `format`: "zip", "tar", "tgz". With a password a ZIP is encrypted.
inline std::string make_archive(const std::string& format, const std::vector<MadeMember>& members,
                                const char* password = nullptr) {
  std::string out;
  archive* a = archive_write_new();
  if (format == "zip") {
    archive_write_set_format_zip(a);
  } else {
    archive_write_set_format_pax_restricted(a);
    if (format == "tgz") archive_write_add_filter_gzip(a);
  }
  if (password != nullptr) {
    archive_write_set_options(a, "zip:encryption=zipcrypt");
    archive_write_set_passphrase(a, password);
  }
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open2(
      a, &out, nullptr,
      [](archive*, void* to, const void* bytes, size_t size) -> la_ssize_t {
        static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
        return static_cast<la_ssize_t>(size);
      },
      nullptr, nullptr);
  for (const MadeMember& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    if (!member.symbolic.empty()) archive_entry_set_symlink(entry, member.symbolic.c_str());
    if (!member.hard.empty()) archive_entry_set_hardlink(entry, member.hard.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
    archive_write_header(a, entry);
    archive_write_data(a, member.bytes.data(), member.bytes.size());
    archive_entry_free(entry);
  }
  archive_write_free(a);
  return out;
}

}  // namespace maillon::collect
