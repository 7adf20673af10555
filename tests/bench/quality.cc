// `./dev bench quality`: zhengce_quality FOLDER…
//
// How well questions are ranked. Each folder holds corpus.jsonl.gz, queries.tsv (qid, tab,
// question) and qrels.txt (qid 0 key 1). Printed are MRR@10, nDCG@10, R@10 and R@100 of the default
// ranking, of the same without official words for everyday ones, and of plain BM25 over bigrams,
// all in one run on the same articles.
#include <fmt/format.h>
#include <stdlib.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "indexer/indexer.h"
#include "search/searcher.h"
#include "tests/bench/support.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using bench::give_up;
using bench::take;

constexpr std::uint32_t kDepth = 100;

using Ranking = std::vector<ArticleId>;

struct Question {
  std::string text;
  std::set<ArticleId> relevant;
};

std::vector<Question> read_questions(const fs::path& folder,
                                     const std::map<std::string, ArticleId>& by_key) {
  std::map<std::string, std::set<ArticleId>> relevant;
  std::ifstream judged(folder / "qrels.txt");
  std::string qid, zero, key, grade;
  while (judged >> qid >> zero >> key >> grade) {
    const auto article = by_key.find(key);
    if (article == by_key.end()) give_up("qrels.txt names an unknown key: " + key);
    if (grade != "0") relevant[qid].insert(article->second);
  }
  std::vector<Question> questions;
  std::ifstream asked(folder / "queries.tsv");
  for (std::string line; std::getline(asked, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) give_up("queries.tsv: a line without a tab");
    const auto found = relevant.find(line.substr(0, tab));
    if (found != relevant.end()) questions.push_back({line.substr(tab + 1), found->second});
  }
  if (questions.empty()) give_up(folder.string() + ": no judged questions");
  return questions;
}

// Means over the questions.
struct Measures {
  double reciprocal = 0, gain = 0, recall10 = 0, recall100 = 0, milliseconds = 0;
};

Measures measure(const std::vector<Question>& questions,
                 const std::function<Ranking(const std::string&)>& rank) {
  Measures sum;
  for (const Question& question : questions) {
    const auto start = std::chrono::steady_clock::now();
    const Ranking ranking = rank(question.text);
    sum.milliseconds +=
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    const auto all = static_cast<double>(question.relevant.size());
    double best = 0, gain = 0, ideal = 0, top10 = 0, top100 = 0;
    for (std::size_t i = 0; i < ranking.size(); ++i) {
      if (!question.relevant.contains(ranking[i])) continue;
      ++top100;
      if (i >= 10) continue;
      ++top10;
      gain += 1 / std::log2(static_cast<double>(i) + 2);
      if (best == 0) best = 1 / (static_cast<double>(i) + 1);
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(10, question.relevant.size()); ++i) {
      ideal += 1 / std::log2(static_cast<double>(i) + 2);
    }
    sum.reciprocal += best;
    sum.gain += gain / ideal;
    sum.recall10 += top10 / all;
    sum.recall100 += top100 / all;
  }
  const auto count = static_cast<double>(questions.size());
  return {sum.reciprocal / count, sum.gain / count, sum.recall10 / count, sum.recall100 / count,
          sum.milliseconds / count};
}

void print(const char* name, const Measures& measures) {
  fmt::print("{:<36} {:.4f}  {:.4f}  {:.4f}  {:.4f}  {:6.2f}\n", name, measures.reciprocal,
             measures.gain, measures.recall10, measures.recall100, measures.milliseconds);
}

// The bar: bigrams alone, plain BM25 (k1 1.2, b .75).
class PlainBigrams {
 public:
  PlainBigrams(const GraphReader& graph, const fs::path& folder)
      : index_(folder.string(), Xapian::DB_CREATE_OR_OVERWRITE), analyzer_(Lexicon::standard()) {
    std::vector<ArticleId> ids;
    const auto read = graph.each_article([&](const StoredArticle& stored) {
      ids.push_back(stored.article.id);
      return true;
    });
    if (!read) give_up(read.error().message);
    for (const ArticleId& id : ids) {
      Xapian::Document document;
      for (const auto& [term, count] : bigrams(*take(graph.text(id)))) {
        document.add_term(term, count);
      }
      index_.add_document(document);
      ids_.push_back(id);
    }
    index_.commit();
  }

