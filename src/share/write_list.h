// Writes hash lists, for other programs.
#pragma once

#include <string>
#include <string_view>

#include "share/hash_list.h"
#include "share/read_list.h"

namespace maillon::share {

// Writes entries into a buffer that the caller empties now and then. Formats: csv,
// threatexchange, ncmec, vics (CHECK). What a format has no place for is left out:
// ThreatExchange holds one hash a record, so an entry with two becomes two.
// REQUIRES: no restricted entry (CHECK): those are never exported.
class ListWriter {
 public:
  // `country` stands in the context of VICS; "" = Default.
  explicit ListWriter(ListFormat format, std::string_view country = "");
  void add(const ListEntry& entry);
  void finish();
  std::size_t size() const { return out_.size(); }
  std::string take();

 private:
  void add_csv(const ListEntry& entry);
  void add_threatexchange(const ListEntry& entry);
  void add_ncmec(const ListEntry& entry);
  void add_vics(const ListEntry& entry);

  ListFormat format_;
  std::string out_;
  bool first_ = true;
};

}  // namespace maillon::share
