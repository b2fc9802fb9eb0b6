#include "web/viewer_mask.h"

#include <algorithm>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/hash.h"
#include "extract/text/signals.h"
#include "tasks/four_eyes/four_eyes.h"
#include "web/page_json.h"
#include "web/page_reply.h"

namespace maillon::web {

namespace {

constexpr char kDot = '*';
constexpr std::size_t kShownFrom = 6;  // letters and figures; of fewer nothing is shown
constexpr std::size_t kShownFront = 2, kShownEnd = 2;
constexpr std::size_t kLeastFigures = 6, kMostFigures = 15;  // of a phone within a country
constexpr std::size_t kShortId = 8, kLongId = 12;  // digits of N- and T-, of P-, S- and I-
constexpr std::size_t kCountryFigures = 3;         // of its code, at most

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii(char c) {
  return (static_cast<unsigned char>(c) & 0x80U) == 0;
}
bool is_word_byte(char c) {
  return is_ascii_alnum(c) || !is_ascii(c);
}
bool is_value_byte(char c) {
  return is_word_byte(c) || c == '_' || c == '.' || c == '+' || c == '@' || c == '-';
}

// Masks bytes [begin, end) in place.
void mask_range(std::string& text, std::size_t begin, std::size_t end) {
  const std::string masked = masked_value(std::string_view(text).substr(begin, end - begin));
  text.replace(begin, end - begin, masked);
}

// "P-4f09c2a1b3d4", "N-17": names of the program, which answers rest on.
bool is_identifier(std::string_view text) {
  if (text.size() < 3 || text[1] != '-') return false;
  const std::size_t digits = text.size() - 2;
  const bool fits = text[0] == 'N' || text[0] == 'T' ? digits <= kShortId : digits == kLongId;
  if (!fits || std::string_view("NTPSI").find(text[0]) == std::string_view::npos) return false;
  return std::all_of(text.begin() + 2, text.end(),
                     [](char c) { return is_figure(c) || (c >= 'a' && c <= 'f'); });
}

// "2026-01-31T00:00:00Z"
bool is_time(std::string_view text) {
  return text.size() == 20 && text[4] == '-' && text[10] == 'T' && text[19] == 'Z';
}

// Hashes in hex: a run of figures within one is no phone.
bool is_hash(std::string_view text) {
  return (text.size() == 32 || text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_figure(c) || (c >= 'a' && c <= 'f'); });
}

// Is it the name of a kind that is masked?
bool is_masked_name(const Json& name) {
  if (!name.is_string()) return false;
  const auto kind = parse_selector_kind(name.get_ref<const std::string&>());
  return kind && is_masked_kind(*kind);
}

// ---- A document -------------------------------------------------------------------------------

struct Text {
  std::string* text;
  std::string country;
};

// Collects the texts of a document, and masks what its structure says is a selector.
class Walk {
 public:
  void walk(Json& json, const std::string& country) {
    if (json.is_string()) {
      auto& text = json.get_ref<std::string&>();
      if (!is_identifier(text) && !is_time(text) && !is_hash(text))
        texts.push_back({&text, country});
      return;
    }
    if (json.is_object()) mask_structure(json);
    const std::string own = json.is_object() ? country_in(json) : "";
    for (Json& part : json) {
      if (part.is_structured() || part.is_string()) walk(part, own.empty() ? country : own);
    }
  }

  std::vector<Text> texts;

 private:
  static std::string country_in(const Json& object) {
    const auto at = object.find("country");
    return at != object.end() && at->is_string() && at->get_ref<const std::string&>().size() == 2
               ? at->get<std::string>()
               : "";
  }

  static void mask_structure(Json& object) {
    const auto kind = object.find("kind");
    if (kind != object.end() && is_masked_name(*kind)) {
      for (const char* name : {"value", "label", "text"}) {
        const auto value = object.find(name);
        if (value != object.end() && value->is_string())
          *value = masked_value(value->get<std::string>());
      }
    }
    const auto marks = object.find("selectors");
    if (marks == object.end() || !marks->is_array()) return;
    for (const Json& mark : *marks) mask_place(object, mark);
  }

