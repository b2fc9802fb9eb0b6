// A post is put together from its wording (drawn from the actor's seed, so that a
// family shares it), what the slots hold today, small changes, the actor's
// selectors, and the site's boilerplate.
#include "simulate/world_posts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "extract/text/iban.h"
#include "extract/text/wallet.h"
#include "simulate/amounts.h"
#include "simulate/disguise.h"
#include "simulate/places.h"

namespace maillon::simulate {
namespace {

const Grammar& of(const std::vector<Grammar>& grammars, Language language) {
  return grammars[static_cast<std::size_t>(language)];
}

template <class T>
void shuffle(std::vector<T>& items, std::size_t from, Random& random) {
  for (std::size_t i = items.size(); i > from + 1; --i) {
    std::swap(items[i - 1], items[from + random.below(static_cast<uint32_t>(i - from))]);
  }
}

void append_list(std::string& out, const std::vector<std::string>& items) {
  out += ',';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ';';
    out += items[i];
  }
}

void add_once(std::vector<std::string>& items, std::string item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(std::move(item));
}

// The family of wording; empty where no other post follows it.
std::string wording_label(const Actor& actor, uint32_t version) {
  if (!actor.same_text || actor.posts < 2) return "";
  const uint64_t source = actor.role == Role::copier ? actor.victim : actor.number;
  return "w" + std::to_string(source) + "-" + std::to_string(version);
}

void member(std::string& json, std::string_view name, std::string_view value) {
  json.append(",\"").append(name).append("\":");
  append_json_string(json, value);
}

}  // namespace

std::string_view site_name(uint32_t site) {
  constexpr std::string_view kNames[] = {"vitrina", "kioskboard", "paneo", "jobwand"};
  return kNames[site];
}

PostWriter::PostWriter(const Actors& actors) : actors_(actors) {
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    grammars_.emplace_back(grammar_text(static_cast<Language>(i)));
  }
}

PostWriter::Wording PostWriter::draw_wording(const Actor& actor, uint32_t version,
                                             Language language) const {
  const uint64_t source = actor.role == Role::copier ? actor.victim : actor.number;
  Random random = actors_.stream(kWording, source, version);
  const Grammar& grammar = of(grammars_, language);
  const auto expand = [&](std::string_view rule) {
    std::string text;
    grammar.expand(rule, actor.trade, random, text);
    return text;
  };
  Wording wording;
  wording.lines = random.chance(0.25);
  std::vector<std::string_view> rules;
  if (actor.is_job) {
    wording.title = expand("title");
    rules = {"hire", "tasks", "pay", "home", "need", "time", "about", "close", "extra", "tasks"};
    shuffle(rules, 1, random);
    rules.resize(static_cast<std::size_t>(random.between(4, 8)));
    if (random.chance(0.15)) shuffle(rules, 0, random);
  } else {
    wording.title = expand("offer");
    rules = {"offer", "state", "state", "close", "offer", "state"};
    shuffle(rules, 1, random);
    rules.resize(static_cast<std::size_t>(random.between(3, 6)));
  }
  for (const std::string_view rule : rules) wording.sentences.push_back(expand(rule));
  return wording;
}

void PostWriter::change_words(std::string& sentence, double rate, bool disguise, Language language,
                              Random& random) const {
  std::string out;
  for (std::size_t begin = 0; begin < sentence.size();) {
    const std::size_t end = std::min(sentence.find(' ', begin), sentence.size());
    const std::string_view word = std::string_view(sentence).substr(begin, end - begin);
    begin = end + 1;
    const bool is_plain = word.find_first_of("{}") == std::string_view::npos;
    if (is_plain && random.chance(rate)) {
      if (random.chance(0.3)) continue;  // left out
      if (!out.empty()) out += ' ';
      of(grammars_, language).expand(random.chance(0.5) ? "adj" : "skill", 0, random, out);
      continue;
    }
    if (!out.empty()) out += ' ';
    if (disguise && is_plain && random.chance(0.3)) {
      append_disguised(out, word, random);
    } else {
      out += word;
    }
  }
  sentence = std::move(out);
}

void PostWriter::vary(const Actor& actor, Wording& wording, Language language,
                      Random& random) const {
  const bool follows = actor.same_text && actor.posts > 1;
  const bool disguise = random.chance(actor.role == Role::operation ? 0.05 : 0.01);
  // A sentence of Chinese has no blanks: one changed "word" would be all of it.
  const double rate = language == Language::chinese ? 0 : actor.changed_words;
  for (std::string& sentence : wording.sentences) {
    change_words(sentence, rate, disguise, language, random);
  }
  if (!follows) return;
  if (random.chance(0.08)) shuffle(wording.sentences, 0, random);
  if (random.chance(0.05) && wording.sentences.size() > 3) wording.sentences.pop_back();
  if (random.chance(0.10)) {
    constexpr std::string_view kRules[] = {"close", "about", "extra"};
    std::string& more = wording.sentences.emplace_back();
    of(grammars_, language).expand(random.pick(kRules), actor.trade, random, more);
  }
  std::erase(wording.sentences, std::string());
}

