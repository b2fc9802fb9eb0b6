#include "report/document/texts.h"

#include "report/style.h"

namespace maillon::report {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Texts> Texts::of(std::string_view code) {
  for (const LanguageFile& file : language_files()) {
    if (file.code == code) return parse(code, file.text);
  }
  return std::nullopt;
}

Texts Texts::parse(std::string_view code, std::string_view file) {
  Texts texts;
  texts.code_ = code;
  while (!file.empty()) {
    const std::size_t end = file.find('\n');
    const std::string_view line = trimmed(file.substr(0, end));
    file.remove_prefix(end == file.npos ? file.size() : end + 1);
    const std::size_t equals = line.find('=');
    if (line.empty() || line.front() == '#' || equals == line.npos) continue;
    texts.texts_[std::string(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
  }
  return texts;
}

std::string_view Texts::get(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? key : std::string_view(found->second);
}

// "1,234.5" with the signs of the language.
std::string Texts::localized(std::string_view english) const {
  std::string out;
  for (const char c : english) {
    if (c == ',') {
      out += get("number.group") == "space" ? "\u202f" : get("number.group");
    } else if (c == '.') {
      out += get("number.point");
    } else if (c == ' ') {
      out += "\u00a0";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Texts::number(uint64_t value) const {
  return localized(thousands(value));
}

std::string Texts::bits(double bits) const {
  return localized(format_bits(bits));
}

std::string Texts::percent(double share) const {
  return localized(format_percent(share));
}

std::string fill_in(std::string_view text, std::initializer_list<std::string_view> values) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' &&
                          text[i + 1] >= '1' && text[i + 1] <= '9';
    const std::size_t which =
        is_place ? static_cast<std::size_t>(text[i + 1] - '1') : values.size();
    if (which < values.size()) {
      out += values.begin()[which];
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace maillon::report
