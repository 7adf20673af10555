#include "corpus/analysis/analyzer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "corpus/analysis/char_class.h"
#include "corpus/analysis/sentences.h"
#include "tests/support/catch.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

using Strings = std::vector<std::string>;

Analyzer& standard_analyzer() {
  static Analyzer analyzer(Lexicon::standard());
  return analyzer;
}

Strings words_of(const std::string& utf8) {
  const Folded folded = fold(decode_utf8(utf8));
  Strings words;
  for (const Word& word : standard_analyzer().words(folded)) {
    words.push_back(encode_utf8(slice(folded.text, word.span)));
  }
  return words;
}

std::set<std::string> terms_of(std::u32string_view text) {
  std::set<std::string> terms;
  for (const Term& term : standard_analyzer().analyze(text)) terms.insert(term.text);
  return terms;
}

bool has_term(const std::string& utf8, const std::string& term) {
  return terms_of(decode_utf8(utf8)).contains(term);
}

Analyzer::Counts count(std::u32string_view text) {
  Analyzer::Counts counts;
  standard_analyzer().count_terms(text, counts);
  return counts;
}

std::string run_end(const std::string& last) { return last + static_cast<char>(kRunEnd); }

// Sentences like those of policy pages, with what makes cutting hard.
const std::u32string kPage =
    U"浙江省实施“红石榴+”家园工程2.0版\n"
    U"2024年12月3日，示例市民宗局按照國辦發〔２０２４〕１２號要求，在5个社区试行“五社联动”机制。"
    U"截至二〇二四年底，累计服务1,200人次，增长3.5%，覆盖9省16市106个县！\n"
    U"（一）依托“互联网+政务服务”，推广G20峰会经验；二是完善𠮷林路、𠀋𠂉街的5G网络，详见http://"
    U"www.example.cn/a-1.htm。"
    U"他说：“各族群众同心圆。”Café naïve e\u0301 테스트 カタカナ語 А4.\n"
    U"广西壮族自治区民宗委、江阴市长泾镇、上海市广东路、第三十一条、国务院令第752号。";

std::vector<std::u32string> sentences_of(const std::u32string& page) {
  std::vector<std::u32string> sentences;
  for (const Span span : split_sentences(page, {0, static_cast<std::uint32_t>(page.size())})) {
    sentences.emplace_back(slice(page, span));
  }
  return sentences;
}

TEST_CASE("a text counts its terms the same however large it is") {
  constexpr std::uint32_t kTimes = 300;
  const std::u32string end = GENERATE(std::u32string(U""), U"\n", U"\r\n\r\n");
  std::u32string large;
  for (std::uint32_t i = 0; i < kTimes; ++i) large += kPage + end;
  Analyzer::Counts expected = count(kPage);
  for (auto& [term, times] : expected) times *= kTimes;
  CHECK(count(large) == expected);
}

TEST_CASE("how many base terms a text has is estimated") {
  CHECK(Analyzer::estimate_base_terms(U"") == 0);
  CHECK(Analyzer::estimate_base_terms(U"互嵌 5g、互嵌！5G") == 3);
  std::u32string many;
  std::set<std::u32string> pairs;
  for (char32_t first = 0; first < 600; ++first) {
    for (char32_t second = 0; second < 600; ++second) {
      const std::u32string pair = {0x4E00 + first, 0x6E00 + second};
      many += pair + U"、";
      pairs.insert(fold_text(pair));
    }
  }
  const auto exact = static_cast<double>(pairs.size());
  const auto estimated = static_cast<double>(Analyzer::estimate_base_terms(many));
  CHECK(std::abs(estimated / exact - 1) < .02);
}

