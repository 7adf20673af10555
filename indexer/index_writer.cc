#include "indexer/index_writer.h"

#include <stdlib.h>
#include <xapian.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "corpus/index_schema.h"
#include "corpus/xapian_error.h"
#include "graph/files.h"
#include "indexer/document_maker.h"
#include "indexer/parallel.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// Text a shard takes between commits: small ones are faster than large ones, since Xapian's
// in-memory inverter slows down as it grows.
constexpr std::size_t kCommitBytes = 2u << 20;

// The text from which on an article is large: shards take those in turn and commit each at once,
// since one needs up to a hundred times its size.
constexpr std::size_t kLargeBytes = 512u << 10;

struct Shard {
  fs::path path;
  Xapian::WritableDatabase database;
  DocumentMaker maker;
  std::uint64_t sequence = 0;
  std::string stored_fingerprint;
};

Result<std::vector<Shard>> open_shards(const std::vector<fs::path>& paths,
                                       const std::shared_ptr<const Lexicon>& lexicon) {
  std::vector<Shard> shards;
  for (const auto& path : paths) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return io_error(path.parent_path(), error);
    try {
      Shard shard{path,
                  Xapian::WritableDatabase(path.string(), Xapian::DB_CREATE_OR_OPEN),
                  DocumentMaker(lexicon),
                  0,
                  {}};
      if (shard.database.get_lastdocid() == 0) {
        Xapian::Document none;
        none.add_boolean_term(std::string(schema::kNoSection));
        shard.database.add_document(none);
      }
      shard.sequence =
          schema::parse_number(shard.database.get_metadata(std::string(schema::kMetaSequence)));
      shard.stored_fingerprint = shard.database.get_metadata(std::string(schema::kMetaFingerprint));
      shards.push_back(std::move(shard));
    } catch (...) {
      return from_xapian(path.string());
    }
  }
  return shards;
}

}  // namespace

struct IndexWriter::Impl {
  DataDir dir;
  std::shared_ptr<const Lexicon> lexicon;
  PassedPoint passed;
  std::vector<Shard> shards;
  unsigned generation = 0;
  bool is_new = false;
  std::mutex passed_mutex;
  std::mutex large_mutex;

  void pass(const std::string& point) {
    const std::lock_guard lock(passed_mutex);
    if (passed) passed(point);
  }

  Result<void> apply_to(std::vector<Shard>& targets, const GraphReader& graph,
                        const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    std::uint64_t oldest = UINT64_MAX;
    for (const Shard& shard : targets) oldest = std::min(oldest, shard.sequence);
    std::vector<LogEntry> entries;
    const auto read = graph.each_log_entry(oldest, [&](const LogEntry& entry) {
      entries.push_back(entry);
      return true;
    });
    if (!read) return read.error();
    const auto last = graph.sequence();
    if (!last) return last.error();
    std::uint64_t done = 0;
    const auto report = [&](std::uint64_t more) {
      const std::lock_guard lock(passed_mutex);
      done += more;
      if (progress) progress(done, entries.size());
    };
    // All shards are filled before one of them commits, so that readers see the commits close
    // together, and what is committed whole.
    std::vector<std::uint64_t> unreported(targets.size());
    if (const auto filled = on_each(targets,
                                    [&](std::size_t i) {
                                      return fill_shard(targets, i, entries, *last, graph, report,
                                                        unreported[i]);
                                    });
        !filled) {
      return filled;
    }
    return on_each(targets, [&](std::size_t i) -> Result<void> {
      if (targets[i].sequence >= *last) return {};
      try {
        commit_shard(targets[i], i, *last);
        report(unreported[i]);
      } catch (...) {
        return from_xapian(targets[i].path.string());
      }
      return {};
    });
  }

