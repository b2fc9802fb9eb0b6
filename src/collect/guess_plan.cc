// The order of questions: what wraps the bytes, can they be text at all, in which
// encoding, of which format, and which columns are which fields. Each answer that
// is a guess leaves a note.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"
#include "collect/chat.h"
#include "collect/decode.h"
#include "collect/field_names.h"
#include "collect/file_kind.h"
#include "collect/guess_encoding.h"
#include "collect/guess_fields.h"
#include "collect/guess_json.h"
#include "collect/guess_table.h"
#include "collect/pages/page.h"
#include "collect/plan.h"
#include "collect/unwrap.h"
#include "collect/xlsx.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kHead = 1U << 20;
constexpr std::size_t kMaxChatLines = 4000;

struct Head {
  std::string text;  // UTF-8, without a byte order mark
  bool cut = false;  // the file goes on
};

// Unwraps the head, notes XLSX's sheet.
Result<std::string> unwrap_it(std::string_view head, ReadPlan& plan, bool& cut) {
  plan.container = guess_container(head);
  cut = head.size() >= kHead;
  if (plan.container == Container::plain) return std::string(head.substr(0, kHead));
  if (plan.container == Container::xlsx) {
    TRY(const XlsxSheet sheet, find_xlsx_sheet(head));
    if (sheet.sheets > 1) {
      plan.notes.push_back(
          fmt::format("the workbook has {} sheets; only the first one with rows "
                      "is read; save the others as files of their own",
                      sheet.sheets));
    }
  }
  TRY(std::string text, unwrap_head(head, plan.container, kHead));
  cut = text.size() >= kHead || (plan.container != Container::xlsx && head.size() >= kHead);
  return text;
}

std::string_view readable(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf16le:
    case Encoding::utf16be:
      return "UTF-16";
    case Encoding::windows1252:
      return "Windows-1252 (Western European)";
    case Encoding::windows1251:
      return "Windows-1251 (Cyrillic)";
    case Encoding::windows1256:
      return "Windows-1256 (Arabic)";
    case Encoding::gb18030:
      return "GB18030 (Chinese)";
    case Encoding::utf8:
      break;
  }
  return "UTF-8";
}

Result<Head> decode_it(const std::string& bytes, bool cut, const UserMapping& user,
                       ReadPlan& plan) {
  const EncodingGuess guess = guess_encoding(bytes, cut);
  plan.encoding = user.encoding.value_or(guess.encoding);
  if (!user.encoding && plan.encoding != Encoding::utf8) {
    plan.notes.push_back(fmt::format("the text is in {}{}", readable(plan.encoding),
                                     guess.by_mark ? ""
                                                   : ", as its letters show; if they look wrong, "
                                                     "say --map encoding=..."));
  }
  if (!user.encoding && guess.mixed) {
    plan.notes.push_back(
        "most of the text is UTF-8, but not all; records that are not go to quarantine");
  }
  Head head;
  head.cut = cut;
  Decoder(plan.encoding).decode(bytes, !cut, head.text);
  if (plan.encoding == Encoding::utf8 && cut) {
    // A character that is cut at the end would look like a bad one.
    while (!head.text.empty() && (static_cast<unsigned char>(head.text.back()) & 0xC0) == 0x80) {
      head.text.pop_back();
    }
    if (!head.text.empty() && static_cast<unsigned char>(head.text.back()) >= 0xC0) {
      head.text.pop_back();
    }
  }
  if (head.text.starts_with("\xEF\xBB\xBF")) head.text.erase(0, 3);
  if (const auto refusal = find_refusal(head.text)) return fail(Code::invalid_input, *refusal);
  if (head.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return fail(Code::invalid_input, "the file has only blank lines; nothing to import");
  }
  return head;
}

// How many of the first lines begin a message; the dates of those.
struct ChatLook {
  std::size_t lines = 0, headers = 0;
  bool first = false;  // the first line that is not blank is one
  std::vector<std::string_view> stamps;
  bool is_chat() const { return (first && headers > 0) || (headers >= 3 && headers * 10 >= lines); }
};

