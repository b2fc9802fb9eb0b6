// The indicators of the case: what each means, its sources and strength, and its base rate here.
#include <nlohmann/json.hpp>

#include "rank/catalogue.h"
#include "tasks/case_data.h"
#include "tasks/indicators/catalogue_verb.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"

namespace maillon::web {

namespace {

constexpr uint64_t kTriedBytes = 1 << 18;

Json row_of(const tasks::IndicatorTable& table, uint32_t i) {
  Json row = {{"id", table.id[i]}, {"label", Json::object()}};
  for (const std::string_view language : tasks::kLabelLanguages)
    row["label"][std::string(language)] = table.label_in(i, language);
  row["meaning"] = table.meaning[i];
  row["against"] = table.against[i];
  row["sources"] = table.sources[i];
  row["dimension"] = rank::to_name(static_cast<rank::Dimension>(table.dimension[i]));
  const std::string strength = table.strength_of(i);
  row["strength"] = strength.empty() ? Json(nullptr) : Json(strength);
  row["proposed"] = table.is_proposed(i);
  row["common_in_lawful"] = table.common[i] != 0;
  row["posts"] = table.posts_seen[i];
  row["posts_denied"] = table.posts_denied[i];
  row["wordings"] = table.wordings_seen[i];
  return row;
}

Result<std::string> indicators(PageCase& from, const Request&) {
  // Before the first link there is nothing to tell, and that is no failure.
  if (!from.is_linked()) return std::string(R"({"edition":"","posts":0,"indicators":[]})");
  return from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::Indicators& known = page.opened.data.indicators;
    TRY_OK(tasks::log_reading(*page.opened.file, "indicators", "how often each is seen",
                              from.context().by));
    Json json = {{"edition", known.edition}, {"posts", known.post.size()}};
    json["indicators"] = Json::array();
    for (uint32_t i = 0; i < known.table.size(); ++i)
      json["indicators"].push_back(row_of(known.table, i));
    return json.dump();
  });
}

// {text}: what the catalogue sees in it. Of what is written here nothing is kept.
Result<std::string> try_text(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const std::string text = text_in(body, "text");
  if (text.empty()) return fail(Code::invalid_input, "text is missing; write or paste a post");
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  return printed(
      [&](tasks::Output& out) { return tasks::try_text(file, text, from.context(), out); });
}

}  // namespace

void add_page_indicators(Router& router, PageCase& from) {
  router.add({Method::post, "/api/indicators/try", Access::person, Work::slow, kTriedBytes,
              [&from](const Request& request) { return page_reply(try_text(from, request)); }});
  router.add({Method::get, "/api/indicators", Access::person, Work::slow, 0,
              [&from](const Request& request) { return page_reply(indicators(from, request)); }});
}

}  // namespace maillon::web
