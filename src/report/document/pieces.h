// What the sections of the report are made with. For the files of report/document only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "report/document/html.h"
#include "report/document/network_report.h"

namespace maillon::report {

// Numbers of sections, in their order; annex and seal follow the last.
enum Section : uint32_t {
  kCover,
  kSummary,
  kTime,
  kWording,
  kSelectors,
  kLinks,
  kPictures,
  kDisclosure,
  kDecisions,
  kMethod,
  kErrors,
  kGlossary,
  kAnnex,
};

class Page {
 public:
  Page(const NetworkReport& report, const Texts& texts) : report_(report), texts_(texts) {}

  const NetworkReport& report() const { return report_; }
  const Texts& texts() const { return texts_; }
  bool mask() const { return report_.wishes.mask; }
  bool names() const { return report_.wishes.names && !mask(); }

  // A text of ours; `values` are HTML.
  std::string say(std::string_view key, std::initializer_list<std::string_view> values = {}) const {
    return fill_in(html(texts_.get(key)), values);
  }
  std::string paragraph(std::string_view key,
                        std::initializer_list<std::string_view> values = {}) const {
    return "<p>" + say(key, values) + "</p>\n";
  }
  std::string heading(int level, std::string_view key) const;
  // The heading of a section: "5 What holds the network together".
  std::string title(uint32_t section, std::string_view key) const;

  std::string number(uint64_t value) const { return identifier(texts_.number(value)); }
  std::string bits(double value) const { return identifier(texts_.bits(value)); }
  std::string percent(double share) const { return identifier(texts_.percent(share)); }
  std::string dates(int64_t first, int64_t last) const;
  std::string day(int64_t time) const;
  // A value of a selector, masked if it is to be.
  std::string value(std::string_view text) const;
  // "phone", in the language of the report; a kind that it does not know as it stands.
  std::string kind(std::string_view name) const;
  // A sentence of the program: English, and marked so. Without the values that it may not
  // hold.
  std::string sentence(std::string_view text) const;
  // The same in the language of the report, where the sentence is data, too.
  std::string sentence(std::string_view text, const std::vector<Said>& said) const;
  // What a person wrote: as it stands, under `mask` without what looks like a number.
  std::string free(std::string_view text) const;
  // The text of an adversary that cannot be masked in parts: left out under `mask`.
  std::string headline(const PostLine& post) const;
  std::string post_name(const PostLine& post) const;  // its identifier, name, headline
  std::string place(const std::string& city, const std::string& country) const;

 private:
  std::string without_secrets(std::string_view text) const;
  std::string said_value(std::string_view name, const std::string& value) const;
  const NetworkReport& report_;
  const Texts& texts_;
};

// <table class="data"> row by row; cells are HTML. A name of a column that begins with '#'
// is one of numbers.
class DataTable {
 public:
  DataTable(const Page& page, std::initializer_list<std::string_view> keys);
  void row(const std::vector<std::string>& cells);
  bool empty() const { return rows_ == 0; }
  std::string take();

 private:
  std::string html_;
  std::vector<bool> is_number_;
  std::size_t rows_ = 0;
};

// ---- The sections: HTML of what stands in them ------------------------------
std::string cover_html(const Page& page);
std::string summary_html(const Page& page);
std::string time_html(const Page& page);
std::string wording_html(const Page& page);
std::string selectors_html(const Page& page);
std::string links_html(const Page& page);
std::string pictures_html(const Page& page);
std::string disclosure_html(const Page& page);
std::string decisions_html(const Page& page);
std::string method_html(const Page& page);
std::string errors_html(const Page& page);
std::string glossary_html(const Page& page);
std::string annex_begin_html(const Page& page);
std::string post_html(const Page& page, const ReportPost& post);

// A picture as a cell: its likeness, or what is to be said instead.
std::string likeness_html(const Page& page, const ReportPicture& picture);

}  // namespace maillon::report
