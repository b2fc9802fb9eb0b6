// Any bytes as any list format: every entry has what it is known by, and what the
// writers make of it reads back with the same hashes.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "share/list_test_sink.h"
#include "share/write_list.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::share;
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool guess = (data[0] & 8) != 0;
  const auto format = guess ? guess_list_format(bytes) : static_cast<ListFormat>((data[0] & 7) % 5);
  Gathered all;
  (void)read_list(bytes, format, {}, all);
  ListWriter csv(ListFormat::csv), json(ListFormat::threatexchange), vics(ListFormat::vics),
      xml(ListFormat::ncmec);
  std::size_t open = 0;
  for (const ListEntry& entry : all.entries) {
    for (const HashKind kind : kHashKinds)
      CHECK(entry.of(kind).empty() || entry.of(kind).size() == hash_bytes(kind));
    if (entry.restricted) continue;
    ++open;
    for (ListWriter* writer : {&csv, &json, &vics, &xml}) writer->add(entry);
  }
  for (ListWriter* writer : {&csv, &json, &vics, &xml}) writer->finish();
  Gathered back;
  CHECK(read_list(json.take(), ListFormat::threatexchange, {}, back).has_value());
  CHECK(read_list(vics.take(), ListFormat::vics, {}, back).has_value());
  CHECK(read_list(xml.take(), ListFormat::ncmec, {}, back).has_value());
  Gathered table;
  CHECK(read_list(csv.take(), ListFormat::csv, {}, table).has_value());
  CHECK(table.entries.size() <= open + back.entries.size());
  return 0;
}