  // {"kind":"phone","field":"body","begin":12,"end":24} of the text that stands beside it, or
  // under "fields".
  static void mask_place(Json& object, const Json& mark) {
    if (!mark.is_object() || !mark.contains("begin") || !mark.contains("end")) return;
    const auto kind = mark.find("kind"), field = mark.find("field");
    if (kind == mark.end() || !is_masked_name(*kind)) return;
    if (field == mark.end() || !field->is_string()) return;
    Json& texts =
        object.contains("fields") && object["fields"].is_object() ? object["fields"] : object;
    const auto text = texts.find(field->get<std::string>());
    if (text == texts.end() || !text->is_string()) return;
    auto& whole = text->get_ref<std::string&>();
    const auto begin = mark["begin"].get<uint64_t>(), end = mark["end"].get<uint64_t>();
    if (begin < end && end <= whole.size()) mask_range(whole, begin, end);
  }
};

// What the finders find, all texts in one go.
void mask_found(std::span<const Text> texts, const std::string& country) {
  RecordBatch batch;
  StringColumn body, countries, empty;
  for (const Text& text : texts) {
    body.push_back(*text.text);
    countries.push_back(text.country);
    empty.push_back("");
    batch.begin.push_back(0);
    batch.end.push_back(0);
    batch.line.push_back(0);
    batch.posted_at.push_back(kNoTime);
  }
  for (StringColumn& column : batch.fields) column = empty;
  batch.column(maillon::Field::body) = std::move(body);
  batch.column(maillon::Field::country) = std::move(countries);
  const extract::ExtractSettings settings{country};
  extract::Signals signals = extract::extract_signals(batch, settings);
  extract::validate_phones(std::span(&signals, 1), settings);
  const SelectorTable& found = signals.selectors;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found.field[i] != maillon::Field::body || !is_masked_kind(found.kind[i])) continue;
    mask_range(*texts[found.row[i]].text, found.begin[i], found.end[i]);
  }
}

void mask_texts(std::span<const Text> texts, const KnownSelectors& known,
                const std::string& country) {
  mask_found(texts, country);
  for (const Text& text : texts) known.mask(*text.text);
}

}  // namespace

bool is_masked_kind(SelectorKind kind) {
  return kind == SelectorKind::phone || kind == SelectorKind::email ||
         kind == SelectorKind::handle || kind == SelectorKind::wallet || kind == SelectorKind::iban;
}

std::string masked_value(std::string_view value) {
  const auto is_counted = [](char c) { return is_word_byte(c); };
  const auto count =
      static_cast<std::size_t>(std::count_if(value.begin(), value.end(), is_counted));
  // The country: of "+1775..." the begin of its code, of "GB29..." the letters.
  const bool has_country =
      value.starts_with('+') ||
      (value.size() > 14 && value[0] >= 'A' && value[0] <= 'Z' && value[1] >= 'A' &&
       value[1] <= 'Z' && is_figure(value[2]) && is_figure(value[3]));
  std::string out(value);
  std::size_t at = 0;
  for (char& c : out) {
    if (!is_counted(c)) continue;
    const bool is_shown = count >= kShownFrom && is_ascii(c) &&
                          ((has_country && at < kShownFront) || at + kShownEnd >= count);
    if (!is_shown) c = kDot;
    ++at;
  }
  return out;
}

// ---- Values of the case -----------------------------------------------------------------------

void KnownSelectors::add(SelectorKind kind, std::string_view value) {
  if (!is_masked_kind(kind)) return;
  words_.insert(hash64(to_lower(value)));
  if (kind != SelectorKind::phone) return;
  const std::string_view figures = value.starts_with('+') ? value.substr(1) : value;
  for (std::size_t code = 0; code <= kCountryFigures; ++code) {
    if (figures.size() >= kLeastFigures + code) figures_.insert(hash64(figures.substr(code)));
  }
}

void KnownSelectors::mask(std::string& text) const {
  mask_words(text);
  mask_figures(text);
}

void KnownSelectors::mask_words(std::string& text) const {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_value_byte(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_value_byte(text[end])) ++end;
    if (!mask_word(text, begin, end)) {
      // Quotation marks and letters of other scripts may stand right beside it: each run without.
      for (std::size_t from = begin; from < end;) {
        std::size_t to = from;
        while (to < end && is_ascii(text[to])) ++to;
        if (to > from && (from > begin || to < end)) mask_word(text, from, to);
        from = to;
        while (from < end && !is_ascii(text[from])) ++from;
      }
    }
    begin = end;
  }
}

