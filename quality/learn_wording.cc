// Learns catalogue/wording.model from texts of known kind (tests/indicators/learning_texts.py).
//
//   learn_wording TEXTS MODEL            writes the model
//   learn_wording TEXTS MODEL --check    exit 1 if the model is not what these texts give
//
// A line of TEXTS is a kind, a tab, a template, a tab, and the text with \n for its line breaks.
#include "rank/wording/learn_wording.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"

namespace {

using namespace maillon;

std::string with_breaks(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

Result<std::vector<rank::KnownText>> read_texts(const char* path) {
  std::vector<rank::KnownText> out;
  std::ifstream file(path);
  if (!file) return fail(Code::io, fmt::format("{} cannot be read", path));
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (second == std::string::npos) {
      return fail(Code::invalid_input, fmt::format("line {} has no two tabs", out.size() + 1));
    }
    rank::KnownText text;
    const std::string kind = line.substr(0, first);
    while (to_name(text.kind) != kind) {
      const auto next = static_cast<std::size_t>(text.kind) + 1;
      if (next == rank::kPostKinds) return fail(Code::invalid_input, "no kind: " + kind);
      text.kind = static_cast<rank::PostKind>(next);
    }
    text.template_id = line.substr(first + 1, second - first - 1);
    text.text = with_breaks(line.substr(second + 1));
    out.push_back(std::move(text));
  }
  return out;
}

Result<bool> run(const char* texts_path, const char* model_path, bool check) {
  TRY(const auto files, tasks::catalogue_files({}));
  TRY(const rank::Catalogue catalogue, rank::read_sound_catalogue(files));
  TRY(const rank::NeutralLexicon lexicon, tasks::neutral_lexicon(catalogue));
  TRY(const std::vector<rank::KnownText> texts, read_texts(texts_path));
  TRY(const rank::WordingModel model, rank::learn_wording(lexicon, texts));
  const std::string bytes = model.to_bytes();
  if (check) {
    std::ifstream file(model_path, std::ios::binary);
    const std::string kept{std::istreambuf_iterator<char>(file), {}};
    return kept == bytes;
  }
  std::ofstream file(model_path, std::ios::binary);
  file << bytes << std::flush;
  if (!file) return fail(Code::io, fmt::format("{} cannot be written", model_path));
  fmt::print("{} texts, {} features, {} bytes\n", texts.size(), model.size(), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 4 && std::strcmp(argv[3], "--check") == 0;
  if (argc != 3 && !check) {
    fmt::print(stderr, "usage: learn_wording TEXTS MODEL [--check]\n");
    return 2;
  }
  const Result<bool> done = run(argv[1], argv[2], check);
  if (!done) fmt::print(stderr, "learn_wording: {}\n", done.error().message);
  if (done && !*done) {
    fmt::print(stderr, "{} is not what the texts give: run `./dev learn-wording`\n", argv[2]);
  }
  return done && *done ? 0 : 1;
}
