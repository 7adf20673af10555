#include "tests/bench/peers/exchange.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "corpus/text.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

constexpr std::array<std::string_view, 3> kActions = {"warm", "time", "check"};
constexpr std::array<std::string_view, kKinds> kKindNames = {"character", "word", "two words",
                                                             "phrase", "question"};

template <std::size_t n>
std::size_t place_of(const std::array<std::string_view, n>& names, std::string_view name) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] == name) return i;
  }
  give_up("no such word in the file of queries: " + std::string(name));
}

}  // namespace

TextLines::TextLines(const std::filesystem::path& file) : in_(file, std::ios::binary) {
  if (!in_) give_up("cannot read " + file.string());
}

bool TextLines::next(std::string& text) {
  if (!std::getline(in_, text)) return false;
  ++sections_;
  characters_ += decode_utf8(text).size();
  uncommitted_bytes_ += text.size();
  return true;
}

bool TextLines::commit_is_due(std::uint64_t commit_bytes) {
  if (uncommitted_bytes_ < commit_bytes) return false;
  uncommitted_bytes_ = 0;
  return true;
}

std::string TextLines::summary() const {
  return nlohmann::json{{"type", "indexed"}, {"sections", sections_}, {"characters", characters_}}
      .dump();
}

std::string_view kind_name(PeerQuery::Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

void write_queries(const std::vector<PeerQuery>& queries, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  for (const PeerQuery& query : queries) {
    out << kActions[static_cast<std::size_t>(query.action)] << '\t' << kind_name(query.kind) << '\t'
        << query.text << '\n';
  }
  if (!out.flush()) give_up("cannot write " + file.string());
}

std::vector<PeerQuery> read_queries(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) give_up("cannot read " + file.string());
  std::vector<PeerQuery> queries;
  std::string action, kind, text;
  while (std::getline(in, action, '\t') && std::getline(in, kind, '\t') && std::getline(in, text)) {
    queries.push_back({static_cast<PeerQuery::Action>(place_of(kActions, action)),
                       static_cast<PeerQuery::Kind>(place_of(kKindNames, kind)), text});
  }
  return queries;
}

PeerAnswers ask(const std::vector<PeerQuery>& queries, const Answer& answer) {
  PeerAnswers answers;
  for (const PeerQuery& query : queries) {
    const auto start = Clock::now();
    auto hits = answer(query, query.action == PeerQuery::Action::kCheck);
    const double milliseconds = 1000 * seconds_since(start);
    if (query.action == PeerQuery::Action::kTime) {
      answers.milliseconds[static_cast<std::size_t>(query.kind)].push_back(milliseconds);
    } else if (query.action == PeerQuery::Action::kCheck) {
      answers.hits.push_back(std::move(hits));
    }
  }
  return answers;
}

void write_answers(const PeerAnswers& answers, std::FILE* out, const std::filesystem::path& hits) {
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    const nlohmann::json line = {{"type", "searched"},
                                 {"kind", kKindNames[kind]},
                                 {"milliseconds", answers.milliseconds[kind]}};
    fmt::print(out, "{}\n", line.dump());
  }
  std::ofstream file(hits, std::ios::binary);
  for (const auto& sections : answers.hits) {
    for (const std::uint32_t section : sections) file << section << ' ';
    file << '\n';
  }
  if (!file.flush()) give_up("cannot write " + hits.string());
}

PeerAnswers read_answers(const std::string& out, const std::filesystem::path& hits) {
  PeerAnswers answers;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || json.value("type", "") != "searched") {
      give_up("a peer said what is no answer: " + line);
    }
    answers.milliseconds[place_of(kKindNames, json.at("kind").get<std::string>())] =
        json.at("milliseconds").get<std::vector<double>>();
  }
  std::ifstream file(hits, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    std::istringstream numbers(line);
    auto& sections = answers.hits.emplace_back();
    for (std::uint32_t section = 0; numbers >> section;) sections.push_back(section);
  }
  return answers;
}

int run_peer(int argc, char** argv, const PeerTasks& tasks) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 5 && words[0] == "index") {
    TextLines texts(words[1]);
    tasks.index(texts, words[2], std::stoull(words[4]));
    fmt::print("{}\n", texts.summary());
  } else if (words.size() == 4 && words[0] == "search") {
    write_answers(ask(read_queries(words[2]), tasks.open(words[1])), stdout, words[3]);
  } else {
    give_up("usage: index TEXTS FOLDER THREADS COMMIT_BYTES, or search FOLDER QUERIES HITS");
  }
  return 0;
}

}  // namespace zhengce::bench
