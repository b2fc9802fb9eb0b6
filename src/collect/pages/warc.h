// Web archives: WARC 1.0 and 1.1 (ISO 28500), records one after another. A packed archive
// (.warc.gz: each record a gzip member) is unpacked before.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/splitter.h"

namespace maillon::collect {

// Each record is a record of its own; blank lines between them are structure. Where a length is
// wrong or a header cannot be read, what stands before the next "WARC/1" line is bad.
std::unique_ptr<Splitter> make_warc_splitter();

struct WarcRecord {
  std::string type;  // "response", "request" ... in lower case
  std::string url;   // WARC-Target-URI, without the < > of old writers
  std::string date;  // WARC-Date
  std::string content_type;
  bool is_truncated = false;  // WARC-Truncated: the crawler kept only the beginning
  std::string_view block;     // within the record's bytes
};
// Code::invalid_input with the reason if the bytes are no record of that kind.
Result<WarcRecord> read_warc_record(std::string_view bytes);

// A page out of an archive's record: the HTTP answer without its header, chunks and compression.
struct WarcPage {
  std::string skipped;  // not "": it is no page, and this is what it is, in the plural
  std::string content, charset;
  bool is_html = true;  // else plain text
};
Result<WarcPage> read_warc_page(const WarcRecord& record);

}  // namespace maillon::collect
