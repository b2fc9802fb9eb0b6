#include "report/document/network_report.h"

#include <array>

#include <fmt/format.h>

#include "report/document/data_files.h"
#include "report/document/picture.h"
#include "report/document/pieces.h"

namespace maillon::report {

namespace {

// So many posts of the annex have one hash: few enough to find what was changed, and the
// list of hashes stays short.
constexpr uint64_t kPostsASection = 10;

using Maker = std::string (*)(const Page&);
struct Chapter {
  std::string_view id, title;
  Maker make;
};
constexpr std::array<Chapter, 11> kChapters{{{"summary", "section.summary", summary_html},
                                             {"time", "section.time", time_html},
                                             {"wording", "section.wording", wording_html},
                                             {"selectors", "section.selectors", selectors_html},
                                             {"links", "section.links", links_html},
                                             {"pictures", "section.pictures", pictures_html},
                                             {"disclosure", "section.disclosure", disclosure_html},
                                             {"decisions", "section.decisions", decisions_html},
                                             {"method", "section.method", method_html},
                                             {"errors", "section.errors", errors_html},
                                             {"glossary", "section.glossary", glossary_html}}};

std::string policy() {
  const Sha256 hash = sha256(report_style());
  return "default-src 'none'; img-src data:; style-src 'sha256-" +
         base64({reinterpret_cast<const char*>(hash.data()), hash.size()}) +
         "'; base-uri 'none'; form-action 'none'";
}

std::string document_begin(const Page& page) {
  const Texts& texts = page.texts();
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<meta name=\"generator\" content=\"Maillon {}\"><meta name=\"referrer\" "
      "content=\"no-referrer\">\n"
      "<title>{}</title>\n<style>{}</style></head><body>\n",
      texts.code(), texts.get("language.direction"), policy(), html(page.report().version),
      page.say("doc.title", {html(page.report().page.id)}), report_style());
}

// The sections one after the other; their titles are kept for the list at the end.
class Document {
 public:
  Document(const NetworkReport& report, const Texts& texts, const Sink& sink)
      : page_(report, texts), writer_(sink, head(), [this](uint32_t n) { return foot(n); }) {}

  ReportMade write(const std::function<ReportPost(uint64_t)>& post) {
    writer_.raw(document_begin(page_));
    section("cover", "", cover_html(page_));
    for (const Chapter& chapter : kChapters) {
      const uint32_t number = writer_.next_section();
      section(chapter.id, chapter.title, page_.title(number, chapter.title) + chapter.make(page_));
    }
    section("annex", "section.annex",
            page_.title(kAnnex, "section.annex") + annex_begin_html(page_));
    write_posts(post);
    write_seal();
    ReportMade made;
    made.sections = writer_.next_section();
    made.posts = page_.report().annex_posts;
    made.hash = writer_.finish(page_.say("seal.file"));
    return made;
  }

 private:
  std::string head() const {
    return page_.say("head.page") + " · " + isolated(page_.report().case_name) + " · " +
           identifier(page_.report().page.id);
  }
  std::string foot(uint32_t n) const {
    return page_.say("foot.section",
                     {identifier(std::to_string(n)), identifier(page_.report().page.id)}) +
           " · " + page_.say("foot.hash");
  }

  void section(std::string_view id, std::string_view title, const std::string& content) {
    titles_.emplace_back(title.empty()
                             ? fill_in(page_.texts().get("doc.title"), {page_.report().page.id})
                             : std::string(page_.texts().get(title)));
    writer_.begin_section(id);
    writer_.write(content);
    writer_.end_section();
  }

  void write_posts(const std::function<ReportPost(uint64_t)>& post) {
    const uint64_t count = page_.report().annex_posts;
    for (uint64_t begin = 0; begin < count; begin += kPostsASection) {
      const uint64_t end = std::min(begin + kPostsASection, count);
      const std::string part = page_.say(
          "annex.part", {page_.number(begin + 1), page_.number(end), page_.number(count)});
      titles_.emplace_back(fill_in(page_.texts().get("annex.part"),
                                   {page_.texts().number(begin + 1), page_.texts().number(end),
                                    page_.texts().number(count)}));
      writer_.begin_section("annex-" + std::to_string(begin / kPostsASection + 1));
      writer_.write("<h2>" + std::to_string(writer_.next_section()) + " " + part + "</h2>\n");
      for (uint64_t i = begin; i < end; ++i) writer_.write(post_html(page_, post(i)));
      writer_.end_section();
    }
  }

  void write_seal() {
    const uint32_t number = writer_.next_section();
    std::string rows;
    for (uint32_t i = 0; i < number; ++i) rows += listed_row(i, titles_[i], writer_.hashes()[i]);
    std::string content = page_.title(number, "section.seal");
    for (const char* key : {"seal.lead", "seal.check", "seal.honest"}) {
      content += page_.paragraph(key);
    }
    content += "<p>" + page_.say("seal.all") + " <code class=\"all\">" +
               to_hex(writer_.hash_of_all()) + "</code></p>\n";
    content += "<table class=\"data\"><thead><tr><th scope=\"col\">" + page_.say("column.section") +
               "</th><th></th><th scope=\"col\">" + page_.say("column.hash") +
               "</th></tr></thead><tbody>\n" + rows + "</tbody></table>\n";
    section("seal", "section.seal", content);
  }

  Page page_;
  SealedWriter writer_;
  std::vector<std::string> titles_;
};

}  // namespace

std::string report_policy() {
  return policy();
}

ReportMade write_document(const NetworkReport& report, const Texts& texts,
                          const std::function<ReportPost(uint64_t)>& post, const Sink& sink) {
  return Document(report, texts, sink).write(post);
}

}  // namespace maillon::report