ChatLook look_for_chat(std::string_view text,
                       std::optional<ChatHeader> (*find_header)(std::string_view)) {
  ChatLook look;
  while (!text.empty() && look.lines < kMaxChatLines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \r\t") == std::string_view::npos) continue;
    const auto header = find_header(line.substr(0, 512));
    if (header) {
      if (look.lines == 0) look.first = true;
      ++look.headers;
      look.stamps.push_back(header->stamp);
    }
    ++look.lines;
  }
  return look;
}

// Sets the plan up for a chat; the user's mapping may move its columns.
Result<void> plan_chat(const ChatLook& look, const UserMapping& user, ReadPlan& plan) {
  Sample sample;
  for (const std::string_view column : kChatColumns) sample.columns.emplace_back(column);
  UserMapping mapping = user;
  constexpr std::array<std::pair<Field, std::string_view>, 4> kDefaults = {
      {{Field::posted_at, "date"},
       {Field::author, "author"},
       {Field::body, "text"},
       {Field::images, "file"}}};
  for (const auto& [field, column] : kDefaults) {
    bool taken = false;
    for (const UserMapping::Item& item : user.items) {
      taken = taken || item.field == field ||
              std::find(item.columns.begin(), item.columns.end(), column) != item.columns.end();
    }
    if (!taken) mapping.items.push_back({field, {std::string(column)}});
  }
  TRY_OK(guess_fields(sample, mapping, plan));
  guess_dates(look.stamps, user, plan);
  return {};
}

// A file that has no columns to speak of is no table.
Result<void> check_table(const TableHead& table, const UserMapping& user) {
  if (user.delimiter || !user.items.empty()) return {};
  const bool one_width = table.rows.size() * 2 >= table.rows_seen - (table.has_header ? 1 : 0);
  // One line of prose with commas in it is no table of one row.
  const bool enough = table.has_header || table.rows.size() > 1;
  if (table.columns.size() > 1 && one_width && enough) return {};
  if (table.columns.size() == 1 && table.has_header && find_named_field(table.columns[0]))
    return {};
  return fail(Code::invalid_input,
              "no table can be seen in this text: its lines do not fall into columns. Import a "
              "table (CSV, TSV, XLSX), JSON, or a chat export; if each line is a post of its own, "
              "say --map body=1,delimiter=tab,header=no");
}

Result<void> plan_table(const Head& head, const UserMapping& user, ReadPlan& plan) {
  plan.format = Format::csv;
  TableHead table = guess_table(head.text, head.cut, user);
  TRY_OK(check_table(table, user));
  plan.delimiter = table.dialect.delimiter;
  plan.quotes = table.dialect.quotes;
  plan.line_end = table.dialect.line_end;
  plan.has_header = table.has_header;
  const std::string_view name = plan.delimiter == ','    ? "commas"
                                : plan.delimiter == ';'  ? "semicolons"
                                : plan.delimiter == '\t' ? "tabs"
                                                         : "|";
  const std::string separated =
      table.columns.size() == 1
          ? "one column"
          : fmt::format("{} columns, separated by {}", table.columns.size(), name);
  if (plan.container == Container::xlsx) {
    plan.notes.push_back(
        fmt::format("read as a sheet with {} columns{}", table.columns.size(),
                    table.has_header ? ", named by its first row" : " without names (1, 2 ...)"));
  } else {
    plan.notes.push_back(fmt::format("read as a table with {}{}{}", separated,
                                     table.has_header
                                         ? ", named by its first line"
                                         : ", without a header (columns are called 1, 2 ...)",
                                     plan.quotes ? "" : "; quotation marks have no meaning"));
  }
  return guess_fields({table.columns, table.rows, table.has_header}, user, plan);
}

