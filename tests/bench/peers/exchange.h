#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What the benchmark of peers and each peer give to one another: plain files, one thing a line.
/// README.md beside this draws them.
namespace zhengce::bench {

/// The texts, one section a line. A section's number is its line's, from 0.
class TextLines {
 public:
  explicit TextLines(const std::filesystem::path& file);
  /// The next text; false after the last.
  bool next(std::string& text);
  std::uint64_t sections() const { return sections_; }
  std::uint64_t characters() const { return characters_; }  ///< Code points so far.
  /// True when the peer is to make safe on disk what it has: each `commit_bytes` of text.
  bool commit_is_due(std::uint64_t commit_bytes);
  /// The line of JSON that a peer ends indexing with.
  std::string summary() const;

 private:
  std::ifstream in_;
  std::uint64_t sections_ = 0, characters_ = 0, uncommitted_bytes_ = 0;
};

/// One query, and what is asked of it.
struct PeerQuery {
  enum class Action {
    kWarm,   ///< The ten best, not timed.
    kTime,   ///< The ten best, timed.
    kCheck,  ///< All sections that match, not timed.
  };
  enum class Kind { kCharacter, kWord, kTwoWords, kPhrase, kQuestion };
  Action action = Action::kWarm;
  Kind kind = Kind::kWord;
  std::string text;  ///< Han characters; two words have a blank between.
};
inline constexpr std::size_t kKinds = 5;
/// "character", "word", "two words", "phrase", "question".
std::string_view kind_name(PeerQuery::Kind kind);

void write_queries(const std::vector<PeerQuery>& queries, const std::filesystem::path& file);
std::vector<PeerQuery> read_queries(const std::filesystem::path& file);

/// What a peer answered.
struct PeerAnswers {
  std::vector<double> milliseconds[kKinds];      ///< Of each timed query, in their order.
  std::vector<std::vector<std::uint32_t>> hits;  ///< Sections of each checked query.
};

/// The numbers of the sections that match, best first; all, or the ten best.
using Answer = std::function<std::vector<std::uint32_t>(const PeerQuery& query, bool all)>;
/// Asks one query after the other.
PeerAnswers ask(const std::vector<PeerQuery>& queries, const Answer& answer);

/// The lines of JSON that a peer ends searching with, and the file of checked queries' hits.
void write_answers(const PeerAnswers& answers, std::FILE* out, const std::filesystem::path& hits);
/// Reads them again. Ends the program if a line is none.
PeerAnswers read_answers(const std::string& out, const std::filesystem::path& hits);

/// What every peer is called with:
///   PEER index TEXTS FOLDER THREADS COMMIT_BYTES
///   PEER search FOLDER QUERIES HITS
struct PeerTasks {
  std::function<void(TextLines& texts, const std::filesystem::path& folder,
                     std::uint64_t commit_bytes)>
      index;
  /// Opens what was indexed.
  std::function<Answer(const std::filesystem::path& folder)> open;
};
/// main() of a peer that has one thread.
int run_peer(int argc, char** argv, const PeerTasks& tasks);

}  // namespace zhengce::bench
