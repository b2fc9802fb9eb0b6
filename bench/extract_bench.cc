// Extraction: folding and finding, tokens, language, libphonenumber.
//
//   build/bench/bench/maillon_bench --benchmark_filter=extract
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "extract/text/finders.h"
#include "extract/text/fold.h"
#include "extract/text/language.h"
#include "extract/text/lex.h"
#include "extract/text/phone_book.h"
#include "extract/text/signals.h"
#include "extract/text/token_stream.h"

namespace maillon::extract {
namespace {

struct Ad {
  std::string_view country, text;
};

// Made-up adverts as they are written, selectors in the usual places; one in
// four hides something.
constexpr Ad kSpaced[] = {
    {"GB",
     "Warehouse staff wanted in Leeds, immediate start. We offer weekly pay, free transport from "
     "the "
     "city centre and shared accommodation close to the site. No experience needed, full training "
     "is given on the first day. Shifts are 06:00-14:00 or 14:00-22:00, 12.50 GBP per hour. "
     "Call Martin on 07911 123456 or write to jobs.leeds@example.com for an interview.\n"
     "Please bring your own boots and a valid document with you on Monday."},
    {"FR",
     "Nous cherchons des personnes motivées pour la cueillette des pommes près d'Avignon, de la "
     "mi-août "
     "à la fin octobre. Logement possible sur place, 80 € par semaine, repas du midi compris. "
     "Permis B "
     "souhaité mais pas obligatoire. Expérience non exigée, bonne humeur bienvenue !\n"
     "Appelez Chantal au 06 12 34 56 78 après 18 h ou par WhatsApp. Annonce valable jusqu'au "
     "12/09/2026."},
    {"ES",
     "Se necesita camarera con experiencia para restaurante en el centro de Valencia. Horario "
     "partido, "
     "dos días libres por semana, contrato desde el primer día. Sueldo según convenio más "
     "propinas, "
     "1.350 euros al mes. Interesadas enviar currículum a empleo (at) example (dot) com o escribir "
     "al "
     "seis uno dos tres cuatro cinco seis siete ocho. Incorporación inmediata."},
    {"RU",
     "Требуются разнорабочие на стройку в Подмосковье. Вахта 30 дней, проживание и питание за счёт "
     "компании, выплаты каждую неделю, аванс после первой смены. Опыт не обязателен, всему научим. "
     "Оплата от 3500 рублей за смену, спецодежда выдаётся. Звоните: 8 (916) 123-45-67, Сергей, или "
     "пишите в телеграм @rabota_vahta_2026. Документы оформляем сами."},
    {"EG",
     "مطلوب عمال للعمل في مزرعة قرب الإسكندرية، السكن والطعام على حساب الشركة. العمل ثماني ساعات "
     "في "
     "اليوم مع يوم راحة كل أسبوع. لا نشترط الخبرة، والتدريب مجاني في الأسبوع الأول. الراتب ٦٥٠٠ "
     "جنيه "
     "في الشهر. للتواصل واتساب ٠١٠١٢٣٤٥٦٧٨ من الساعة التاسعة صباحا حتى المساء."},
    {"DE",
     "Wir suchen ab sofort Reinigungskräfte für Hotels in Köln, Teilzeit oder Vollzeit. Gute "
     "Bezahlung, "
     "14 Euro pro Stunde, Unterkunft kann gestellt werden. Deutschkenntnisse sind nicht "
     "erforderlich, "
     "Pünktlichkeit schon. Bewerbung bitte an "
     "https://www.example.org/jobs/reinigung?utm_source=anzeige "
     "oder telefonisch unter 0151 23456789, montags bis freitags von 9 bis 17 Uhr."},
};
constexpr Ad kUnspaced[] = {
    {"CN",
     "招聘服务员多名，包吃包住，月薪六千元以上，要求吃苦耐劳，有经验者优先。工作时间上午十点到晚上"
     "九点，每周休息一天。"
     "地点在市中心商业街附近，交通方便。有意者请加微信abc_"
     "12345或致电13800138000，面试时请带身份证。"
     "我们公司成立多年，信誉良好，欢迎各地朋友前来咨询。"},
};

// 2 MiB of them. A number of its own keeps each text apart from its copies.
std::vector<std::string> make_ads(std::span<const Ad> ads) {
  std::vector<std::string> out;
  for (std::size_t i = 0, total = 0; total < std::size_t{2} << 20; ++i) {
    out.push_back(std::string(ads[i % ads.size()].text) + "\nref " + std::to_string(i));
    total += out.back().size();
  }
  return out;
}

std::size_t total_size(const std::vector<std::string>& texts) {
  std::size_t size = 0;
  for (const std::string& text : texts) size += text.size();
  return size;
}

void set_rate(benchmark::State& state, const std::vector<std::string>& texts) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(total_size(texts)));
}