// Keeps of the columns those that are read.
void keep_read_columns(ReadPlan& plan) {
  std::vector<std::string> columns;
  for (std::vector<uint32_t>& field : plan.fields) {
    for (uint32_t& column : field) {
      const std::string& name = plan.columns[column];
      const auto known = std::find(columns.begin(), columns.end(), name);
      column = static_cast<uint32_t>(known - columns.begin());
      if (known == columns.end()) columns.push_back(name);
    }
  }
  for (uint32_t& column : plan.record) {
    const std::string& name = plan.columns[column];
    const auto known = std::find(columns.begin(), columns.end(), name);
    column = static_cast<uint32_t>(known - columns.begin());
    if (known == columns.end()) columns.push_back(name);
  }
  plan.columns = std::move(columns);
}

bool is_named(const std::vector<std::string>& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

// Without what the user maps to a field's own name where it is not at the beginning of the file:
// add_own_names() takes that up, and until then nothing else is guessed for the field.
UserMapping without_own_names(const UserMapping& user, const Sample& sample) {
  UserMapping out = user;
  for (UserMapping::Item& item : out.items) {
    const std::vector<std::string> own = {std::string(to_name(item.field))};
    if (item.columns == own && !is_named(sample.columns, own[0])) item.columns.clear();
  }
  return out;
}

// A field's own name may turn up as a key only later in the file.
void add_own_names(const UserMapping& user, ReadPlan& plan) {
  if (plan.has_records()) return;
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    const bool is_unwanted =
        std::any_of(user.items.begin(), user.items.end(), [&](const UserMapping::Item& item) {
          return item.field == static_cast<Field>(f) && item.columns.empty();
        });
    if (!is_stated(static_cast<Field>(f)) || is_unwanted) continue;
    const std::string name(to_name(static_cast<Field>(f)));
    if (!plan.fields[f].empty() || is_named(plan.columns, name)) continue;
    plan.fields[f].push_back(static_cast<uint32_t>(plan.columns.size()));
    plan.columns.push_back(name);
  }
}

// Telegram's own keys, where the user does not say otherwise.
UserMapping with_telegram_keys(const UserMapping& user, const Sample& sample, bool several_chats) {
  UserMapping out = user;
  const auto has = [&](std::string_view c) {
    return std::find(sample.columns.begin(), sample.columns.end(), c) != sample.columns.end();
  };
  const auto add = [&](Field field, std::vector<std::string> columns) {
    std::erase_if(columns, [&](const std::string& c) { return !has(c); });
    const bool taken = std::any_of(user.items.begin(), user.items.end(),
                                   [&](const UserMapping::Item& i) { return i.field == field; });
    if (!taken && !columns.empty()) out.items.push_back({field, std::move(columns)});
  };
  add(Field::posted_at, {has("date_unixtime") ? "date_unixtime" : "date"});
  add(Field::author, {"from", "actor"});
  add(Field::body, {"text", "action", "title", "members"});
  add(Field::images, {"photo"});
  if (!several_chats) add(Field::id, {"id"});
  return out;
}

Result<void> plan_json(const Head& head, const UserMapping& user, ReadPlan& plan) {
  guess_json_format(head.text, head.cut, plan);
  const Sample sample = sample_json(head.text, head.cut, plan);
  if (sample.rows.empty()) {
    return fail(Code::invalid_input,
                "this begins like JSON, but no object ({...}) at its beginning is valid; export "
                "the file again");
  }
  if (plan.format == Format::telegram) {
    const bool several = has_several_chats(head.text);
    const UserMapping mapping = with_telegram_keys(user, sample, several);
    if (several) {
      plan.notes.push_back(
          "the export holds several chats whose message numbers repeat, so these are not taken as "
          "ids; export one chat at a time to keep them");
    }
    TRY_OK(guess_fields(sample, mapping, plan));
    if (several && std::none_of(user.items.begin(), user.items.end(),
                                [](const UserMapping::Item& i) { return i.field == Field::id; })) {
      plan.field(Field::id).clear();
    }
    keep_read_columns(plan);
    return {};
  }
  TRY_OK(guess_fields(sample, without_own_names(user, sample), plan));
  keep_read_columns(plan);
  add_own_names(user, plan);
  return {};
}

