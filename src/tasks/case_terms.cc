#include "tasks/case_terms.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "store/setting_acts.h"
#include "tasks/decisions.h"

namespace maillon::tasks {

namespace {

constexpr std::string_view kPurposeKey = "case.purpose", kBasisKey = "case.legal_basis";
constexpr std::string_view kDaysKey = "retention.days", kHoldKey = "hold";
constexpr uint32_t kMostDays = 36'500;

// The key of an import's own setting, beside that of the case: "hold" and "hold.3".
std::string key_of(std::string_view key, uint32_t import) {
  return import == 0 ? std::string(key) : fmt::format("{}.{}", key, import);
}

uint32_t to_number(std::string_view text) {
  uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The latest act of each key.
using Latest = std::map<std::string, store::SettingAct>;

Result<void> read_latest(const store::Case& from, std::string_view prefix, Latest& latest) {
  TRY(std::vector<store::SettingAct> acts, store::setting_acts(from, prefix));
  for (store::SettingAct& act : acts) latest[act.key] = std::move(act);
  return {};
}

Stated stated(const Latest& latest, std::string_view key) {
  const auto at = latest.find(std::string(key));
  if (at == latest.end() || at->second.value.empty()) return {};
  return {at->second.value, at->second.actor, at->second.time};
}

// The value of a hold is "on" or "off", a blank, and the reason.
std::optional<Hold> read_hold(const store::SettingAct& act) {
  if (!act.value.starts_with("on ")) return std::nullopt;
  const std::string_view scope = std::string_view(act.key).substr(kHoldKey.size());
  return Hold{scope.empty() ? 0 : to_number(scope.substr(1)),
              {act.value.substr(3), act.actor, act.time}};
}

void write_stated(JsonWriter& json, std::string_view key, const Stated& one) {
  json.key(key);
  if (one.text.empty()) {
    json.null();
    return;
  }
  json.begin_object().member("text", one.text).member("actor", one.actor);
  report::write_time(json, "time", one.time);
  json.end_object();
}

void write_json(JsonWriter& json, const Hold& hold) {
  json.begin_object().member("import", hold.import).member("reason", hold.reason.text);
  json.member("actor", hold.reason.actor);
  report::write_time(json, "time", hold.reason.time);
  json.end_object();
}

std::string stated_line(const char* name, const Stated& one, const report::Style& style) {
  if (one.text.empty()) return "";
  return name + report::wrap(fmt::format("{} ({}, {})", printable(one.text), printable(one.actor),
                                         format_date(one.time)),
                             style.text_width() - 12, 12)
                    .substr(12);
}

std::string hold_text(const Hold& hold) {
  return fmt::format("on hold since {} by {}{}", format_date(hold.reason.time),
                     printable(hold.reason.actor),
                     hold.reason.text.empty() ? "" : ": " + printable(hold.reason.text));
}

std::string term_text(const ImportTerm& term, int64_t now) {
  const std::string due =
      term.days == 0
          ? ""
          : fmt::format("{} {}", term.due <= now ? "due since" : "due on", format_date(term.due));
  const std::string import = fmt::format("import {}: ", term.import);
  if (!term.held) return import + due;
  // That of the whole case is said once, before.
  const std::string held = term.held->import == 0 ? "on hold" : hold_text(*term.held);
  return import + (due.empty() ? held : held + " (" + due + ")");
}

Result<store::Import> require_import(const store::Case& file, uint32_t import) {
  auto found = file.import({import});
  if (!found && found.error().code == Code::not_found) {
    return fail(Code::not_found,
                fmt::format("there is no import {}; `maillon status {}` names them", import,
                            file.directory()));
  }
  return found;
}

// Prints what is stated now.
Result<void> print_terms(store::Case& file, const Context& context, Output& out) {
  TRY(const std::vector<store::Import> imports, file.imports());
  TRY(const CaseTerms terms, read_terms(file, imports));
  if (context.json) {
    JsonWriter json;
    json.begin_object();
    write_members(json, terms, context.by.time);
    json.end_object();
    out.write(json.take() + "\n");
  } else {
    out.write(terms_text(terms, file.directory(), context.by.time,
                         {context.color, static_cast<std::size_t>(context.width)}));
  }
  return {};
}

}  // namespace

bool ImportTerm::is_due(int64_t now) const {
  return days > 0 && due <= now && !held;
}

const ImportTerm* CaseTerms::of(uint32_t import) const {
  const auto at = std::find_if(imports.begin(), imports.end(),
                               [&](const ImportTerm& term) { return term.import == import; });
  return at == imports.end() ? nullptr : &*at;
}

Result<CaseTerms> read_terms(const store::Case& from, const std::vector<store::Import>& imports) {
  Latest latest;
  for (const std::string_view prefix : {kPurposeKey, kBasisKey, kDaysKey, kHoldKey})
    TRY_OK(read_latest(from, prefix, latest));
  CaseTerms terms;
  terms.purpose = stated(latest, kPurposeKey);
  terms.legal_basis = stated(latest, kBasisKey);
  terms.days = to_number(stated(latest, kDaysKey).text);
  for (const auto& [key, act] : latest) {
    if (!key.starts_with(kHoldKey)) continue;
    if (const auto hold = read_hold(act)) terms.holds.push_back(*hold);
  }
  for (const store::Import& import : imports) {
    if (import.purged) continue;
    ImportTerm term{.import = import.id.value, .days = terms.days, .due = kNoTime, .held = {}};
    const Stated own = stated(latest, key_of(kDaysKey, term.import));
    if (!own.text.empty()) term.days = to_number(own.text);
    if (term.days > 0) term.due = import.time + int64_t{term.days} * kDay;
    for (const Hold& hold : terms.holds) {
      if (hold.import == 0 || hold.import == term.import) term.held = hold;
    }
    terms.imports.push_back(std::move(term));
  }
  return terms;
}

Result<void> state_purpose(store::Case& to, const std::string& purpose,
                           const std::string& legal_basis, const store::By& by) {
  TRY_OK(check_words("the purpose", purpose, kMostReason));
  TRY_OK(check_words("the legal basis", legal_basis, kMostReason));
  JsonWriter detail;
  detail.begin_object();
  bool changes = false;
  const auto state = [&](std::string_view key, std::string_view name,
                         const std::string& text) -> Result<void> {
    TRY(const auto before, to.setting(key));
    if (text.empty() || before == text) return {};
    changes = true;
    detail.member(name, text);
    return to.set_setting(key, text, by);
  };
  TRY_OK(state(kPurposeKey, "purpose", purpose));
  TRY_OK(state(kBasisKey, "legal_basis", legal_basis));
  if (!changes) return {};
  detail.end_object();
  return to.log("purpose", detail.text(), by);
}

Result<bool> keep_as_long(store::Case& to, uint32_t import, bool is_new, const ImportTerm& there,
                          const std::string& name, const store::By& by) {
  TRY(const std::vector<store::Import> imports, to.imports());
  TRY(const CaseTerms terms, read_terms(to, imports));
  const ImportTerm* const here = terms.of(import);
  bool changes = false;
  if (here == nullptr) return changes;
  if (there.days > here->days && (is_new || here->days > 0)) {
    changes = true;
    TRY_OK(to.set_setting(key_of(kDaysKey, import), fmt::format("{}", there.days), by));
  }
  if (there.held && !here->held) {
    const Stated& reason = there.held->reason;
    changes = true;
    TRY_OK(to.set_setting(key_of(kHoldKey, import),
                          fmt::format("on {} (by {} on {} in {})", reason.text, reason.actor,
                                      format_date(reason.time), name),
                          by));
  }
  return changes;
}

void write_members(JsonWriter& json, const CaseTerms& terms, int64_t now) {
  write_stated(json, "purpose", terms.purpose);
  write_stated(json, "legal_basis", terms.legal_basis);
  json.member("retention_days", terms.days).key("holds").begin_array();
  for (const Hold& hold : terms.holds) write_json(json, hold);
  json.end_array().key("retention").begin_array();
  for (const ImportTerm& term : terms.imports) {
    json.begin_object().member("import", term.import).member("days", term.days);
    report::write_time(json, "due", term.due);
    json.member("held", term.held.has_value()).member("is_due", term.is_due(now)).end_object();
  }
  json.end_array();
}

std::string terms_text(const CaseTerms& terms, const std::string& case_path, int64_t now,
                       const report::Style& style) {
  std::string text = stated_line("purpose     ", terms.purpose, style) +
                     stated_line("legal basis ", terms.legal_basis, style);
  if (terms.purpose.text.empty() || terms.legal_basis.text.empty()) {
    const char* missing = !terms.purpose.text.empty() ? "legal basis none stated: "
                          : !terms.legal_basis.text.empty()
                              ? "purpose     none stated: "
                              : "purpose     none stated, nor a legal basis: ";
    text +=
        fmt::format("{}`maillon purpose {}` states {}\n", missing, printable(case_path),
                    terms.purpose.text.empty() && terms.legal_basis.text.empty() ? "them" : "it");
  }
  text += "retention   " +
          (terms.days == 0 ? std::string("no clock")
                           : report::count_of(terms.days, "day", "days") + " from each import") +
          "\n";
  for (const Hold& hold : terms.holds) {
    if (hold.import == 0) text += "            the whole case is " + hold_text(hold) + "\n";
  }
  bool any_due = false;
  for (const ImportTerm& term : terms.imports) {
    any_due = any_due || term.is_due(now);
    const bool own_hold = term.held && term.held->import != 0;
    if (term.days == 0 && !own_hold) continue;
    text += report::wrap(term_text(term, now), style.text_width() - 12, 12);
  }
  if (any_due)
    text +=
        fmt::format("            `maillon purge {}` says what is to go\n", printable(case_path));
  return text;
}

// ---- Verbs --------------------------------------------------------------------

Result<Outcome> purpose(const PurposeSettings& settings, const Context& context, Output& out) {
  const bool changes = !settings.purpose.empty() || !settings.legal_basis.empty();
  TRY(store::Case file,
      store::Case::open(settings.case_path, changes ? store::Access::write : store::Access::read));
  if (changes) TRY_OK(state_purpose(file, settings.purpose, settings.legal_basis, context.by));
  TRY_OK(print_terms(file, context, out));
  if (!changes) TRY_OK(file.log("purpose", "", context.by));
  return Outcome::done;
}

Result<Outcome> retention(const RetentionSettings& settings, const Context& context, Output& out) {
  TRY(store::Case file, store::Case::open(settings.case_path, settings.days ? store::Access::write
                                                                            : store::Access::read));
  if (settings.import != 0) {
    TRY(const store::Import import, require_import(file, settings.import));
    if (!settings.days)
      return fail(Code::invalid_input, "--import is for setting the clock: add --days N");
  }
  if (settings.days) {
    if (*settings.days > kMostDays) {
      return fail(Code::invalid_input,
                  fmt::format("{} days are more than a hundred years; name at most {}, or 0 for no "
                              "clock",
                              *settings.days, kMostDays));
    }
    TRY_OK(file.set_setting(key_of(kDaysKey, settings.import), fmt::format("{}", *settings.days),
                            context.by));
  }
  TRY_OK(print_terms(file, context, out));
  const std::string detail =
      settings.days ? fmt::format(R"({{"days":{},"import":{}}})", *settings.days, settings.import)
                    : "";
  TRY_OK(file.log("retention", detail, context.by));
  return Outcome::done;
}

Result<Outcome> hold(const HoldSettings& settings, const Context& context, Output& out) {
  TRY_OK(check_words("the reason", settings.reason, kMostReason));
  if (settings.reason.empty())
    return fail(Code::invalid_input, "a hold is put on and taken off for a reason: --reason TEXT");
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  if (settings.import != 0) {
    TRY(const store::Import import, require_import(file, settings.import));
    if (import.purged)
      return fail(Code::invalid_input, fmt::format("import {} was purged", settings.import));
  }
  if (!settings.on) {
    TRY(const CaseTerms terms, read_terms(file, {}));
    const bool is_held = std::any_of(terms.holds.begin(), terms.holds.end(), [&](const Hold& hold) {
      return hold.import == settings.import;
    });
    if (!is_held) {
      return fail(Code::invalid_input,
                  settings.import == 0
                      ? "the whole case is not on hold; name the import that is"
                      : fmt::format("import {} is not on hold by itself", settings.import));
    }
  }
  TRY_OK(file.set_setting(key_of(kHoldKey, settings.import),
                          (settings.on ? "on " : "off ") + settings.reason, context.by));
  TRY_OK(print_terms(file, context, out));
  JsonWriter detail;
  detail.begin_object().member("on", settings.on).member("import", settings.import);
  detail.member("reason", settings.reason).end_object();
  TRY_OK(file.log("hold", detail.text(), context.by));
  return Outcome::done;
}

}  // namespace maillon::tasks