  // Calls `work` for each shard, a thread each; gives the first error.
  static Result<void> on_each(const std::vector<Shard>& targets,
                              const std::function<Result<void>(std::size_t)>& work) {
    std::vector<Result<void>> results(targets.size());
    parallel_for(targets.size(), static_cast<unsigned>(targets.size()),
                 [&](std::size_t i) { results[i] = work(i); });
    for (auto& result : results) {
      if (!result) return result.error();
    }
    return {};
  }

  void commit_shard(Shard& shard, std::size_t index, std::uint64_t sequence) {
    shard.database.set_metadata(std::string(schema::kMetaSequence), std::to_string(sequence));
    shard.database.set_metadata(std::string(schema::kMetaFingerprint), shard.maker.fingerprint());
    shard.database.commit();
    shard.sequence = sequence;
    shard.stored_fingerprint = shard.maker.fingerprint();
    pass("shard " + std::to_string(index) + " committed");
  }

  // Everything but the last commit. `unreported`: entries applied since the last one in here.
  Result<void> fill_shard(std::vector<Shard>& targets, std::size_t index,
                          const std::vector<LogEntry>& entries, std::uint64_t last,
                          const GraphReader& graph,
                          const std::function<void(std::uint64_t)>& report,
                          std::uint64_t& unreported) {
    Shard& shard = targets[index];
    if (shard.sequence >= last) return {};
    std::size_t bytes = 0;
    try {
      // An article put twice since this shard's sequence has one entry, its last; applying entries
      // in order leaves the shard, at any commit between, with the present state of all articles up
      // to there: later entries are only applied earlier than need be, never lost.
      for (const LogEntry& entry : entries) {
        if (entry.sequence <= shard.sequence) continue;
        if (schema::home_shard(entry.article, targets.size()) != index) continue;
        const auto stored = graph.article(entry.article, true);
        if (!stored) return stored.error();
        std::unique_lock<std::mutex> large;
        if (*stored && (*stored)->current) {
          const Article& article = (*stored)->article;
          const auto extraction = graph.extraction(entry.article);
          if (!extraction) return extraction.error();
          const auto sketches = graph.sketches(entry.article);
          if (!sketches) return sketches.error();
          if (article.text.size() >= kLargeBytes) large = std::unique_lock(large_mutex);
          if (shard.maker.put(shard.database, article, *extraction, *sketches)) {
            bytes += article.text.size();
          }
        } else {
          shard.database.delete_document(std::string(schema::kArticle) + entry.article.hex());
        }
        ++unreported;
        if (bytes >= kCommitBytes || large) {
          commit_shard(shard, index, entry.sequence);
          bytes = 0;
          report(std::exchange(unreported, 0));
        }
      }
    } catch (...) {
      return from_xapian(shard.path.string());
    }
    return {};
  }
};

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;
IndexWriter::~IndexWriter() = default;

Result<IndexWriter> IndexWriter::open(const DataDir& dir, std::shared_ptr<const Lexicon> lexicon,
                                      PassedPoint passed) {
  // Only we decide when to commit.
  ::setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000",
           0);  // NOLINT(concurrency-mt-unsafe): before threads
  auto impl = std::make_unique<Impl>();
  impl->dir = dir;
  impl->lexicon = std::move(lexicon);
  impl->passed = std::move(passed);
  const auto generation = current_generation(dir);
  if (!generation && generation.error().code == ErrorCode::kIo) return generation.error();
  impl->is_new = !generation;
  impl->generation = generation ? *generation : 1;
  std::error_code error;
  fs::remove_all(dir.index_aside(), error);
  if (impl->is_new) {
    // Whatever lies there without CURRENT is the rest of a first build that was cut short.
    fs::remove_all(dir.index(), error);
  }
  const auto entries = list_directory(dir.index());
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    const auto name = entry.filename();
    if (name != "CURRENT" && name != std::to_string(impl->generation)) fs::remove_all(entry, error);
  }
  auto shards = open_shards(shard_paths(dir, impl->generation), impl->lexicon);
  if (!shards) return shards.error();
  impl->shards = std::move(*shards);
  if (impl->is_new) {
    const auto written =
        write_file_atomically(dir.index() / "CURRENT", std::to_string(impl->generation) + "\n");
    if (!written) return written.error();
  }
  return IndexWriter(std::move(impl));
}