TEST_CASE("a large text leaves nothing behind in the next") {
  const auto before = count(kPage);
  std::u32string large;
  for (char32_t c = 0x4E00; c < 0x9000; ++c) large += {c, 0x4E00 + c % 977, c, U'、'};
  REQUIRE(count(large).size() > 30'000);
  CHECK(count(kPage) == before);
}

TEST_CASE("regions and agencies stay whole") {
  const auto [text, words] = GENERATE(table<std::string, Strings>({
      {"成都市民宗局", {"成都市", "民宗局"}},
      {"广西壮族自治区民宗委", {"广西壮族自治区", "民宗委"}},
      {"上海市广东路", {"上海市", "广东", "路"}},
      {"城市中心", {"城市", "中心"}},
      {"办公安排", {"办公", "安排"}},
      {"中华人民共和国", {"中华人民共和国"}},
      {"廣西壯族自治區統戰部", {"广西壮族自治区", "统战部"}},
      {"国务院办公厅、财政部", {"国务院办公厅", "财政部"}},
  }));
  CHECK(words_of(text) == words);
}

TEST_CASE("no region cuts the town below it in two") {
  const auto words = words_of("江阴市长泾镇");
  REQUIRE_FALSE(words.empty());
  CHECK(words.front() == "江阴市");
  CHECK(std::count(words.begin(), words.end(), "市长") == 0);
}

TEST_CASE("numbers, dates and mixed names are one word each") {
  const auto [text, words] = GENERATE(table<std::string, Strings>({
      {"超557亿元", {"超", "557亿元"}},
      {"65万余人次", {"65万余人次"}},
      {"增长3.5%", {"增长", "3.5%"}},
      {"9省16市106个县", {"9省", "16市", "106个", "县"}},
      {"5个月", {"5个月"}},
      {"5项目", {"5", "项目"}},
      {"2024年度", {"2024", "年度"}},
      {"2024年12月3日起", {"2024年12月3日", "起"}},
      {"二〇二四年十二月三日", {"二〇二四年十二月三日"}},
      {"2024-12-03", {"2024-12-03"}},
      {"2024—2026年", {"2024-2026年"}},
      {"2.0版", {"2.0版"}},
      {"5·12地震", {"5·12", "地震"}},
      {"５Ｇ和A4", {"5g", "和", "a4"}},
      {"1,000元", {"1,000元"}},
      {"“红石榴+”家园", {"红石榴+", "家园"}},
      {"互联网+政务", {"互联网+", "政务"}},
      {"C++", {"c++"}},
      {"第三十一条第2款", {"第三十一条", "第2款"}},
      {"国办发〔2024〕12号", {"国办发(2024)12号"}},
      {"按国务院令第752号", {"按", "国务院令第752号"}},
  }));
  CHECK(words_of(text) == words);
}

TEST_CASE("a document number is one term and its parts, however it is written") {
  const std::string text =
      GENERATE(as<std::string>(), "国办发〔2024〕12号", "國辦發［２０２４］１２號",
               "国办发(2024)第012号", "国办发 〔2024〕 12 号");
  const auto terms = terms_of(decode_utf8(text));
  CHECK(terms.contains("国办发(2024)12号"));
  CHECK(terms.contains("国办发"));
  CHECK(terms.contains("2024"));
}

TEST_CASE("dates are found in one form") {
  const std::string text = GENERATE(as<std::string>(), "2024年12月3日", "二〇二四年十二月三日",
                                    "二○二四年十二月三日", "2024-12-03", "2024/12/3", "2024.12.3",
                                    "２０２４年１２月３日", "2024 年 12 月 3 日");
  CHECK(has_term(text, "2024-12-03"));
}

TEST_CASE("what is no date gives none") {
  const auto [text, date] = GENERATE(table<std::string, std::string>({
      {"2024年13月3日", "2024-13-03"},
      {"2024.1.32", "2024-01-32"},
      {"12024.12.03", "2024-12-03"},
      {"2024.12.3.4", "2024-12-03"},
      {"0024.1.1", "0024-01-01"},
      {"三千年十二月", "3000-12"},
      {"二〇二四年十三月", "2024-13"},
      {"二〇二四年二三月", "2024-05"},
      {"二〇二四年三月一二日", "2024-03-03"},
  }));
  CHECK_FALSE(has_term(text, date));
}

TEST_CASE("a number with separators is found without them too") {
  CHECK(has_term("共1,000元", "1000"));
  CHECK(has_term("共12,345,678人", "12345678"));
  CHECK_FALSE(has_term("第1,2,3项", "123"));
}

TEST_CASE("words inside longer ones are found too") {
  CHECK(has_term("广西壮族自治区", "自治区"));
  CHECK(has_term("国务院办公厅", "国务院"));
  CHECK(has_term("国务院办公厅", "办公厅"));
  CHECK(has_term("财政部公告2024年第12号", "财政部公告"));
  CHECK(has_term("财政部公告2024年第12号", "公告"));
  CHECK(has_term("互联网+", "互联网"));
}

TEST_CASE("the terms of a text say where they stand and which layer cut them") {
  const std::u32string text = U"　在５Ｇ成都市（成）";
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string_view>> terms;
  for (const Term& term : standard_analyzer().analyze(text)) {
    terms.insert({term.text, term.span.start, term.span.end, layer_name(term.layer)});
  }
  CHECK(terms == decltype(terms){{run_end("在"), 1, 2, "bigram"},
                                 {"5g", 2, 4, "number"},
                                 {"5", 2, 3, "number"},
                                 {"g", 3, 4, "icu"},
                                 {"成都市", 4, 7, "lexicon"},
                                 {"成都", 4, 6, "bigram"},
                                 {"都市", 5, 7, "bigram"},
                                 {run_end("市"), 6, 7, "bigram"},
                                 {run_end("成"), 8, 9, "bigram"}});
}

TEST_CASE("terms come by place, longer ones first") {
  const auto terms = standard_analyzer().analyze(kPage);
  REQUIRE(terms.size() > 100);
  CHECK(std::is_sorted(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
  }));
}

