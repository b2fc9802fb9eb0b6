#include "collect/guess_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/printable.h"
#include "collect/dates.h"
#include "collect/field_names.h"
#include "collect/fold.h"
#include "collect/record_shape.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kMaxListed = 40;  // columns in a message

std::string list_columns(const std::vector<std::string>& columns) {
  std::string out;
  for (std::size_t i = 0; i < columns.size() && i < kMaxListed; ++i) {
    if (i > 0) out += ", ";
    out += printable(columns[i], 60);
  }
  if (columns.size() > kMaxListed) out += fmt::format(" and {} more", columns.size() - kMaxListed);
  return out;
}

std::string quote_columns(std::vector<std::string> columns) {
  for (std::string& column : columns) column = "'" + column + "'";
  return list_columns(columns);
}

// By its name as written, else by its folded name if that is one column's only.
std::optional<uint32_t> find_column(const std::vector<std::string>& columns,
                                    std::string_view name) {
  std::optional<uint32_t> folded;
  std::size_t matches = 0;
  const std::string wanted = fold_name(name);
  for (uint32_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == name) return i;
    if (!wanted.empty() && fold_name(columns[i]) == wanted) {
      folded = i;
      ++matches;
    }
  }
  return matches == 1 ? folded : std::nullopt;
}

Result<void> map_by_user(const UserMapping& user, const Sample& sample, ReadPlan& plan,
                         std::vector<bool>& used) {
  std::vector<std::string> missing;
  for (const UserMapping::Item& item : user.items) {
    for (const std::string& name : item.columns) {
      const std::optional<uint32_t> column = find_column(sample.columns, name);
      if (column) {
        plan.field(item.field).push_back(*column);
        used[*column] = true;
      } else if (std::find(missing.begin(), missing.end(), name) == missing.end()) {
        missing.push_back(name);
      }
    }
  }
  if (missing.empty()) return {};
  return fail(Code::invalid_input,
              fmt::format("--map: there {} {}; the columns are {}",
                          missing.size() == 1 ? "is no column" : "are no columns",
                          quote_columns(missing), list_columns(sample.columns)));
}

void map_by_name(const Sample& sample, ReadPlan& plan, std::vector<bool>& used) {
  std::array<int, kFieldCount> best{};
  std::array<std::optional<uint32_t>, kFieldCount> column{};
  for (uint32_t i = 0; i < sample.columns.size(); ++i) {
    if (used[i]) continue;
    const auto found = find_named_field(sample.columns[i]);
    if (!found || !plan.field(found->field).empty()) continue;
    const std::size_t f = static_cast<std::size_t>(found->field);
    if (!column[f] || found->rank < best[f]) {
      best[f] = found->rank;
      column[f] = i;
    }
  }
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (!column[f]) continue;
    plan.fields[f].push_back(*column[f]);
    used[*column[f]] = true;
  }
}

// What the values of a column look like, as shares of those that are not empty.
struct ColumnLook {
  double length = 0;  // mean, in bytes
  double dates = 0, links = 0;
};

ColumnLook look_at(const Sample& sample, std::size_t column) {
  ColumnLook look;
  double seen = 0;
  for (const std::vector<std::string>& row : sample.rows) {
    const std::string& value = row[column];
    if (value.empty()) continue;
    seen += 1;
    look.length += static_cast<double>(value.size());
    if (value.size() >= 8 && parse_date(value, DateOrder::dmy)) look.dates += 1;
    if (value.starts_with("http://") || value.starts_with("https://")) look.links += 1;
  }
  if (seen == 0) return look;
  return {look.length / seen, look.dates / seen, look.links / seen};
}

// Without names: the column of long texts is the body; dates and links show.
void map_by_values(const Sample& sample, ReadPlan& plan, std::vector<bool>& used) {
  std::optional<uint32_t> body;
  double longest = 12;
  for (uint32_t i = 0; i < sample.columns.size(); ++i) {
    if (used[i]) continue;
    const ColumnLook look = look_at(sample, i);
    if (look.dates > 0.8) {
      if (plan.field(Field::posted_at).empty()) {
        plan.field(Field::posted_at).push_back(i);
        used[i] = true;
      }
    } else if (look.links > 0.8) {
      if (plan.field(Field::url).empty()) {
        plan.field(Field::url).push_back(i);
        used[i] = true;
      }
    } else if (look.length > longest) {
      longest = look.length;
      body = i;
    }
  }
  if (body && plan.field(Field::body).empty()) {
    plan.field(Field::body).push_back(*body);
    used[*body] = true;
  }
}

bool has_text(const ReadPlan& plan) {
  return plan.has_records() || !plan.field(Field::title).empty() ||
         !plan.field(Field::body).empty() || !plan.field(Field::images).empty();
}

tl::unexpected<Error> no_text_column(const Sample& sample) {
  // The column with the longest values makes the best example.
  std::size_t longest = 0;
  double length = -1;
  for (std::size_t i = 0; i < sample.columns.size(); ++i) {
    const double l = look_at(sample, i).length;
    if (l > length) {
      length = l;
      longest = i;
    }
  }
  const std::string example =
      sample.columns.empty() ? "description" : printable(sample.columns[longest], 60);
  return fail(Code::invalid_input,
              fmt::format("no column is called title, body, text or the like; the columns are {}; "
                          "say which one holds the text, for example --map body={}",
                          list_columns(sample.columns), example));
}