std::uint64_t IndexWriter::sequence() const {
  std::uint64_t sequence = UINT64_MAX;
  for (const Shard& shard : impl_->shards) sequence = std::min(sequence, shard.sequence);
  return sequence;
}

std::uint64_t IndexWriter::newest() const {
  std::uint64_t newest = 0;
  for (const Shard& shard : impl_->shards) newest = std::max(newest, shard.sequence);
  return newest;
}

bool IndexWriter::is_stale() const {
  return std::any_of(impl_->shards.begin(), impl_->shards.end(), [](const Shard& shard) {
    return !shard.stored_fingerprint.empty() &&
           shard.stored_fingerprint != shard.maker.fingerprint();
  });
}

bool IndexWriter::is_new() const { return impl_->is_new; }

Result<void> IndexWriter::apply(const GraphReader& graph,
                                const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return impl_->apply_to(impl_->shards, graph, progress);
}

Result<void> IndexWriter::rebuild(
    const GraphReader& graph, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const unsigned next = impl_->generation + 1;
  const auto folder = impl_->dir.index() / std::to_string(next);
  // Filled beside its final place and then compacted into it.
  const auto filling = impl_->dir.index() / (std::to_string(next) + ".filling");
  std::error_code error;
  fs::remove_all(folder, error);
  fs::remove_all(filling, error);
  std::vector<fs::path> filling_paths;
  const auto paths = shard_paths(impl_->dir, next);
  for (const auto& path : paths) filling_paths.push_back(filling / path.filename());
  {
    auto targets = open_shards(filling_paths, impl_->lexicon);
    if (!targets) return targets.error();
    if (const auto applied = impl_->apply_to(*targets, graph, progress); !applied) {
      return applied.error();
    }
  }
  fs::create_directories(folder, error);
  if (error) return io_error(folder, error);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    try {
      Xapian::Database(filling_paths[i].string()).compact(paths[i].string());
    } catch (...) {
      return from_xapian(paths[i].string());
    }
  }
  fs::remove_all(filling, error);
  auto shards = open_shards(paths, impl_->lexicon);
  if (!shards) return shards.error();
  if (const auto written =
          write_file_atomically(impl_->dir.index() / "CURRENT", std::to_string(next) + "\n");
      !written) {
    return written.error();
  }
  const auto old = impl_->dir.index() / std::to_string(impl_->generation);
  impl_->shards = std::move(*shards);
  impl_->generation = next;
  impl_->pass("generation published");
  fs::remove_all(old, error);
  return {};
}

Result<std::vector<ArticleId>> IndexWriter::articles_with(std::u32string_view folded_phrase) const {
  std::set<ArticleId> found;
  const auto terms = Analyzer::phrase_terms(folded_phrase);
  for (const Shard& shard : impl_->shards) {
    try {
      std::vector<Xapian::Query> parts;
      for (const auto& term : terms) parts.emplace_back(term);
      if (parts.empty()) continue;
      Xapian::Enquire enquire(shard.database);
      enquire.set_query(
          Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query::MatchAll,
                        Xapian::Query(Xapian::Query::OP_AND, parts.begin(), parts.end())));
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      const auto matches = enquire.get_mset(0, shard.database.get_doccount());
      for (auto hit = matches.begin(); hit != matches.end(); ++hit) {
        const auto ref = SectionRef::decode(hit.get_document().get_data());
        if (ref) found.insert(ref->article);
      }
    } catch (...) {
      return from_xapian(shard.path.string());
    }
  }
  return std::vector<ArticleId>(found.begin(), found.end());
}

}  // namespace zhengce
