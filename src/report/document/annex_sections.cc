// The evidence annex: files, and each post as it stood there.
#include <algorithm>

#include "base/civil_time.h"
#include "report/document/pieces.h"

namespace maillon::report {

namespace {

// More of a post than this is not printed: the whole stands in the original. Many posts
// get less each, so that no browser is asked for a document that it cannot open.
constexpr std::size_t kTextBytes = 20'000, kTextLeast = 2'000, kAllTexts = 24'000'000,
                      kFieldBytes = 500, kSightings = 20, kMarks = 40, kFiles = 500;

const std::string& field_of(const PostPage& post, Field field) {
  return post.fields[static_cast<std::size_t>(field)];
}

std::vector<MarkedRange> ranges_of(const PostPage& post, Field field, std::size_t shown) {
  std::vector<MarkedRange> ranges;
  for (const Mark& mark : post.marks) {
    if (mark.field == field && mark.end <= shown) ranges.push_back({mark.begin, mark.end});
  }
  std::stable_sort(ranges.begin(), ranges.end(),
                   [](const auto& x, const auto& y) { return x.begin < y.begin; });
  return ranges;
}

// A text of the post with its selectors marked, cut if it is very long. Where a mark would
// be cut, the text ends before it: half a phone must not show under a mask.
std::string text_html(const Page& page, const PostPage& post, Field field, std::size_t most) {
  const std::string_view whole = field_of(post, field);
  std::size_t shown = utf8_prefix(whole, most);
  if (shown < whole.size()) {
    for (const Mark& mark : post.marks) {
      if (mark.field == field && mark.begin < shown && mark.end > shown) shown = mark.begin;
    }
  }
  std::string out = "<div class=\"text\" dir=\"auto\">";
  append_marked(out, whole.substr(0, shown), ranges_of(post, field, shown), page.mask());
  out += "</div>\n";
  if (shown < whole.size()) {
    out += "<p class=\"warn\">" +
           page.say("annex.cut", {page.number(shown), page.number(whole.size())}) + "</p>\n";
  }
  return out;
}

std::string marks_html(const Page& page, const PostPage& post) {
  std::vector<std::string> seen;
  std::string out;
  for (const Mark& mark : post.marks) {
    std::string one = page.kind(to_name(mark.kind));
    if (mark.service != Service::none) one += " " + identifier(to_name(mark.service));
    one += " " + page.value(mark.value);
    if (std::find(seen.begin(), seen.end(), one) != seen.end()) continue;
    if (seen.size() == kMarks) {
      out += ", …";
      break;
    }
    out += (out.empty() ? "" : ", ") + one;
    seen.push_back(std::move(one));
  }
  return out;
}

std::string origins_html(const Page& page, const PostPage& post) {
  std::string out;
  const std::size_t count = post.sightings.size(), shown = std::min(kSightings, count);
  for (std::size_t i = 0; i < shown; ++i) {
    const Sighting& at = post.sightings[i];
    out += "<p class=\"small\">" +
           page.say("annex.origin", {isolated(at.file), page.number(at.begin), page.number(at.end),
                                     identifier(format_time(at.imported_at))}) +
           "<br>SHA-256 " + identifier(at.sha256) + "</p>\n";
  }
  if (count > shown) out += page.paragraph("summary.more", {page.number(count - shown)});
  return out;
}

std::string short_fields_html(const Page& page, const PostPage& post) {
  std::string out;
  const auto add = [&](std::string_view key, Field field) {
    const std::string& text = field_of(post, field);
    if (text.empty()) return;
    const std::size_t cut = utf8_prefix(text, kFieldBytes);
    out += "<p>" + page.say(key) + ": " +
           isolated(text.substr(0, cut) + (cut < text.size() ? "…" : "")) + "</p>\n";
  };
  add("field.price", Field::price);
  if (page.names()) add("field.author", Field::author);
  if (!page.mask()) add("field.url", Field::url);
  if (!post.language.empty()) {
    out += "<p>" + page.say("field.language") + ": " + identifier(post.language) + "</p>\n";
  }
  return out;
}

std::string pictures_line(const Page& page, const ReportPost& post) {
  std::string out;
  for (const ReportPicture& picture : post.pictures) {
    out += "<br>";
    if (picture.restricted) {
      out += identifier(picture.sha256) + " " + page.say("pictures.duty");
    } else {
      out += identifier(picture.id) + " SHA-256 " + identifier(picture.sha256);
    }
  }
  return out.empty() ? "" : "<p class=\"small\">" + page.say("annex.pictures") + out + "</p>\n";
}

}  // namespace

std::string annex_begin_html(const Page& page) {
  const NetworkReport& report = page.report();
  DataTable table(page,
                  {"column.file", "column.hash", "#column.bytes", "column.imported", "column.who"});
  for (std::size_t i = 0; i < std::min(kFiles, report.files.size()); ++i) {
    const ReportFile& file = report.files[i];
    table.row({isolated(file.name), identifier(file.sha256), page.number(file.bytes),
               identifier(format_time(file.time)), isolated(file.actor)});
  }
  std::string out = page.paragraph("annex.files") + table.take();
  if (report.files.size() > kFiles) {
    out += page.paragraph("summary.more", {page.number(report.files.size() - kFiles)});
  }
  if (report.wishes.annex == Annex::none) return out + page.paragraph("annex.none");
  const std::string all = page.number(report.page.posts), some = page.number(report.annex_posts);
  if (report.capped) {
    out += "<p class=\"warn\">" + page.say("annex.capped", {all, some}) + "</p>\n";
  } else if (report.wishes.annex == Annex::links) {
    out += page.paragraph("annex.links_only", {some, all});
  }
  return out + page.paragraph("annex.lead");
}

std::string post_html(const Page& page, const ReportPost& post) {
  PostLine line = post.page.post;
  line.title.clear();
  std::string out = "<div class=\"post\"><h3>" + page.post_name(line) + "</h3>\n";
  if (!post.unread.empty()) {
    return out + page.paragraph("annex.unread", {page.sentence(post.unread)}) +
           origins_html(page, post.page) + "</div>\n";
  }
  if (!field_of(post.page, Field::title).empty()) {
    out += text_html(page, post.page, Field::title, kFieldBytes);
  }
  out += text_html(page, post.page, Field::body,
                   std::clamp(kAllTexts / std::max<std::size_t>(page.report().annex_posts, 1),
                              kTextLeast, kTextBytes));
  out += short_fields_html(page, post.page);
  if (const std::string marks = marks_html(page, post.page); !marks.empty()) {
    out += "<p class=\"small\">" + page.say("annex.marked") + ": " + marks + "</p>\n";
  }
  return out + pictures_line(page, post) + origins_html(page, post.page) + "</div>\n";
}

}  // namespace maillon::report