  Ranking rank(const std::string& question) {
    std::vector<Xapian::Query> terms;
    for (const auto& [term, count] : bigrams(question)) terms.emplace_back(term, count);
    Xapian::Enquire enquire(index_);
    enquire.set_query({Xapian::Query::OP_OR, terms.begin(), terms.end()});
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1000, .75, .001));
    const Xapian::MSet found = enquire.get_mset(0, kDepth);
    Ranking ranking;
    for (auto item = found.begin(); item != found.end(); ++item) ranking.push_back(ids_[*item - 1]);
    return ranking;
  }

 private:
  // Han bigrams, Latin words, numbers.
  std::map<std::string, std::uint32_t> bigrams(const std::string& text) {
    std::map<std::string, std::uint32_t> counts;
    for (const Term& term : analyzer_.analyze(decode_utf8(text))) {
      const std::u32string characters = decode_utf8(term.text);
      const bool has_han = std::any_of(characters.begin(), characters.end(), is_han);
      if ((term.layer == Layer::kBigram || !has_han) && term.text.back() != '\x1F') {
        ++counts[term.text];
      }
    }
    return counts;
  }

  Xapian::WritableDatabase index_;
  Analyzer analyzer_;
  std::vector<ArticleId> ids_;  // By document number, from 1.
};

// Articles by their best section.
Ranking ranked(Searcher& searcher, const std::string& question, bool expand) {
  Ranking ranking;
  for (const auto& section : take(searcher.rank(question, 2 * kDepth + 10, expand))) {
    if (ranking.size() == kDepth) break;
    if (std::find(ranking.begin(), ranking.end(), section.article) == ranking.end()) {
      ranking.push_back(section.article);
    }
  }
  return ranking;
}

void run(const fs::path& folder, const fs::path& work) {
  const fs::path data = work / folder.filename();
  {
    auto indexer = take(Indexer::open(data));
    take(indexer.add({folder / "corpus.jsonl.gz"}, [](const InputReport&) {}));
  }
  auto searcher = take(Searcher::open(data));
  std::map<std::string, ArticleId> by_key;
  const auto read = searcher.graph().each_article([&](const StoredArticle& stored) {
    for (const Source& source : stored.article.sources) by_key[source.key] = stored.article.id;
    return true;
  });
  if (!read) give_up(read.error().message);
  const auto questions = read_questions(folder, by_key);
  PlainBigrams plain(searcher.graph(), work / (folder.filename().string() + "-plain"));
  fmt::print("{:<36} MRR@10  nDCG@10 R@10    R@100   ms\n",
             fmt::format("{}, {} questions", folder.filename().string(), questions.size()));
  print("  plain BM25 over bigrams",
        measure(questions, [&](const std::string& text) { return plain.rank(text); }));
  print("  zhengce --no-expand",
        measure(questions, [&](const std::string& text) { return ranked(searcher, text, false); }));
  print("  zhengce",
        measure(questions, [&](const std::string& text) { return ranked(searcher, text, true); }));
  std::fflush(stdout);
}

}  // namespace
}  // namespace zhengce

int main(int argc, char** argv) {
  if (argc < 2) zhengce::give_up("usage: zhengce_quality FOLDER…");
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000", 0);
  std::string pattern =
      (std::filesystem::temp_directory_path() / "zhengce-quality-XXXXXX").string();
  const std::filesystem::path work = mkdtemp(pattern.data());
  try {
    for (int i = 1; i < argc; ++i) zhengce::run(argv[i], work);
  } catch (const Xapian::Error& error) {
    zhengce::give_up(error.get_description());
  }
  std::error_code ignored;
  std::filesystem::remove_all(work, ignored);
}
