// SQLite FTS5. Its own tokenizers either take a run of Han characters for one word or cut it into
// pieces of three, and neither finds a word of two. So it is given bigrams, cut beforehand and
// separated by blanks (with the last character of each run alone, so that each character begins a
// token), in a table without content, beside a plain table of the texts.
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <string>

#include "corpus/text.h"
#include "tests/bench/peers/exchange.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

// The bigrams of each run of Han and its last character; all else as it is.
std::string cut(std::string_view utf8) {
  const std::u32string text = decode_utf8(utf8);
  std::string out;
  out.reserve(utf8.size() * 3);
  for (std::size_t i = 0; i < text.size(); ++i) {
    append_utf8(out, text[i]);
    if (!is_han(text[i])) {
      if (i + 1 < text.size() && is_han(text[i + 1])) out += ' ';
      continue;
    }
    if (i + 1 < text.size() && is_han(text[i + 1])) append_utf8(out, text[i + 1]);
    out += ' ';
  }
  return out;
}

class Database {
 public:
  explicit Database(const fs::path& file) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open(file.c_str(), &opened);
    handle_.reset(opened);
    check(code);
  }
  void run(const char* sql) { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }
  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
      give_up(std::string("SQLite: ") + sqlite3_errmsg(handle_.get()));
    }
  }
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

class Statement {
 public:
  Statement(const Database& database, const char* sql) : database_(database) {
    sqlite3_stmt* made = nullptr;
    database.check(sqlite3_prepare_v2(database.handle(), sql, -1, &made, nullptr));
    handle_.reset(made);
  }
  void bind(int n, std::int64_t value) {
    database_.check(sqlite3_bind_int64(handle_.get(), n, value));
  }
  void bind(int n, const std::string& text) {
    database_.check(sqlite3_bind_text(handle_.get(), n, text.data(), static_cast<int>(text.size()),
                                      SQLITE_TRANSIENT));
  }
  /// To the next row; after the last one false, and the statement can be bound anew.
  bool step() {
    const int code = sqlite3_step(handle_.get());
    database_.check(code);
    if (code == SQLITE_ROW) return true;
    database_.check(sqlite3_reset(handle_.get()));
    return false;
  }
  std::int64_t number() const { return sqlite3_column_int64(handle_.get(), 0); }

 private:
  struct Close {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  const Database& database_;
  std::unique_ptr<sqlite3_stmt, Close> handle_;
};

void index(TextLines& texts, const fs::path& folder, std::uint64_t commit_bytes) {
  fs::create_directories(folder);
  Database database(folder / "sections.db");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  database.run("PRAGMA cache_size = -65536");
  database.run("CREATE TABLE section (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  database.run(
      "CREATE VIRTUAL TABLE bigrams USING fts5 (text, content = '', tokenize = 'unicode61')");
  Statement add_text(database, "INSERT INTO section (id, text) VALUES (?, ?)");
  Statement add_bigrams(database, "INSERT INTO bigrams (rowid, text) VALUES (?, ?)");
  database.run("BEGIN");
  for (std::string text; texts.next(text);) {
    const auto id = static_cast<std::int64_t>(texts.sections() - 1);
    add_text.bind(1, id);
    add_text.bind(2, text);
    add_text.step();
    add_bigrams.bind(1, id);
    add_bigrams.bind(2, cut(text));
    add_bigrams.step();
    if (texts.commit_is_due(commit_bytes)) {
      database.run("COMMIT");
      database.run("BEGIN");
    }
  }
  database.run("COMMIT");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

// "社会 会主 主义", with the quotation marks, is a phrase to FTS5.
std::string phrase(std::u32string_view run) {
  if (run.size() == 1) return '"' + encode_utf8(run) + "\" *";
  std::string out;
  for (std::size_t i = 0; i + 2 <= run.size(); ++i) {
    out += (i > 0 ? " " : "\"") + encode_utf8(run.substr(i, 2));
  }
  return out + '"';
}

std::string in_sqlites_words(const PeerQuery& query) {
  const std::u32string text = decode_utf8(query.text);
  if (query.kind == PeerQuery::Kind::kQuestion) {
    std::string any;
    for (std::size_t i = 0; i + 2 <= text.size(); ++i) {
      any += (i > 0 ? " OR " : "") + phrase(std::u32string_view(text).substr(i, 2));
    }
    return any;
  }
  std::string every;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(U' ', start), text.size());
    every +=
        (start > 0 ? " AND " : "") + phrase(std::u32string_view(text).substr(start, end - start));
    start = end + 1;
  }
  return every;
}

Answer open(const fs::path& folder) {
  struct Open {
    explicit Open(const fs::path& file) : database(file) {
      database.run("PRAGMA cache_size = -65536");
      database.run("PRAGMA mmap_size = 1073741824");
    }
    Database database;
    Statement best{database,
                   "SELECT rowid FROM bigrams WHERE bigrams MATCH ? ORDER BY rank LIMIT 10"};
    Statement every{database, "SELECT rowid FROM bigrams WHERE bigrams MATCH ?"};
  };
  const auto open = std::make_shared<Open>(folder / "sections.db");
  return [open](const PeerQuery& query, bool all) {
    Statement& statement = all ? open->every : open->best;
    statement.bind(1, in_sqlites_words(query));
    std::vector<std::uint32_t> hits;
    while (statement.step()) hits.push_back(static_cast<std::uint32_t>(statement.number()));
    return hits;
  };
}

}  // namespace
}  // namespace zhengce::bench

int main(int argc, char** argv) {
  return zhengce::bench::run_peer(argc, argv, {zhengce::bench::index, zhengce::bench::open});
}