TEST_CASE("every part of a sentence admits the sentence as a phrase") {
  std::mt19937 random(20241203);
  for (const auto& sentence : sentences_of(kPage)) {
    const auto terms = terms_of(sentence);
    const std::u32string text = fold_text(sentence);
    for (int round = 0; round < 400; ++round) {
      std::size_t start = random() % text.size();
      std::size_t end = start + 1 + random() % std::min<std::size_t>(12, text.size() - start);
      // Whole letter and number tokens.
      const auto inside = [&](std::size_t pos) {
        if (pos == 0 || pos >= text.size()) return false;
        const CharClass kind = char_class(text[pos]);
        return (kind == CharClass::kLetter || kind == CharClass::kDigit) &&
               kind == char_class(text[pos - 1]);
      };
      while (inside(start)) --start;
      while (inside(end)) ++end;
      const std::u32string_view phrase = std::u32string_view(text).substr(start, end - start);
      CAPTURE(encode_utf8(sentence), encode_utf8(phrase));
      for (const auto& term : Analyzer::phrase_terms(phrase)) {
        CAPTURE(term);
        REQUIRE(terms.contains(term));
      }
      REQUIRE(contains_phrase(text, phrase));
      const auto places = find_phrase(text, phrase);
      REQUIRE(std::count(
                  places.begin(), places.end(),
                  Span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)}) == 1);
    }
  }
}

TEST_CASE("a sentence cuts the same alone and in a page") {
  const auto spans = split_sentences(kPage, {0, static_cast<std::uint32_t>(kPage.size())});
  REQUIRE(spans.size() > 6);
  std::multiset<std::tuple<std::uint32_t, std::uint32_t, std::string, Layer>> page;
  std::multiset<std::tuple<std::uint32_t, std::uint32_t, std::string, Layer>> alone;
  for (const Term& term : standard_analyzer().analyze(kPage)) {
    page.insert({term.span.start, term.span.end, term.text, term.layer});
  }
  Analyzer fresh(Lexicon::standard());
  for (const Span span : spans) {
    for (const Term& term : fresh.analyze(slice(kPage, span))) {
      alone.insert(
          {term.span.start + span.start, term.span.end + span.start, term.text, term.layer});
    }
  }
  CHECK(page == alone);
}

