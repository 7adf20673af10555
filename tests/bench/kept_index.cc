#include "tests/bench/kept_index.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "indexer/find_files.h"
#include "tests/bench/made_corpus.h"
#include "tests/bench/measured_process.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

// Raise it when corpora are cut or varied in another way: kept ones are made anew then.
constexpr int kRecipe = 1;

// What an index is of: two are the same if this is.
nlohmann::json identity(const CorpusWish& wish) {
  nlohmann::json files = nlohmann::json::array();
  for (const std::string& file : find_files({wish.source}).files) {
    files.push_back({normal_path(file), fs::file_size(file),
                     fs::last_write_time(file).time_since_epoch().count()});
  }
  return {{"recipe", kRecipe},
          {"files", files},
          {"clauses", wish.clauses},
          {"copies", wish.copies},
          {"seed", wish.seed}};
}

void write_note(const fs::path& file, const nlohmann::json& note) {
  std::ofstream out(file, std::ios::binary);
  out << note.dump(1) << '\n';
  if (!out.flush()) give_up(file.string() + ": cannot be written");
}

}  // namespace

std::string CorpusWish::described() const {
  if (!clauses) return "as it is";
  return copies == 1 ? "cut into clauses" : fmt::format("cut into clauses, {} copies", copies);
}

KeptIndex kept_index(const CorpusWish& wish, const fs::path& folder, const fs::path& program,
                     const std::string& commit) {
  const fs::path own = folder / (!wish.clauses ? "whole" : fmt::format("clauses-{}", wish.copies));
  // There from the first moment on, with figures once the index is complete.
  const fs::path note_file = own / "made-by-search-bench.json";
  KeptIndex index;
  index.data = own / "data";
  const nlohmann::json of = identity(wish);
  if (fs::exists(note_file)) {
    std::ifstream in(note_file);
    const auto note = nlohmann::json::parse(in, nullptr, false);
    if (note.is_object() && note.value("of", nlohmann::json()) == of && note.contains("seconds")) {
      index.commit = note.value("commit", "");
      index.seconds = note.value("seconds", 0.0);
      index.peak_private_bytes = note.value("peak_private_bytes", std::uint64_t{0});
      index.kept = true;
      return index;
    }
  } else if (fs::exists(own) && !fs::is_empty(own)) {
    give_up(own.string() + ": in the way, and not made by this benchmark");
  }
  fs::remove_all(own);
  fs::create_directories(own);
  nlohmann::json note = {{"of", of}, {"commit", commit}};
  write_note(note_file, note);
  fs::path input = wish.source;
  if (wish.clauses) {
    fmt::print(stderr, "making {}: {}\n", own.string(), wish.described());
    input = own / "texts";
    write_clauses(wish.source, input, wish.copies, wish.seed);
  }
  fmt::print(stderr, "indexing into {}\n", index.data.string());
  const auto process = run_measured(
      {program.string(), "index", "--quiet", "--data", index.data.string(), input.string()}, own);
  // 3: some inputs could not be read.
  if (process.code != 0 && process.code != 3) give_up("zhengce index: " + process.last_error);
  if (wish.clauses) fs::remove_all(input);
  index.commit = commit;
  index.seconds = process.seconds;
  index.peak_private_bytes = process.peak_private_bytes;
  note["seconds"] = index.seconds;
  note["peak_private_bytes"] = index.peak_private_bytes;
  write_note(note_file, note);
  return index;
}

}  // namespace zhengce::bench