std::string_view describe(PageKind kind) {
  switch (kind) {
    case PageKind::html:
      return "read as a saved web page (HTML)";
    case PageKind::mhtml:
      return "read as a saved web page (MHTML)";
    case PageKind::warc:
      return "read as a web archive (WARC): each page is a record";
    case PageKind::none:
      break;
  }
  return "";
}

// The fields of a page are known; only its source may be the user's.
ReadPlan plan_pages(PageKind kind, const UserMapping& user, ReadPlan plan) {
  plan.format = Format::pages;
  plan.pages = kind;
  plan.notes.emplace_back(describe(kind));
  if (!user.items.empty() || user.encoding)
    plan.notes.emplace_back("a saved page has no columns: --map does not apply to it");
  for (const auto& [field, column] : kPageColumns) {
    if (field == Field::source && !user.source.empty()) continue;
    plan.field(field) = {static_cast<uint32_t>(plan.columns.size())};
    plan.columns.emplace_back(column);
  }
  plan.seen_columns = plan.columns;
  return plan;
}

void note_name(std::string_view file_name, ReadPlan& plan) {
  const bool json = plan.format == Format::json_lines || plan.format == Format::json_array;
  const auto ends = [&](std::string_view end) { return file_name.ends_with(end); };
  if (((ends(".csv") || ends(".tsv")) && plan.format != Format::csv) ||
      ((ends(".json") || ends(".jsonl")) && plan.format == Format::csv) ||
      (ends(".xlsx") && plan.container != Container::xlsx)) {
    plan.notes.push_back(fmt::format("the name says otherwise, but by what it holds this is {}",
                                     json                         ? "JSON"
                                     : plan.format == Format::csv ? "a table"
                                                                  : "a chat"));
  }
}

}  // namespace

std::size_t head_size(std::string_view first_bytes) {
  return first_bytes.starts_with("PK\x03\x04") ? kMaxXlsxBytes + 1 : kHead;
}

Result<ReadPlan> guess_plan(std::string_view bytes, std::string_view file_name,
                            const UserMapping& user) {
  if (bytes.empty()) return fail(Code::invalid_input, "the file is empty; nothing to import");
  ReadPlan plan;
  plan.default_source = user.source;
  if (const PageKind pages = guess_page(bytes.substr(0, kHead)); pages != PageKind::none)
    return plan_pages(pages, user, std::move(plan));
  if (!bytes.starts_with("PK")) {
    if (const auto refusal = find_refusal(bytes.substr(0, 512));
        refusal && guess_container(bytes) == Container::plain &&
        guess_encoding(bytes, true).encoding != Encoding::utf16le &&
        guess_encoding(bytes, true).encoding != Encoding::utf16be) {
      return fail(Code::invalid_input, *refusal);
    }
  }
  bool cut = false;
  TRY(const std::string plain, unwrap_it(bytes, plan, cut));
  if (plain.empty())
    return fail(Code::invalid_input, "the packed file is empty; nothing to import");
  if (const PageKind pages = guess_page(plain); pages != PageKind::none)
    return plan_pages(pages, user, std::move(plan));
  TRY(const Head head, decode_it(plain, cut, user, plan));
  const ChatLook whatsapp = look_for_chat(head.text, find_whatsapp_header);
  const ChatLook telegram = look_for_chat(head.text, find_telegram_header);
  const char first = head.text[head.text.find_first_not_of(" \t\r\n")];
  const bool packed_sheet = plan.container == Container::xlsx;
  if (!packed_sheet && whatsapp.is_chat()) {
    plan.format = Format::whatsapp;
    plan.notes.push_back("read as a WhatsApp chat export");
    TRY_OK(plan_chat(whatsapp, user, plan));
  } else if (!packed_sheet && telegram.is_chat()) {
    plan.format = Format::telegram;
    plan.copied_text = true;
    plan.notes.push_back("read as messages copied from Telegram");
    TRY_OK(plan_chat(telegram, user, plan));
  } else if (!packed_sheet && (first == '{' || first == '[')) {
    TRY_OK(plan_json(head, user, plan));
  } else {
    TRY_OK(plan_table(head, user, plan));
  }
  note_name(file_name, plan);
  return plan;
}

}  // namespace maillon::collect
