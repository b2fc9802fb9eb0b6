// What the fuzzers of the readers of documents have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "share/intake/document.h"

namespace maillon::share {

// Checks what a reader promises of each thing that it gives.
struct CheckedSink : DocumentSink {
  void add(ListedSelector&& selector, std::string_view country, bool withdrawn,
           uint64_t place) override {
    CHECK(place > 0 && !selector.written.empty() && selector.written.size() <= 4096);
    CHECK(!selector.object.empty() && selector.object.size() <= 512 && selector.value.empty());
    CHECK(country.empty() || country.size() == 2);
    for (const std::string* text : {&selector.label, &selector.source, &selector.written})
      CHECK(is_utf8(*text) && text->size() <= 4096);
    CHECK(selector.comment.size() <= 2048);
    if (withdrawn) return;
    selector.value = selector.written;  // as if it were understood
    update.selectors.push_back(std::move(selector));
  }
  void withdraw(const ListedSelector& about) override {
    CHECK(!about.object.empty() && about.object.size() <= 512 && !about.format.empty());
    update.withdrawn.push_back(about);
  }
  void add_hash(ListEntry&& entry, uint64_t place) override {
    CHECK(place > 0 && !entry.id.empty());
    for (const HashKind kind : kHashKinds)
      CHECK(entry.of(kind).empty() || entry.of(kind).size() == hash_bytes(kind));
  }
  void reject(uint64_t place, std::string_view object, std::string_view reason) override {
    CHECK(place > 0 && object.size() <= 512 && !reason.empty());
    ++update.about.rejected;
  }
  void leave_out(std::string_view /*type*/) override {}

  SelectorUpdate update;
};

// Any bytes as a document: what is read of it goes into a list, which reads back as it is, and the
// same document again changes nothing.
inline void check_document(std::string_view bytes, DocumentFormat format) {
  (void)guess_document_format(bytes);
  CheckedSink sink;
  (void)read_document(bytes, format, sink);
  SelectorUpdate update = std::move(sink.update);
  update.about.sha256 = "0";
  SelectorList list;
  (void)list.apply(update, false);
  const auto back = read_selector_list(write_selector_list(list));
  CHECK(back.has_value());
  CHECK(back->entries == list.entries && back->imports == list.imports);
  const SelectorImport again = list.apply(update, false);
  CHECK(again.id == 0 && back->entries == list.entries);
}

}  // namespace maillon::share
