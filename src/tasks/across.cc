#include "tasks/across.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kNetworksNamed = 3;

// A selector where it stands. A number that is a phone here and WhatsApp's there is one.
struct Standing {
  uint64_t what = 0;  // hash of kind and value
  uint32_t in = 0, selector = 0;
  std::size_t posts = 0;
};

// All standings of one selector; of each case the one with most posts first.
struct Shared {
  std::span<const Standing> standings;
  std::size_t cases = 0, posts = 0;
};

uint64_t hash_of(const Selectors& selectors, uint32_t s) {
  return hash64(selectors.value[s], selectors.kind[s]);
}

std::vector<Standing> gather(const std::vector<OpenedCase>& cases, bool with_hubs) {
  std::vector<Standing> all;
  for (uint32_t in = 0; in < cases.size(); ++in) {
    const Selectors& selectors = cases[in].data.selectors;
    for (uint32_t s = 0; s < selectors.size(); ++s) {
      if (!with_hubs && !is_followed(selectors, s)) continue;
      all.push_back({hash_of(selectors, s), in, s, selectors.carriers(s).size()});
    }
  }
  std::sort(all.begin(), all.end(), [](const Standing& a, const Standing& b) {
    return std::tie(a.what, a.in, b.posts, a.selector) <
           std::tie(b.what, b.in, a.posts, b.selector);
  });
  return all;
}

std::vector<Shared> shared_of(const std::vector<Standing>& all) {
  std::vector<Shared> shared;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    Shared one;
    for (end = begin; end < all.size() && all[end].what == all[begin].what; ++end) {
      one.cases += end == begin || all[end].in != all[end - 1].in ? 1 : 0;
      one.posts += all[end].posts;
    }
    one.standings = std::span(all).subspan(begin, end - begin);
    if (one.cases > 1) shared.push_back(one);
  }
  std::stable_sort(shared.begin(), shared.end(), [](const Shared& a, const Shared& b) {
    return a.cases != b.cases ? a.cases > b.cases : a.posts > b.posts;
  });
  return shared;
}

std::vector<std::string> networks_of(const CaseData& data, uint32_t selector) {
  return network_names(data, data.selectors.carriers(selector), kNetworksNamed);
}

void write_json(const std::vector<OpenedCase>& cases, std::span<const Shared> shared,
                std::size_t total, Output& out) {
  JsonWriter json;
  json.begin_object().member("total", uint64_t{total}).key("selectors").begin_array();
  for (const Shared& one : shared) {
    const Standing& first = one.standings.front();
    const Selectors& selectors = cases[first.in].data.selectors;
    json.begin_object();
    json.member("kind", to_name(static_cast<SelectorKind>(selectors.kind[first.selector])));
    json.member("value", selectors.value[first.selector]).key("cases").begin_array();
    for (const Standing& standing : one.standings) {
      const OpenedCase& in = cases[standing.in];
      json.begin_object().member("case", in.file->directory());
      json.member("selector", selector_id(in.data.selectors, standing.selector));
      json.member("posts", uint64_t{standing.posts}).key("networks").begin_array();
      for (const std::string& name : networks_of(in.data, standing.selector)) json.value(name);
      json.end_array().end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void write_text(const std::vector<OpenedCase>& cases, std::span<const Shared> shared,
                std::size_t total, const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  for (const Shared& one : shared) {
    const Standing& first = one.standings.front();
    out.write(report::bold(style, printable(signal_name(cases[first.in].data, first.selector))) +
              "\n");
    for (const Standing& standing : one.standings) {
      const OpenedCase& in = cases[standing.in];
      const std::vector<std::string> names = networks_of(in.data, standing.selector);
      out.write(fmt::format("  {}  {}{}\n", printable(in.file->directory()),
                            report::count_of(standing.posts, "post", "posts"),
                            names.empty() ? "" : fmt::format(", {}", fmt::join(names, ", "))));
    }
  }
  out.write(fmt::format(
      "{}{}\n", report::count_of(total, "selector stands", "selectors stand"),
      " in more than one case" +
          (total > shared.size() ? fmt::format("; the first {} are shown (--limit)", shared.size())
                                 : std::string())));
}

Result<void> refuse_same(const std::vector<std::string>& cases) {
  if (cases.size() < 2)
    return fail(Code::invalid_input, "name two cases or more: maillon across CASE CASE");
  for (std::size_t a = 0; a < cases.size(); ++a) {
    for (std::size_t b = a + 1; b < cases.size(); ++b) {
      std::error_code error;
      if (std::filesystem::equivalent(cases[a], cases[b], error))
        return fail(Code::invalid_input,
                    printable(cases[a]) + " and " + printable(cases[b]) + " are the same case");
    }
  }
  return {};
}

}  // namespace

Result<Outcome> across_cases(const AcrossSettings& settings, const Context& context, Output& out) {
  TRY_OK(refuse_same(settings.cases));
  std::vector<OpenedCase> cases;
  {
    const Step step(*context.progress, "open", settings.cases.size(), "cases");
    for (const std::string& path : settings.cases) {
      TRY(OpenedCase opened, open_linked(path));
      cases.push_back(std::move(opened));
      context.progress->advance(1);
    }
  }
  const std::vector<Standing> standings = gather(cases, settings.with_hubs);
  const std::vector<Shared> all = shared_of(standings);
  std::span<const Shared> shown(all);
  if (settings.limit != 0) shown = shown.first(std::min<uint64_t>(settings.limit, shown.size()));
  for (const OpenedCase& each : cases) {
    TRY_OK(
        log_reading(*each.file, "across",
                    fmt::format("{} with {}", report::count_of(all.size(), "selector", "selectors"),
                                report::count_of(cases.size() - 1, "other case", "other cases")),
                    context.by));
  }
  if (context.json) {
    write_json(cases, shown, all.size(), out);
  } else if (!all.empty()) {
    write_text(cases, shown, all.size(), context, out);
  }
  if (!all.empty()) return Outcome::done;
  say("these cases share no selector" +
      std::string(settings.with_hubs ? "" : " but, perhaps, hubs (--hubs)"));
  return Outcome::empty;
}

}  // namespace maillon::tasks
