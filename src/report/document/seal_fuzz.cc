// Any bytes as a document to check, alone and between the marks of a real one: no crash,
// and nothing passes for whole that is not.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "report/document/html.h"
#include "report/document/picture.h"
#include "report/document/seal.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::report;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const SealCheck check = check_seal(bytes);
  CHECK(!check.is_report || check.file_hash.size() == 64);
  (void)png_of_pgm(bytes);

  std::string document;
  SealedWriter writer([&](std::string_view piece) { document += piece; }, "head",
                      [](uint32_t) { return std::string("foot"); });
  writer.raw("<html>");
  writer.begin_section("a");
  writer.write(html(bytes));
  writer.end_section();
  const std::string row = listed_row(0, bytes, writer.hashes()[0]);
  const std::string all = maillon::to_hex(writer.hash_of_all());
  writer.begin_section("b");
  writer.write("<code class=\"all\">" + all + "</code>" + row);
  writer.end_section();
  writer.finish("hash");
  const SealCheck made = check_seal(document);
  CHECK(made.is_report && made.problems.empty() && made.sections == 2);
  std::string changed = document;
  changed[size % changed.size()] ^= 1;
  const SealCheck found = check_seal(changed);
  CHECK(!found.is_report || !found.problems.empty());
  return 0;
}
