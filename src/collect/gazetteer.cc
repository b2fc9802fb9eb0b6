#include "collect/gazetteer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "collect/fold.h"

namespace maillon::collect {
namespace {

// The bytes: kGazetteerMagic, number of towns, number of names; the towns (kTownBytes each); of
// each name in the order of its folded bytes where it begins in the text and its town, and one
// beginning more; the text.
constexpr std::string_view kGazetteerMagic = "MLNGAZ1\n";
constexpr std::size_t kHeadBytes = 16;
constexpr std::size_t kTownBytes = 16;  // lat, lon (1e-5 degrees), population, country
constexpr std::size_t kNameBytes = 8;
constexpr uint32_t kFirstName = 1U << 31;  // beside the town: it is called so first of all
// Without a country: how large a town must be, and how much larger than the next of its name.
constexpr uint32_t kKnownTown = 100'000;
constexpr uint32_t kTimesTheNext = 5;
constexpr std::size_t kGeonamesColumns = 15;
constexpr double kDegreeUnit = 1e-5;

template <class T>
T read_at(std::string_view bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <class T>
void append(std::string& out, T value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

template <class T>
std::optional<T> parse(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view line, char by) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(by, at), line.size());
    parts.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

struct Name {
  std::string folded;
  uint32_t town;
};

// Of one name of one town the first-of-all stays.
void keep_one_each(std::vector<Name>& names) {
  std::sort(names.begin(), names.end(), [](const Name& x, const Name& y) {
    const auto key = [](const Name& n) {
      return std::pair(n.town & ~kFirstName, (n.town & kFirstName) == 0);
    };
    return x.folded != y.folded ? x.folded < y.folded : key(x) < key(y);
  });
  names.erase(std::unique(names.begin(), names.end(),
                          [](const Name& x, const Name& y) {
                            return x.folded == y.folded &&
                                   (x.town & ~kFirstName) == (y.town & ~kFirstName);
                          }),
              names.end());
}

// "Lyon (Rhône)", "Lyon, France", "Dublin 2", "Paris 11e": the part before what is added.
std::string_view without_addition(std::string_view name) {
  name = name.substr(0, name.find_first_of(",(/;|"));
  for (;;) {
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    const std::size_t word = name.find_last_of(' ');
    if (word == std::string_view::npos || word + 1 >= name.size()) return name;
    if (name[word + 1] < '0' || name[word + 1] > '9') return name;
    name = name.substr(0, word);
  }
}

}  // namespace

std::string compile_gazetteer(std::istream& geonames, uint32_t least) {
  std::string towns;
  uint32_t count = 0;
  std::vector<Name> names;
  for (std::string line; std::getline(geonames, line);) {
    const std::vector<std::string_view> columns = split(line, '\t');
    if (columns.size() < kGeonamesColumns || columns[8].size() != 2) continue;
    const auto lat = parse<double>(columns[4]), lon = parse<double>(columns[5]);
    const auto population = parse<uint32_t>(columns[14]);
    if (!lat || !lon || !population || *population < least) continue;
    if (!(std::abs(*lat) <= 90) || !(std::abs(*lon) <= 180)) continue;
    append(towns, static_cast<int32_t>(std::lround(*lat / kDegreeUnit)));
    append(towns, static_cast<int32_t>(std::lround(*lon / kDegreeUnit)));
    append(towns, *population);
    towns.append(columns[8]).append(2, '\0');
    for (const std::string_view first : {columns[1], columns[2]})
      names.push_back({fold_name(first), count | kFirstName});
    for (const std::string_view other : split(columns[3], ','))
      names.push_back({fold_name(other), count});
    ++count;
  }
  std::erase_if(names, [](const Name& n) { return n.folded.empty(); });
  keep_one_each(names);
  std::string out(kGazetteerMagic), text;
  append(out, count);
  append(out, static_cast<uint32_t>(names.size()));
  out += towns;
  for (const Name& name : names) {
    append(out, static_cast<uint32_t>(text.size()));
    append(out, name.town);
    text += name.folded;
  }
  append(out, static_cast<uint32_t>(text.size()));
  return out + text;
}

Gazetteer::Gazetteer(std::string_view bytes) {
  if (bytes.size() < kHeadBytes + 4 || !bytes.starts_with(kGazetteerMagic)) return;
  const std::size_t towns = read_at<uint32_t>(bytes, 8), names = read_at<uint32_t>(bytes, 12);
  const std::size_t text = kHeadBytes + towns * kTownBytes + names * kNameBytes + 4;
  if (bytes.size() < text) return;
  places_ = bytes.substr(kHeadBytes, towns * kTownBytes);
  names_ = bytes.substr(kHeadBytes + towns * kTownBytes, names * kNameBytes + 4);
  text_ = bytes.substr(text);
  towns_ = towns;
  count_ = names;
}

std::string_view Gazetteer::name_at(std::size_t i) const {
  const auto begin = std::min<std::size_t>(read_at<uint32_t>(names_, i * kNameBytes), text_.size());
  const std::size_t end = read_at<uint32_t>(names_, (i + 1) * kNameBytes);
  return text_.substr(begin, end < begin ? 0 : end - begin);
}

uint32_t Gazetteer::town_of(std::size_t i) const {
  return read_at<uint32_t>(names_, i * kNameBytes + 4);
}

Town Gazetteer::town_at(uint32_t town) const {
  const std::size_t at = std::size_t{town} * kTownBytes;
  return {kDegreeUnit * read_at<int32_t>(places_, at),
          kDegreeUnit * read_at<int32_t>(places_, at + 4), read_at<uint32_t>(places_, at + 8),
          places_.substr(at + 12, 2)};
}

std::optional<Town> Gazetteer::find_folded(std::string_view folded,
                                           std::string_view country) const {
  std::size_t low = 0, high = count_;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    name_at(middle) < folded ? low = middle + 1 : high = middle;
  }
  struct Candidate {
    bool first;
    Town town;
  };
  std::vector<Candidate> found;
  for (; low < count_ && name_at(low) == folded; ++low) {
    const uint32_t number = town_of(low);
    if ((number & ~kFirstName) >= towns_) continue;
    const Town town = town_at(number & ~kFirstName);
    if (country.empty() || town.country == country)
      found.push_back({(number & kFirstName) != 0, town});
  }
  const auto by_population = [](const Candidate& x, const Candidate& y) {
    return x.town.population > y.town.population;
  };
  std::stable_sort(found.begin(), found.end(), by_population);
  if (found.empty()) return std::nullopt;
  if (country.empty()) {
    const uint32_t largest = found[0].town.population;
    if (largest < kKnownTown) return std::nullopt;
    if (found.size() > 1 && largest / kTimesTheNext < found[1].town.population) return std::nullopt;
    return found[0].town;
  }
  std::stable_partition(found.begin(), found.end(), [](const Candidate& c) { return c.first; });
  return found[0].town;
}

std::optional<Town> Gazetteer::find(std::string_view name, std::string_view country) const {
  const std::string folded = fold_name(name);
  if (folded.empty()) return std::nullopt;
  if (auto town = find_folded(folded, country)) return town;
  const std::string shorter = fold_name(without_addition(name));
  if (shorter.empty() || shorter == folded) return std::nullopt;
  return find_folded(shorter, country);
}

}  // namespace maillon::collect
