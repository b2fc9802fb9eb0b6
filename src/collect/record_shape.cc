#include "collect/record_shape.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "collect/fold.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kLeastColumns = 3;  // compared
constexpr std::size_t kLeastUnknown = 2;  // of them no usual field of a post
constexpr double kLongestMean = 120;      // bytes of a column's values on average
constexpr double kLeastFilled = 0.01;     // of the rows state something

// Fields that say that the rows are posts.
constexpr std::array<Field, 4> kOfPosts = {Field::body, Field::images, Field::url, Field::price};
// Fields that a short record has too; they are compared all the same (but for the
// first two).
constexpr std::array<Field, 7> kOfRecords = {
    Field::id, Field::source, Field::city, Field::country, Field::lat, Field::lon, Field::language};

template <std::size_t N>
bool is_one_of(Field field, const std::array<Field, N>& fields) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

struct Look {
  double filled = 0;  // share of rows
  double length = 0;  // mean of the filled ones
  bool distinct = true;
};

Look look_at(const Sample& sample, std::size_t column) {
  Look look;
  std::unordered_set<std::string_view> values;
  double seen = 0;
  for (const std::vector<std::string>& row : sample.rows) {
    const std::string& value = row[column];
    if (!values.insert(value).second || value.empty()) look.distinct = false;
    if (value.empty()) continue;
    seen += 1;
    look.length += static_cast<double>(value.size());
  }
  look.filled = seen / static_cast<double>(std::max<std::size_t>(sample.rows.size(), 1));
  if (seen > 0) look.length /= seen;
  return look;
}

bool names_text(const UserMapping& user) {
  return std::any_of(user.items.begin(), user.items.end(), [](const UserMapping::Item& item) {
    return item.field == Field::title || item.field == Field::body || item.field == Field::images;
  });
}

// A first column that is called an id (rec_id, key, or nothing at all) and never
// says the same twice.
bool is_id(const std::string& name, const Look& look) {
  const std::string folded = fold_name(name);
  const bool called = folded.empty() || folded.ends_with("id") || folded.ends_with("key") ||
                      folded == "index" || folded.starts_with("unnamed");
  return called && look.distinct;
}

bool mapped_by_user(const UserMapping& user, Field field) {
  return std::any_of(user.items.begin(), user.items.end(),
                     [&](const UserMapping::Item& item) { return item.field == field; });
}

}  // namespace

void find_record_shape(const Sample& sample, const UserMapping& user, ReadPlan& plan,
                       std::vector<bool>& used) {
  if (sample.rows.empty() || names_text(user)) return;
  if (std::any_of(kOfPosts.begin(), kOfPosts.end(),
                  [&](Field field) { return !plan.field(field).empty(); })) {
    return;
  }
  std::vector<bool> is_known(sample.columns.size(), false), left_out(sample.columns.size(), false);
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    for (const uint32_t column : plan.fields[f]) {
      is_known[column] = true;
      const auto field = static_cast<Field>(f);
      left_out[column] = field == Field::id || field == Field::source;
    }
  }
  std::vector<uint32_t> compared;
  std::size_t unknown = 0;
  bool first_is_id = false;
  for (uint32_t c = 0; c < sample.columns.size(); ++c) {
    const Look look = look_at(sample, c);
    if (look.length > kLongestMean) return;
    if (left_out[c] || look.filled < kLeastFilled) continue;
    if (c == 0 && plan.field(Field::id).empty() && is_id(sample.columns[c], look)) {
      first_is_id = true;
      continue;
    }
    compared.push_back(c);
    if (!is_known[c]) ++unknown;
  }
  if (compared.size() < kLeastColumns || unknown < kLeastUnknown) return;
  plan.record = std::move(compared);
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    const auto field = static_cast<Field>(f);
    if (!is_one_of(field, kOfRecords) && !mapped_by_user(user, field)) plan.fields[f].clear();
  }
  if (first_is_id) plan.field(Field::id).push_back(0);
  if (first_is_id) used[0] = true;
  for (const uint32_t column : plan.record) used[column] = true;
}

}  // namespace maillon::collect