void note_fields(const Sample& sample, const std::vector<bool>& used, ReadPlan& plan) {
  std::string fields;
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (plan.fields[f].empty()) continue;
    if (!fields.empty()) fields += ", ";
    fields += fmt::format("{} = ", to_name(static_cast<Field>(f)));
    for (std::size_t i = 0; i < plan.fields[f].size(); ++i) {
      fields += (i > 0 ? " + " : "") + printable(sample.columns[plan.fields[f][i]], 60);
    }
  }
  if (plan.has_records()) {
    std::vector<std::string> compared;
    for (const uint32_t column : plan.record) compared.push_back(sample.columns[column]);
    plan.notes.push_back(
        fmt::format("no column of text, so these are short records, compared column by column: {}; "
                    "if one of them is a text, say for example --map body={}",
                    list_columns(compared), printable(compared.front(), 60)));
    if (fields.empty()) return;
  }
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < sample.columns.size(); ++i) {
    if (!used[i]) rest.push_back(sample.columns[i]);
  }
  plan.notes.push_back(fmt::format("columns read: {}{}{}; --map changes this", fields,
                                   rest.empty() ? "" : "; not read: ", list_columns(rest)));
}

bool starts_with_year(std::string_view date) {
  std::size_t digits = 0;
  while (digits < date.size() && date[digits] >= '0' && date[digits] <= '9') ++digits;
  return digits == 4;
}

bool is_decimal_comma(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const std::size_t comma = text.find(',');
  if (comma == 0 || comma == std::string_view::npos || comma + 1 == text.size()) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == ','; }) &&
         text.find(',', comma + 1) == std::string_view::npos;
}

void guess_decimals(const Sample& sample, ReadPlan& plan) {
  std::size_t comma = 0;
  std::size_t point = 0;
  for (const Field field : {Field::lat, Field::lon}) {
    for (const uint32_t column : plan.field(field)) {
      for (const std::vector<std::string>& row : sample.rows) {
        if (is_decimal_comma(row[column])) ++comma;
        if (row[column].find('.') != std::string::npos) ++point;
      }
    }
  }
  plan.decimal_comma = comma > point;
  if (plan.decimal_comma) plan.notes.push_back("lat and lon are written with a decimal comma");
}

}  // namespace

void guess_dates(const std::vector<std::string_view>& dates, const UserMapping& user,
                 ReadPlan& plan) {
  std::size_t stated = 0, read = 0, zoned = 0, numeric = 0;
  std::size_t dmy = 0, mdy = 0, ymd = 0;  // dates that can have this order
  for (const std::string_view date : dates) {
    if (date.empty()) continue;
    ++stated;
    if (!parse_date(date, DateOrder::dmy)) continue;
    ++read;
    zoned += has_zone(date) ? 1 : 0;
    const DateOrders can = possible_orders(date);
    if (can.dmy && can.mdy && can.ymd) continue;  // no numeric date, or all alike
    if (starts_with_year(date)) continue;         // 2021-03-12: the year is plain
    ++numeric;
    dmy += can.dmy ? 1 : 0;
    mdy += can.mdy ? 1 : 0;
    ymd += can.ymd ? 1 : 0;
  }
  if (numeric > 0) {
    plan.date_order = mdy > dmy ? DateOrder::mdy : DateOrder::dmy;
    if (ymd > std::max(dmy, mdy)) plan.date_order = DateOrder::ymd;
  }
  if (user.date_order) plan.date_order = *user.date_order;
  if (numeric > 0 && !user.date_order) {
    const bool clear = plan.date_order == DateOrder::dmy ? mdy < dmy : dmy < mdy;
    const std::string_view order = plan.date_order == DateOrder::dmy   ? "day, month, year"
                                   : plan.date_order == DateOrder::mdy ? "month, day, year"
                                                                       : "year, month, day";
    const std::string_view other = plan.date_order == DateOrder::dmy ? "mdy" : "dmy";
    plan.notes.push_back(
        clear || plan.date_order == DateOrder::ymd
            ? fmt::format("dates are read as {}, as the values show", order)
            : fmt::format("dates are read as {}, but the values do not show whether that is right; "
                          "if not, say --map date_order={}",
                          order, other));
  }
  if (read > zoned) plan.notes.push_back("dates that state no time zone are taken as UTC");
  if (stated > 0 && read * 2 < stated) {
    plan.notes.push_back(
        fmt::format("{} of the first {} dates cannot be read; their posts are kept without a date",
                    stated - read, stated));
  }
}

// What the user wants no column for is guessed all the same, so that its column does not become
// another field, and then not read.
void leave_unread(const UserMapping& user, ReadPlan& plan, std::vector<bool>& used) {
  for (const UserMapping::Item& item : user.items) {
    if (!item.columns.empty()) continue;
    for (const uint32_t column : plan.field(item.field)) used[column] = false;
    plan.field(item.field).clear();
  }
}

Result<void> guess_fields(const Sample& sample, const UserMapping& user, ReadPlan& plan) {
  std::vector<bool> used(sample.columns.size(), false);
  TRY_OK(map_by_user(user, sample, plan, used));
  if (sample.named) map_by_name(sample, plan, used);
  if (!sample.named) map_by_values(sample, plan, used);
  leave_unread(user, plan, used);
  if (sample.named) find_record_shape(sample, user, plan, used);
  if (!has_text(plan)) return no_text_column(sample);
  plan.columns = plan.seen_columns = sample.columns;
  note_fields(sample, used, plan);
  guess_decimals(sample, plan);
  std::vector<std::string_view> dates;
  if (plan.field(Field::posted_at).size() == 1) {
    const uint32_t column = plan.field(Field::posted_at)[0];
    for (const std::vector<std::string>& row : sample.rows) dates.push_back(row[column]);
  }
  guess_dates(dates, user, plan);
  return {};
}

}  // namespace maillon::collect
