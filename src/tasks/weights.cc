#include "tasks/weights.h"

#include <fmt/format.h>

#include "report/nouns.h"
#include "tasks/derived_io.h"

namespace maillon::tasks {
namespace {

// Millionths as per cent, without zeros at the end: "99 %", "97.8 %", "0.003 %".
std::string percent(uint32_t millionths) {
  std::string text = fmt::format("{}.{:04}", millionths / 10'000, millionths % 10'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

// Two digits behind the point are enough for a sentence.
uint32_t rounded(uint32_t millionths) {
  return (millionths + 50) / 100 * 100;
}

}  // namespace

ClassWeights to_class_weights(const std::array<link::ClassWeight, link::kSignalClasses>& classes) {
  ClassWeights out;
  for (const link::ClassWeight& c : classes) {
    out.posterior.push_back(c.posterior);
    out.same_share.push_back(c.same_share);
    out.m.push_back(c.m);
    out.u.push_back(c.u);
    out.pairs.push_back(c.pairs);
    out.estimated.push_back(c.estimated);
  }
  return out;
}

ClassWeights read_class_weights_if_any(const store::Case& from) {
  if (!from.has_bundle("weights")) return {};
  Result<ClassWeights> found = read_class_weights(from);
  return found ? *std::move(found) : ClassWeights{};
}

report::Sentence class_note(const ClassWeights& classes, link::SignalClass c) {
  const uint32_t ceiling = link::to_millionths(link::ceiling_of(c));
  const auto i = static_cast<std::size_t>(c);
  if (i >= classes.size() || classes.estimated[i] == 0) {
    return {fmt::format("at most {} alone: default, too few pairs", percent(ceiling)),
            {{"ceiling_default", {{"share", percent(ceiling)}}}}};
  }
  const std::string from =
      fmt::format("estimated from {} pairs of this case", report::thousands(classes.pairs[i]));
  const std::string pairs = std::to_string(classes.pairs[i]);
  if (classes.posterior[i] >= ceiling) {
    return {fmt::format("at most {} alone; {}", percent(ceiling), from),
            {{"ceiling", {{"share", percent(ceiling)}, {"pairs", pairs}}}}};
  }
  const std::string share = percent(rounded(classes.posterior[i]));
  return {fmt::format("{} alone, {}", share, from),
          {{"estimated", {{"share", share}, {"pairs", pairs}}}}};
}

report::Sentence reading_note(link::SignalClass c) {
  const std::string share = percent(link::to_millionths(link::reading_ceiling_of(c)));
  return {fmt::format("read in a picture, where letters are lost: at most {} alone", share),
          {{"ceiling_read", {{"share", share}}}}};
}

void write_class_weights(JsonWriter& json, const ClassWeights& classes) {
  json.begin_array();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes.pairs[i] == 0) continue;
    const auto c = static_cast<link::SignalClass>(i);
    json.begin_object().member("class", link::to_name(c));
    json.member("posterior", link::from_millionths(classes.posterior[i]));
    json.member("ceiling", link::ceiling_of(c)).member("estimated", classes.estimated[i] != 0);
    json.member("pairs", classes.pairs[i]);
    json.member("same_share", link::from_millionths(classes.same_share[i]));
    json.member("m", link::from_millionths(classes.m[i]));
    json.member("u", link::from_millionths(classes.u[i])).end_object();
  }
  json.end_array();
}

report::TextTable class_weights_table(const ClassWeights& classes) {
  using Align = report::TextTable::Align;
  report::TextTable table({{"signal"},
                           {"proves alone", Align::right},
                           {"same operator", Align::right},
                           {"m", Align::right},
                           {"u", Align::right},
                           {"pairs", Align::right},
                           {"from"}});
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes.pairs[i] == 0) continue;
    const bool estimated = classes.estimated[i] != 0;
    const auto share = [&](uint32_t value) { return value == 0 ? std::string() : percent(value); };
    table.add_row({std::string(link::to_name(static_cast<link::SignalClass>(i))),
                   percent(rounded(classes.posterior[i])),
                   estimated ? percent(rounded(classes.same_share[i])) : "",
                   share(rounded(classes.m[i])), share(classes.u[i]),
                   report::thousands(classes.pairs[i]), estimated ? "this case" : "default"});
  }
  return table;
}

}  // namespace maillon::tasks