TEST_CASE("counting gives what analyzing gives") {
  std::mt19937 random(5);
  const std::u32string pieces = kPage + U"\u0301\u0308\t\u0001,,,+++···";
  for (int round = 0; round < 300; ++round) {
    std::u32string text;
    while (text.size() < 60) {
      const std::size_t start = random() % pieces.size();
      text += pieces.substr(start, 1 + random() % 12);
    }
    Analyzer::Counts expected;
    for (const Term& term : standard_analyzer().analyze(text)) ++expected[term.text];
    CAPTURE(encode_utf8(text));
    REQUIRE(count(text) == expected);
  }
  CHECK(count(U"").empty());
}

TEST_CASE("counts add to those of other parts") {
  Analyzer::Counts counts;
  standard_analyzer().count_terms(U"互嵌", counts);
  standard_analyzer().count_terms(U"互嵌式", counts);
  CHECK(counts.at("互嵌") >= 2);
  CHECK(counts.at(run_end("式")) == 1);
  CHECK(counts.at("互嵌式") == 1);
}

TEST_CASE("words cover all ideographs, letters and digits once") {
  const Folded folded = fold(kPage);
  std::vector<int> covered(folded.text.size(), 0);
  std::uint32_t last = 0;
  for (const Word& word : standard_analyzer().words(folded)) {
    REQUIRE(word.span.start >= last);
    REQUIRE_FALSE(word.span.empty());
    last = word.span.end;
    for (std::uint32_t i = word.span.start; i < word.span.end; ++i) ++covered[i];
  }
  for (std::size_t i = 0; i < covered.size(); ++i) {
    CAPTURE(i, encode_utf8(slice(folded.text, {static_cast<std::uint32_t>(i),
                                               static_cast<std::uint32_t>(i + 1)})));
    if (char_class(folded.text[i]) != CharClass::kOther) REQUIRE(covered[i] == 1);
  }
}

TEST_CASE("rare ideographs beyond the first plane are cut and found") {
  const auto terms = terms_of(U"住𠮷林𠀋市");
  for (const auto* term : {"住𠮷", "𠮷林", "林𠀋", "𠀋市"}) CHECK(terms.contains(term));
  CHECK(Analyzer::phrase_terms(U"𠮷林") == Strings{"𠮷林"});
}

TEST_CASE("a phrase asks for what every text with it has") {
  CHECK(Analyzer::phrase_terms(U"民").empty());
  CHECK(Analyzer::phrase_terms(U"").empty());
  CHECK(Analyzer::phrase_terms(U"，。").empty());
  CHECK(Analyzer::phrase_terms(U"互嵌式") == Strings{"互嵌", "嵌式"});
  CHECK(Analyzer::phrase_terms(U"民,委员") == Strings{run_end("民"), "委员"});
  CHECK(Analyzer::phrase_terms(U"5g网络") == Strings{"5", "g", "网络"});
  CHECK(Analyzer::phrase_terms(U"哈哈哈哈") == Strings{"哈哈"});
}

TEST_CASE("phrases stand at any place of ideographs, but at bounds of letters and digits") {
  CHECK(contains_phrase(U"各族群众互嵌式发展", U"族群"));
  CHECK_FALSE(contains_phrase(U"各族群众", U"族众"));
  CHECK(contains_phrase(U"建成5g网", U"5"));
  CHECK(contains_phrase(U"建成5g网", U"g网"));
  CHECK_FALSE(contains_phrase(U"建成15个", U"5个"));
  CHECK_FALSE(contains_phrase(U"plans", U"plan"));
  CHECK(contains_phrase(U"plans plan", U"plan"));
  CHECK_FALSE(contains_phrase(U"短", U"短语"));
  CHECK_FALSE(contains_phrase(U"文", U""));
  CHECK(find_phrase(U"人人人", U"人人") == std::vector<Span>{{0, 2}, {1, 3}});
  const std::u32string longer(40, U'人');
  CHECK(find_phrase(longer + U"民" + longer + U"人", longer) ==
        std::vector<Span>{{0, 40}, {41, 81}, {42, 82}});
}

TEST_CASE("a long phrase is found where plain search finds it") {
  std::mt19937 random(9);
  for (int round = 0; round < 300; ++round) {
    std::u32string text;
    for (int i = 0; i < 300; ++i) text += U"甲乙"[random() % 12 == 0];
    const std::size_t size = 20 + random() % 40;
    const std::u32string phrase = text.substr(random() % (text.size() - size), size);
    std::vector<Span> expected;
    for (std::size_t at = text.find(phrase); at != std::u32string::npos;
         at = text.find(phrase, at + 1)) {
      expected.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size)});
    }
    REQUIRE(find_phrase(text, phrase) == expected);
  }
}

