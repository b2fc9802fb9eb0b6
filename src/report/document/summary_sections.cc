// The cover and the summary.
#include <array>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "report/document/pieces.h"

namespace maillon::report {

namespace {

constexpr std::size_t kTalliesShown = 8, kPlacesShown = 8;

class Facts {
 public:
  explicit Facts(const Page& page) : page_(page) {}
  void add(std::string_view key, const std::string& html) {
    out_ += "<dt>" + page_.say(key) + "</dt><dd>" +
            (html.empty() ? page_.say("summary.not_stated") : html) + "</dd>\n";
  }
  std::string take() { return "<dl>\n" + std::move(out_) + "</dl>\n"; }

 private:
  const Page& page_;
  std::string out_;
};

std::string scope_html(const Page& page) {
  constexpr std::array<std::string_view, 3> kKeys{"scope.all", "scope.links", "scope.none"};
  std::string out = page.say(kKeys[static_cast<std::size_t>(page.report().wishes.annex)]);
  if (page.mask()) out += "<br>" + page.say("scope.masked");
  if (!page.names()) out += "<br>" + page.say("scope.nameless");
  return out;
}

std::string contents_html(const Page& page) {
  constexpr std::array<std::string_view, 12> kTitles{
      "section.summary", "section.time",     "section.wording",    "section.selectors",
      "section.links",   "section.pictures", "section.disclosure", "section.decisions",
      "section.method",  "section.errors",   "section.glossary",   "section.annex"};
  std::string out = page.heading(3, "title.contents") + "<ol class=\"contents\">\n";
  for (const std::string_view title : kTitles) out += "<li>" + page.say(title) + "</li>\n";
  return out + "</ol>\n<p class=\"small\">" + page.say("section.seal") + ": " +
         page.say("title.seal_last") + "</p>\n";
}

std::string tallies_html(const Page& page, const std::vector<Tally>& tallies) {
  std::string out;
  for (std::size_t i = 0; i < std::min(kTalliesShown, tallies.size()); ++i) {
    out += (i > 0 ? "; " : "") + isolated(tallies[i].what) + " (" + page.number(tallies[i].posts) +
           ")";
  }
  if (tallies.size() > kTalliesShown) {
    out += "; … " + page.say("summary.more", {page.number(tallies.size() - kTalliesShown)});
  }
  return out;
}

// Towns in the order in which they were first seen, each once.
std::string places_html(const Page& page) {
  std::vector<std::string> places;
  for (const Stay& stay : page.report().page.route) {
    std::string name = place_name(stay.city, stay.country);
    if (name.empty() || std::find(places.begin(), places.end(), name) != places.end()) continue;
    places.push_back(std::move(name));
  }
  std::string out;
  for (std::size_t i = 0; i < std::min(kPlacesShown, places.size()); ++i) {
    out += (i > 0 ? "; " : "") + isolated(places[i]);
  }
  if (places.size() > kPlacesShown) {
    out += "; … " + page.say("summary.more", {page.number(places.size() - kPlacesShown)});
  }
  return out;
}

}  // namespace

std::string cover_html(const Page& page) {
  const NetworkReport& report = page.report();
  std::string out = "<h1>" + page.say("doc.title", {identifier(report.page.id)}) + "</h1>\n";
  out += "<p class=\"lead\">" + page.say("doc.lead") + "</p>\n";
  out += page.paragraph("doc.continued",
                        {identifier(std::to_string(kMethod)), identifier(std::to_string(kErrors))});
  if (!page.texts().get("review").empty()) {
    out += "<p class=\"warn\">" + page.say("review") + "</p>\n";
  }
  if (report.stale) out += "<p class=\"warn\">" + page.say("title.stale") + "</p>\n";
  Facts facts(page);
  facts.add("title.case", isolated(report.case_name));
  facts.add("title.network", identifier(report.page.id));
  facts.add("title.maker", isolated(report.maker));
  facts.add("title.as_of", identifier(format_time(report.as_of)));
  facts.add("title.program", identifier("Maillon " + report.version));
  facts.add("title.state", identifier(report.state_hash));
  facts.add("title.scope", scope_html(page));
  out += facts.take();
  for (const char* key : {"title.purpose", "title.recipient"}) {
    out += "<p>" + page.say(key) + " (" + page.say("title.by_hand") +
           ")</p>\n<div class=\"blank\"></div>\n";
  }
  return out + contents_html(page);
}

std::string summary_html(const Page& page) {
  const NetworkReport& report = page.report();
  const NetworkPage& network = report.page;
  Facts facts(page);
  facts.add("summary.posts", page.number(network.posts));
  facts.add("summary.posts_case", page.number(report.posts_in_case));
  facts.add("summary.dates", page.dates(network.first_seen, network.last_seen));
  facts.add("summary.without_date", page.number(network.posts - report.times.size()));
  facts.add("summary.places", places_html(page));
  facts.add("summary.languages", tallies_html(page, network.languages));
  facts.add("summary.sites", tallies_html(page, network.sources));
  if (page.names()) facts.add("summary.names", tallies_html(page, network.names));
  facts.add("summary.prices", tallies_html(page, network.prices));
  facts.add("summary.selectors", page.number(network.selectors.size()));
  facts.add("summary.hubs", page.number(network.hubs.size()));
  facts.add("summary.wordings", page.number(network.templates.size()));
  facts.add("summary.pictures", page.number(report.pictures_total));
  facts.add("summary.links", page.number(network.links));
  if (network.weakest) {
    facts.add("summary.weakest",
              page.say("summary.weakest_text", {page.bits(network.weakest->bits),
                                                page.percent(network.weakest->posterior)}));
  }
  facts.add("summary.near", page.number(network.near_misses.pairs));
  facts.add("summary.decided", page.number(report.decisions.size()));
  return facts.take() + "<p class=\"lead\">" +
         page.say("summary.weakest_note", {identifier(std::to_string(kLinks))}) + "</p>\n";
}

}  // namespace maillon::report