// "(ana_92)." and "@ana_92" are ana_92, too.
bool KnownSelectors::mask_word(std::string& text, std::size_t from, std::size_t to) const {
  const auto is_known = [&] {
    return from < to &&
           words_.contains(hash64(to_lower(std::string_view(text).substr(from, to - from))));
  };
  while (to > from && !is_known() && !is_word_byte(text[to - 1])) --to;
  if (!is_known()) {
    while (from < to && !is_known() && !is_word_byte(text[from])) ++from;
  }
  if (!is_known()) return false;
  mask_range(text, from, to);
  return true;
}

void KnownSelectors::mask_figures(std::string& text) const {
  constexpr std::string_view kBetween = " -./()\t";
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!is_figure(text[begin]) || (begin > 0 && is_word_byte(text[begin - 1]))) continue;
    // Where each group of figures ends, in the text and among the figures.
    std::string figures;
    std::vector<std::pair<std::size_t, std::size_t>> groups;
    std::size_t at = begin, end = begin;
    while (at < text.size() && figures.size() <= kMostFigures) {
      if (is_figure(text[at])) {
        if (at == begin || !is_figure(text[at - 1])) groups.emplace_back();
        figures += text[at];
        end = at + 1;
        groups.back() = {end, figures.size()};
      } else if (kBetween.find(text[at]) == kBetween.npos || at - end > 2) {
        break;
      }
      ++at;
    }
    // The longest first: another number, or a date, may stand beside it.
    std::size_t next = groups.front().first;
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
      if (!is_number(std::string_view(figures).substr(0, group->second))) continue;
      mask_range(text, begin, group->first);
      next = group->first;
      break;
    }
    begin = next;
  }
}

// "00 33 6 ..." and "06 ..." as well.
bool KnownSelectors::is_number(std::string_view figures) const {
  while (figures.starts_with('0')) figures.remove_prefix(1);
  return figures.size() >= kLeastFigures && figures_.contains(hash64(figures));
}

// ---- Answers ----------------------------------------------------------------------------------

void mask_answer(std::string& body, const KnownSelectors& known, const std::string& country) {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded()) {  // an event stream
    const Text whole{&body, country};
    mask_texts(std::span(&whole, 1), known, country);
    return;
  }
  Walk walk;
  walk.walk(json, "");
  mask_texts(walk.texts, known, country);
  body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void ViewerMask::apply(PageCase& from, const Request& request, Reply& reply) {
  if (request.role != store::Role::viewer || reply.body.empty()) return;
  if (!reply.type.starts_with("application/json") && !reply.type.starts_with("text/")) return;
  std::shared_ptr<const KnownSelectors> known;
  std::string country;
  const auto gathered = from.with([&](const PageData& page) -> Result<std::string> {
    const std::lock_guard lock(mutex_);
    if (known_ == nullptr || generation_ != page.generation) {
      auto fresh = std::make_shared<KnownSelectors>();
      const tasks::Selectors& selectors = page.opened.data.selectors;
      for (std::size_t s = 0; s < selectors.size(); ++s)
        fresh->add(static_cast<SelectorKind>(selectors.kind[s]), selectors.value[s]);
      known_ = std::move(fresh);
      generation_ = page.generation;
    }
    known = known_;
    country = page.opened.country;
    const store::By by = from.context().by;
    TRY(const tasks::Permission all,
        tasks::find_permission(*page.opened.file, tasks::kUnmaskAct, tasks::kUnmaskAll, by));
    if (all.is_granted) known.reset();
    return std::string();
  });
  if (gathered && known == nullptr) return;                     // a second person allowed it
  if (!gathered && gathered.error().code != Code::not_found) {  // rather nothing than whole values
    reply = page_error(500, gathered.error().message);
    return;
  }
  // A case that is not linked has no selectors yet; what the finders find is masked all the same.
  mask_answer(reply.body, known == nullptr ? KnownSelectors() : *known, country);
}

}  // namespace maillon::web
