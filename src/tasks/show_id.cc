#include "tasks/show_id.h"

#include <charconv>

#include <fmt/format.h>

#include "base/printable.h"
#include "tasks/acquisition.h"
#include "tasks/annotations.h"
#include "tasks/show_case.h"
#include "tasks/show_history.h"
#include "tasks/show_lines.h"
#include "tasks/show_network.h"
#include "tasks/show_post.h"
#include "tasks/show_selector.h"
#include "tasks/show_template.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kOthersNamed = 8, kListedShown = 50;

std::string target_words(const CaseData& data, const Target& target) {
  switch (target.kind) {
    case Target::post:
      return "post " + post_name(data.posts, target.index);
    case Target::selector:
      return signal_name(data, target.index);
    case Target::family:
      return "template of " + std::to_string(data.families.members(target.index).size()) + " posts";
    case Target::network:
      return "network of " + std::to_string(data.networks.members(target.index).size()) + " posts";
  }
  return "";
}

template <class Page>
std::string render(const Page& page, const Context& context) {
  if (context.json) return report::to_json(page) + "\n";
  return report::to_text(page, {context.color, static_cast<std::size_t>(context.width)});
}

Result<std::string> render_target(const OpenedCase& from, const Target& target,
                                  const ShowSettings& settings, const Context& context) {
  if (settings.slot > 0 && target.kind != Target::family) {
    return fail(Code::invalid_input,
                "--slot is about a template, T-...; " + target_id(from.data, target) + " is none");
  }
  switch (target.kind) {
    case Target::post: {
      TRY(report::PostPage page, build_post_page(from, target.index, context.by.time));
      if (settings.latin) add_latin(page);
      return render(page, context);
    }
    case Target::selector: {
      report::SelectorPage page = build_selector_page(from, target.index);
      page.listed = from.lists->find({page.selector}, kListedShown);
      return render(page, context);
    }
    case Target::family: {
      const report::TemplatePage page =
          build_template_page(from, target.index, {settings.slot, settings.value});
      if (settings.slot > page.slots.size()) {
        return fail(Code::invalid_input,
                    fmt::format("{} has no slot {{{}}}, but {}; without --slot they are listed",
                                page.id, settings.slot, page.slots.size()));
      }
      if (settings.slot > 0 && page.fills.empty()) {
        say(fmt::format("none of the {} posts that were read has that in slot {{{}}}", page.read,
                        settings.slot));
      }
      return render(page, context);
    }
    case Target::network: {
      report::NetworkPage page = build_network_page(from, target.index, context.by.time);
      std::vector<report::SelectorLine> selectors = page.selectors;
      selectors.insert(selectors.end(), page.hubs.begin(), page.hubs.end());
      page.listed = from.lists->find(selectors, kListedShown);
      return render(page, context);
    }
  }
  return std::string();
}

void name_others(const CaseData& data, const std::vector<Target>& targets) {
  if (targets.size() < 2) return;
  say("note: this can mean " + std::to_string(targets.size()) + " things; shown is " +
      target_id(data, targets[0]) + ". The others:");
  for (std::size_t i = 1; i < targets.size() && i <= kOthersNamed; ++i) {
    say("  " + target_id(data, targets[i]) + "  " + target_words(data, targets[i]));
  }
  if (targets.size() > kOthersNamed + 1) {
    say("  and " + std::to_string(targets.size() - kOthersNamed - 1) + " more");
  }
}

// A network's number that is no longer in use: what became of it.
void tell_history(const store::Case& file, std::string_view id) {
  if (id.size() < 3 || (id[0] | 0x20) != 'n' || id[1] != '-') return;
  uint32_t number = 0;
  const auto [at, error] = std::from_chars(id.data() + 2, id.data() + id.size(), number);
  if (error != std::errc{} || at != id.data() + id.size()) return;
  for (const std::string& line : history_of(file, number)) say(network_id(number) + " " + line);
}

// What people wrote to a thing that is gone, posts and all, is not lost.
void tell_notes(const OpenedCase& from, std::string_view id) {
  for (const report::Note& note : annotations_of(*from.file, from.data, id).notes) {
    say(fmt::format("a note of {} to {} (act {}): {}", printable(note.actor), printable(id, 60),
                    note.act, printable(note.text)));
  }
}

}  // namespace

Result<Outcome> show(const ShowSettings& settings, const Context& context, Output& out) {
  if (const auto import = parse_import_id(settings.id)) {
    TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
    return show_import(file, *import, context, out);
  }
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return show(opened, settings, context, out);
}

Result<Outcome> show(const OpenedCase& opened, const ShowSettings& settings, const Context& context,
                     Output& out) {
  if (settings.slot == 0 && !settings.value.empty())
    return fail(Code::invalid_input, "--value goes with --slot; slots are counted from 1");
  const std::vector<Target> targets =
      find_target(opened.data, settings.id, opened.country_or(settings.country));
  if (targets.empty()) {
    if (context.json) out.write("null\n");
    say("nothing in this case is called '" + settings.id +
        "'; IDs are N-, T-, S-, P-, source:id, or a selector in any spelling (a phone in national "
        "form needs --country)");
    tell_history(*opened.file, settings.id);
    tell_notes(opened, settings.id);
    TRY_OK(log_reading(*opened.file, "show", settings.id, context.by));
    return Outcome::empty;
  }
  TRY(const std::string page, render_target(opened, targets.front(), settings, context));
  std::string what = target_id(opened.data, targets.front());
  // What was asked for is told, as of a search: whoever reads no numbers may not try them unseen.
  if (settings.slot > 0) what += fmt::format(" {{{}}} {}", settings.slot, settings.value);
  TRY_OK(log_reading(*opened.file, "show", what, context.by));
  out.write(page);
  name_others(opened.data, targets);
  return Outcome::done;
}

}  // namespace maillon::tasks