TEST_CASE("a term of any length fits the index and stays distinct") {
  const std::u32string a(5000, U'é');
  const auto one = Analyzer::phrase_terms(a + U"x");
  const auto two = Analyzer::phrase_terms(a + U"y");
  REQUIRE(one.size() == 1);
  CHECK(one[0].size() <= kMaxTermBytes);
  CHECK(one != two);
  CHECK(terms_of(a + U"x").contains(one[0]));
  CHECK(encode_utf8(decode_utf8(one[0])) == one[0]);
}

TEST_CASE("hostile text is cut quickly") {
  const std::size_t size = test::large(2'000'000);
  const std::u32string text = GENERATE_COPY(
      std::u32string(size, U'民'), std::u32string(size, U'。'), std::u32string(size, U'\u0301'),
      std::u32string(size, U'a'), std::u32string(size, U'1'), std::u32string(size, U'+'),
      std::u32string(size, U'('), std::u32string(size, U'\x1F'), std::u32string(size, U'号'),
      std::u32string(size, U'\0'), std::u32string(size / 20, U'\uFDFA'),
      std::u32string(size, U'二'),
      [] {
        std::u32string mixed;
        for (int i = 0; i < static_cast<int>(test::large(400'000)); ++i) mixed += U"1,000第a.";
        return mixed;
      }(),
      [] {
        std::u32string plus;
        for (int i = 0; i < static_cast<int>(test::large(600'000)); ++i) plus += U"党1+";
        return plus;
      }());
  const auto start = std::chrono::steady_clock::now();
  count(text);
  standard_analyzer().words(fold(text));
  contains_phrase(text, std::u32string(100, text.front()) + U"末");
  INFO("of U+" << std::hex << static_cast<unsigned>(text.front()));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  CHECK(seconds.count() < 20);
}

TEST_CASE("bytes that are no text are cut somehow") {
  std::mt19937 random(13);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (std::size_t i = random() % 300; i > 0; --i) bytes += static_cast<char>(random());
    const std::u32string text = decode_utf8(bytes);
    for (const Term& term : standard_analyzer().analyze(text)) {
      REQUIRE_FALSE(term.text.empty());
      REQUIRE(term.text.size() <= kMaxTermBytes);
      REQUIRE(term.span.start < term.span.end);
      REQUIRE(term.span.end <= text.size());
    }
  }
}

TEST_CASE("an index tells by the fingerprint that it was cut otherwise") {
  const Analyzer plain(Lexicon::standard());
  CHECK(plain.fingerprint() == Analyzer(Lexicon::standard()).fingerprint());
  CHECK(plain.fingerprint() != Analyzer(Lexicon::standard("山海协作")).fingerprint());
}

TEST_CASE("real pages: parts admit their sentence, counts agree with terms") {
  const auto shared = test::shared_dir();
  if (shared.empty()) {
    WARN("no real pages beside the checkout");
    return;
  }
  std::mt19937 random(17);
  for (const auto& file : std::filesystem::directory_iterator(shared / "seed")) {
    const std::u32string page = decode_utf8(test::read_file(file.path()));
    Analyzer::Counts expected;
    for (const Term& term : standard_analyzer().analyze(page)) ++expected[term.text];
    REQUIRE(count(page) == expected);
    for (const auto& sentence : sentences_of(page)) {
      const auto terms = terms_of(sentence);
      const std::u32string text = fold_text(sentence);
      for (int round = 0; round < 10; ++round) {
        const std::size_t start = random() % text.size();
        std::size_t end = start;
        while (end < text.size() && end < start + 12 && is_han(text[end])) ++end;
        for (const auto& term : Analyzer::phrase_terms(text.substr(start, end - start))) {
          REQUIRE(terms.contains(term));
        }
      }
    }
  }
}

}  // namespace
}  // namespace zhengce