void extract_fold(benchmark::State& state, std::span<const Ad> ads) {
  const std::vector<std::string> texts = make_ads(ads);
  Folded folded;
  for (auto _ : state) {
    std::size_t size = 0;
    for (const std::string& text : texts) {
      folded.assign(text);
      size += folded.text().size();
    }
    benchmark::DoNotOptimize(size);
  }
  set_rate(state, texts);
}

void extract_fold_lex(benchmark::State& state, std::span<const Ad> ads) {
  const std::vector<std::string> texts = make_ads(ads);
  Folded folded;
  Lexed lexed;
  for (auto _ : state) {
    std::size_t size = 0;
    for (const std::string& text : texts) {
      folded.assign(text);
      lex(folded.text(), lexed);
      size += lexed.atoms.size();
    }
    benchmark::DoNotOptimize(size);
  }
  set_rate(state, texts);
}

// The figure of the requirement: folding and finding candidates together.
void extract_fold_find(benchmark::State& state, std::span<const Ad> ads) {
  const std::vector<std::string> texts = make_ads(ads);
  Scan scan;
  std::size_t hits = 0;
  for (auto _ : state) {
    hits = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      run_finders(scan, texts[i], PhoneContext{std::string(ads[i % ads.size()].country)});
      hits += scan.hits.size();
    }
  }
  if (hits < texts.size()) state.SkipWithError("selectors were missed");
  set_rate(state, texts);
}

void extract_fold_find_tokens(benchmark::State& state, std::span<const Ad> ads) {
  const std::vector<std::string> texts = make_ads(ads);
  Scan scan;
  SegmentCache cache;
  std::vector<FoldedToken> tokens;
  for (auto _ : state) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      run_finders(scan, texts[i], PhoneContext{std::string(ads[i % ads.size()].country)});
      read_tokens(scan, cache, tokens);
      count += tokens.size();
    }
    benchmark::DoNotOptimize(count);
  }
  set_rate(state, texts);
}

// Without the cache of runs: what segmenting by dictionary costs.
void extract_segment_uncached(benchmark::State& state) {
  const std::vector<std::string> texts = make_ads(kUnspaced);
  Scan scan;
  std::vector<FoldedToken> tokens;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      SegmentCache cache;
      run_finders(scan, text, PhoneContext{"CN"});
      read_tokens(scan, cache, tokens);
    }
  }
  set_rate(state, texts);
}

void extract_language(benchmark::State& state) {
  const std::vector<std::string> texts = make_ads(kSpaced);
  std::size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const std::string& text : texts) found += detect_language(text) != 0 ? 1U : 0U;
  }
  if (found < texts.size() / 2) state.SkipWithError("languages were missed");
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(texts.size()));
}

// Mobile numbers of three countries, as written at home and with '+'.
struct Number {
  std::string digits, region;
};
std::vector<Number> make_numbers() {
  std::vector<Number> out;
  for (int i = 0; i < 1000; ++i) {
    const std::string rest = std::to_string(12345678 + i * 7919);
    out.push_back({"06" + rest, "FR"});
    out.push_back({"+447" + rest.substr(0, 1) + rest, "GB"});
    out.push_back({"301" + rest.substr(1), "US"});
  }
  return out;
}

template <typename Judge>
void judge_numbers(benchmark::State& state, Judge judge) {
  const std::vector<Number> numbers = make_numbers();
  std::size_t valid = 0;
  for (auto _ : state) {
    valid = 0;
    for (const auto& [digits, region] : numbers) valid += judge(digits, region) ? 1U : 0U;
  }
  if (valid < numbers.size() / 3) state.SkipWithError("numbers are not valid");
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(numbers.size()));
}

void extract_phones(benchmark::State& state) {
  judge_numbers(state, [](const std::string& digits, const std::string& region) {
    return to_e164(digits, region).has_value();
  });
}
// The same asked of the library: the ratio of the two is what phone_rules.h saves.
void extract_phones_libphonenumber(benchmark::State& state) {
  judge_numbers(state, [](const std::string& digits, const std::string& region) {
    return ask_libphonenumber(digits, region, false).has_value();
  });
}

BENCHMARK_CAPTURE(extract_fold, spaced, kSpaced);
BENCHMARK_CAPTURE(extract_fold_lex, spaced, kSpaced);
BENCHMARK_CAPTURE(extract_fold_find, english, std::span(kSpaced).first(1));
BENCHMARK_CAPTURE(extract_fold_find, six_languages, kSpaced);
BENCHMARK_CAPTURE(extract_fold_find, chinese, kUnspaced);
BENCHMARK_CAPTURE(extract_fold_find_tokens, six_languages, kSpaced);
BENCHMARK_CAPTURE(extract_fold_find_tokens, chinese, kUnspaced);
BENCHMARK(extract_segment_uncached);
BENCHMARK(extract_language);
BENCHMARK(extract_phones);
BENCHMARK(extract_phones_libphonenumber);

}  // namespace
}  // namespace maillon::extract