PostWriter::Slots PostWriter::draw_slots(const Actor& actor, uint32_t member, Language language,
                                         int64_t time, Random& random) const {
  Slots slots{language, {}, {}, {}, {}, {}};
  const auto all = towns(language);
  // The route: always the same towns in the same order, some posts in each.
  const uint32_t at = member / actor.stay % actor.route_towns;
  Random route = actors_.stream(kRoute, actor.number, at);
  Town town = route.pick(all);
  if (actor.role != Role::operation || route.chance(0.6)) {
    // At home, if the language is at home there.
    for (int i = 0; i < 50 && town.country != actor.home; ++i) town = route.pick(all);
  }
  slots.town = town.name;
  slots.country = town.country;
  Random names =
      actors_.stream(kNames, actor.number, actor.role == Role::operation ? random.below(4) : 0);
  slots.name = names.pick(first_names(language));
  slots.pay = draw_pay(town.country, random);
  slots.date = draw_date(time, random);
  return slots;
}

std::string PostWriter::fill(std::string_view text, const Slots& slots, Random& random) const {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (name == "town") {
      out += slots.town;
    } else if (name == "name") {
      out += slots.name;
    } else if (name == "pay") {
      out += slots.pay;
    } else if (name == "date") {
      out += slots.date;
    } else {
      out += std::to_string(draw_range(name.substr(1), random));
    }
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string PostWriter::contact(std::string_view rule, const Slots& slots, std::string_view written,
                                Random& random) const {
  std::string form;
  of(grammars_, slots.language).expand(rule, 0, random, form);
  const std::size_t at = form.find("{C}");
  return fill(form.substr(0, at), slots, random) + std::string(written) +
         fill(form.substr(at + 3), slots, random);
}

void PostWriter::add_phones(const Actor& actor, uint32_t member, const Slots& slots,
                            const Writing& writing, Random& random,
                            std::vector<std::string>& contacts) {
  const bool alone = actor.evidence != Evidence::all || actor.role != Role::operation;
  if (actor.has_phone && (alone || random.chance(0.8))) {
    const Phone phone = actors_.phone(actor, member);
    add_once(truth_.phones, phone.e164());
    if (random.chance(0.25)) {
      contacts.push_back(
          contact("whatsapp", slots, write_whatsapp(phone, writing, random), random));
    } else {
      contacts.push_back(contact("call", slots, write_phone(phone, writing, random), random));
    }
    // Now and then the old number or the next one is given too.
    if (actor.role == Role::operation && random.chance(0.08)) {
      const uint32_t other = random.chance(0.5) && member >= actor.phone_period
                                 ? member - actor.phone_period
                                 : member + std::min(actor.phone_period, 1000U);
      const Phone second = actors_.phone(actor, other);
      if (second.e164() != phone.e164()) {
        add_once(truth_.phones, second.e164());
        contacts.push_back(contact("call", slots, write_phone(second, writing, random), random));
      }
    }
  }
  if (actor.role == Role::client && random.chance(0.92)) {
    const std::string_view country = towns(actors_.agency_language(actor.agency)).front().country;
    const Phone phone = actors_.agency_phone(actor.agency, country);
    add_once(truth_.phones, phone.e164());
    contacts.push_back(contact("agency", slots, write_international(phone, random), random));
  }
}

void PostWriter::add_others(const Actor& actor, uint32_t member, const Slots& slots,
                            const Writing& writing, Random& random,
                            std::vector<std::string>& contacts) {
  const bool alone = actor.evidence != Evidence::all || actor.role != Role::operation;
  const uint32_t epoch = (member + actor.offset / 3 % actor.handle_period) / actor.handle_period;
  if (actor.has_handle && (alone || random.chance(0.5))) {
    Random stream = actors_.stream(kHandle, actor.number, epoch);
    const std::string handle = make_handle(stream);
    const bool wechat =
        actor.handle_service == Service::wechat && of(grammars_, slots.language).has("wechat");
    const Service service = wechat                                       ? Service::wechat
                            : actor.handle_service == Service::instagram ? Service::instagram
                                                                         : Service::telegram;
    add_once(truth_.handles, handle);
    contacts.push_back(
        contact(to_name(service), slots, write_handle(service, handle, writing, random), random));
  }
  if (actor.has_email && (alone || random.chance(0.4))) {
    Random stream = actors_.stream(kEmail, actor.number, epoch / 2);
    const std::string email = make_email(stream);
    add_once(truth_.emails, email);
    contacts.push_back(contact("mail", slots, write_email(email, writing, random), random));
  }
  if (actor.has_wallet && (alone || random.chance(0.4))) {
    const std::string wallet =
        extract::make_wallet(actor.chain, actors_.stream(kWallet, actor.number, epoch / 2).next());
    add_once(truth_.wallets, wallet);
    contacts.push_back(contact("coin", slots, wallet, random));
  }
  if (actor.has_iban && (alone || random.chance(0.4))) {
    const std::string_view country = extract::iban_length(actor.home) > 0 ? actor.home : "LT";
    const std::string iban =
        extract::make_iban(country, actors_.stream(kIban, actor.number, epoch / 2).next());
    add_once(truth_.ibans, iban);
    contacts.push_back(contact("bank", slots, write_iban(iban, random), random));
  }
}

std::vector<std::string> PostWriter::draw_contacts(const Actor& actor, uint32_t member,
                                                   const Slots& slots, Random& random) {
  const bool disguised = actor.disguises && random.chance(0.7);
  const Writing writing{slots.language, slots.country, disguised};
  std::vector<std::string> contacts;
  add_phones(actor, member, slots, writing, random, contacts);
  add_others(actor, member, slots, writing, random, contacts);
  return contacts;
}

std::string PostWriter::join_body(const Wording& wording, const std::vector<std::string>& contacts,
                                  const Slots& slots, Random& random) const {
  const bool chinese = slots.language == Language::chinese;
  const std::string_view stop = chinese ? "。" : ".";
  const std::string_view gap = wording.lines ? "\n" : chinese ? "" : " ";
  std::string body;
  for (const std::string& sentence : wording.sentences) {
    if (!body.empty()) body += gap;
    append_capitalised(body, fill(sentence, slots, random));
    if (body.back() != '.') body += stop;
  }
  const bool first = random.chance(0.1);
  std::string lines;
  for (const std::string& line : contacts) {
    if (!lines.empty()) lines += random.chance(0.6) ? "\n" : " | ";
    append_capitalised(lines, line);
  }
  if (lines.empty()) return body;
  return first ? lines + "\n" + body : body + (random.chance(0.6) ? "\n" : " ") + lines;
}

// Only the first site has selectors in what it adds; the third adds nothing.
std::string PostWriter::boilerplate(uint32_t site) {
  if (site == 0) {
    Random random = actors_.stream(kSite, site);
    const Phone phone = make_phone("IE", random);
    add_once(truth_.phones, phone.e164());
    add_once(truth_.emails, "help@vitrina.example.com");
    return "\nPosted on Vitrina. Something wrong with this advert? Call " + phone.e164() +
           " or write to help@vitrina.example.com";
  }
  if (site == 1) return "\nKioskboard – stay safe: never pay before you have seen the place";
  if (site == 3) return "\nJobwand reference pages: https://www.jobwand.example/safety";
  return "";
}

void PostWriter::write(const Actor& actor, uint32_t member_number, int64_t time,
                       std::string_view id, std::span<const std::string> pictures,
                       PostLines& lines) {
  Random random = actors_.stream(kPost, actor.number, member_number);
  truth_ = {};
  const uint32_t version = actors_.version(actor, member_number);
  const Language language = actors_.language(actor, actor.same_text ? version : 0);
  Wording wording = draw_wording(actor, version, language);
  vary(actor, wording, language, random);
  Slots slots = draw_slots(actor, member_number, language, time, random);
  const std::string title = fill(wording.title, slots, random);
  const bool has_country = !random.chance(0.05);
  Slots stated = slots;
  if (!has_country) stated.country = "";
  const auto contacts = draw_contacts(actor, member_number, stated, random);
  const uint32_t site =
      actor.role == Role::operation ? random.below(actors_.rates().sites) : actor.site;
  const std::string body = join_body(wording, contacts, slots, random) + boilerplate(site);

  std::string& json = lines.json;
  json = "{\"id\":\"";
  json.append(id).append("\"");
  member(json, "source", site_name(site));
  std::string url = "https://www.";
  url.append(site_name(site)).append(".example/").append(language_code(language)).append("/");
  member(json, "url", url.append(id));
  member(json, "posted_at", format_time(time));
  member(json, "author", random.chance(0.8) ? slots.name : "");
  std::string heading;
  append_capitalised(heading, title);
  member(json, "title", heading);
  member(json, "body", body);
  member(json, "city", random.chance(0.96) ? slots.town : "");
  member(json, "country", stated.country);
  member(json, "language", random.chance(0.7) ? language_code(language) : "");
  member(json, "price", random.chance(0.6) ? slots.pay : "");
  json += ",\"images\":[";
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (i > 0) json += ',';
    append_json_string(json, pictures[i]);
  }
  json += "]}";

  std::string& csv = lines.csv;
  csv = id;
  csv.append(",").append(label(actor)).append(",").append(wording_label(actor, version));
  append_list(csv, truth_.phones);
  append_list(csv, truth_.emails);
  append_list(csv, truth_.handles);
  append_list(csv, truth_.wallets);
  append_list(csv, truth_.ibans);
}

}  // namespace maillon::simulate
