#include "indexer/indexer.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "corpus/analysis/analyzer.h"
#include "corpus/framing/frame.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/message.h"
#include "graph/days.h"
#include "graph/reprint_groups.h"
#include "graph/salvage.h"
#include "indexer/batch.h"
#include "indexer/extract/extractor.h"
#include "indexer/find_files.h"
#include "indexer/naming.h"
#include "indexer/parallel.h"
#include "indexer/read_ahead.h"
#include "indexer/regroup.h"
#include "indexer/seen_files.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// What the mark of a purge says: that it is to be done; that the store need only be opened again.
constexpr const char* kPurgeAsked = "asked\n";
constexpr const char* kPurgeWritten = "written\n";

// Seconds between savings of what files looked like.
constexpr double kSaveSeconds = 30;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// A document on its way: as read, then framed, then extracted (stage one).
struct Incoming {
  std::string path;
  std::string key;
  RawDocument raw;
  std::optional<Error> error;
  Article article;
  std::optional<Extraction> extraction;
  std::uint64_t replaced = 0;
  double seconds = 0;
  std::vector<std::string> notes;
  bool ends_file = false;  ///< The file was read to its end, and this was its last document.
  std::size_t file = 0;    ///< Its place among the run's files.
};

// What becomes of a file that is being read.
struct FileNotes {
  std::optional<std::uint64_t> look;
  SeenFiles::Outcome outcome;  ///< Its documents: those committed.
  std::size_t waiting = 0;     ///< Documents that are not.
  bool ended = false;          ///< Nothing more comes of it.
  bool will_do = true;         ///< What came of it would come of it again.

  void skip(const Error& error) {
    will_do = will_do && SeenFiles::is_lasting(error);
    if (will_do) outcome.skipped.push_back(error);
  }
};

bool is_regular(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

}  // namespace

std::string_view status_name(InputStatus status) {
  static constexpr std::string_view kNames[] = {"added",     "updated", "unchanged",
                                                "duplicate", "skipped", "unread"};
  return kNames[static_cast<std::size_t>(status)];
}

struct Indexer::Impl {
  Impl(DataDir data, WriterLock writer_lock, IndexerOptions chosen,
       std::shared_ptr<const RuleSet> rule_set, GraphStore graph_store, IndexWriter index_writer)
      : dir(std::move(data)),
        lock(std::move(writer_lock)),
        options(std::move(chosen)),
        gazetteer(Gazetteer::builtin()),
        rules(std::move(rule_set)),
        extractor(gazetteer, rules),
        store(std::move(graph_store)),
        index(std::move(index_writer)),
        batch(store.reader()),
        naming(extractor, store.reader(), index, jobs()) {}

  DataDir dir;
  WriterLock lock;
  IndexerOptions options;
  const Gazetteer& gazetteer;
  std::shared_ptr<const RuleSet> rules;
  Extractor extractor;
  GraphStore store;
  IndexWriter index;
  IndexSummary summary;

  std::uint64_t lost_entries = 0;
  /// The index being brought up to the last commit, while the next batch is read. What asks the
  /// index, or changes the graph, waits for it.
  std::future<std::pair<Result<void>, double>> applying;
  bool forget_when_applied = false;  ///< The commit removed articles.

  bool extraction_again = false;  ///< The rules are others than those of the store.

  Batch batch;
  Naming naming;

  const std::uint64_t conditions = SeenFiles::conditions(options.reader, options.max_terms);
  SeenFiles seen;
  Clock::time_point seen_saved = Clock::now();
  std::map<std::size_t, FileNotes> notes;  ///< By a file's place in the run.

  unsigned jobs() const {
    return options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  }
  std::string extractor_version() const {
    return "framing 2, rules " + rules->version() + ", gazetteer " +
           std::string(gazetteer.version());
  }
  void progress(std::string_view phase, std::uint64_t done, std::uint64_t all) const {
    if (options.progress) options.progress({phase, done, all, summary.characters});
  }
  bool must_stop() {
    if ((options.stop && options.stop()) || (options.strict && summary.skipped > 0)) {
      summary.stopped = true;
    }
    return summary.stopped;
  }
  auto index_progress(std::string_view phase) const {
    return [this, phase](std::uint64_t done, std::uint64_t all) { progress(phase, done, all); };
  }

  Result<void> start();
  Result<void> end_purge();
  Result<void> commit_pending(bool extraction_complete = true);
  void start_index();
  Result<void> finish_index();
  Result<void> add_documents(std::vector<Incoming>& documents, FileRun& file,
                             const std::function<void(const InputReport&)>& report);
  std::optional<SeenFiles::Outcome> seen_before(const std::string& path, std::uint64_t look);
  void settle_notes(const std::vector<std::string>& files);
  void save_seen();
  Result<void> extract_all();
};

// Reads what stays in memory, and brings the index up to the log.
Result<void> Indexer::Impl::start() {
  if (const auto loaded = naming.load(); !loaded) return loaded;
  const auto last = store.reader().sequence();
  if (!last) return last.error();
  seen = SeenFiles::load(dir.seen_files(), *last);
  const bool is_ahead = index.newest() > *last;
  if (is_ahead) lost_entries = index.newest() - *last;
  const auto applied = is_ahead || index.is_stale()
                           ? index.rebuild(store.reader(), index_progress("rebuild"))
                           : index.apply(store.reader(), index_progress("apply"));
  return applied ? store.forget_removals() : applied;
}

// `extraction_complete`: after this, everything stored was extracted by the present rules.
Result<void> Indexer::Impl::commit_pending(bool extraction_complete) {
  const auto extract_start = Clock::now();
  GraphBatch out;
  if (const auto settled = batch.settle_currency(); !settled) return settled;
  // Before the articles move on.
  if (const auto settled = settle_reprints(batch, store.reader(), jobs(), out); !settled) {
    return settled;
  }
  summary.extract_seconds += seconds_since(extract_start);
  // Up to here only the graph was read; names are looked for in the index too.
  if (const auto applied = finish_index(); !applied) return applied;
  const auto naming_start = Clock::now();
  if (const auto settled = naming.settle(batch, out); !settled) return settled;
  if (const auto put = put_regrouped(store.reader(), out); !put) return put;
  summary.extract_seconds += seconds_since(naming_start);
  batch.clear();
  if (extraction_complete) {
    out.meta.emplace_back(kMetaExtractor, extractor_version());
    out.meta.emplace_back(kMetaReprints, std::to_string(kReprintVersion));
  }
  if (out.puts.empty() && out.removals.empty() && out.sketches.empty() && !extraction_again) {
    return {};
  }
  if (const auto noted = note_day(store.reader(), local_today(), out); !noted) return noted;
  const auto graph_start = Clock::now();
  const auto committed = store.commit(out);
  if (!committed) return committed.error();
  summary.graph_seconds += seconds_since(graph_start);
  if (options.passed) options.passed("graph committed");
  forget_when_applied = !out.removals.empty();
  const bool had_large = std::any_of(out.puts.begin(), out.puts.end(), [&](const auto& put) {
    return put.article.article.text.size() >= options.batch_bytes / 2;
  });
  out = {};
  // Xapian needs the room that a large text took until here.
  if (had_large) ::malloc_trim(0);
  start_index();
  return {};
}

// Nothing but what is read here may change graph or index until finish_index().
void Indexer::Impl::start_index() {
  applying = std::async(std::launch::async, [this] {
    const auto start = Clock::now();
    auto applied = index.apply(store.reader());
    return std::make_pair(std::move(applied), seconds_since(start));
  });
}

Result<void> Indexer::Impl::finish_index() {
  if (!applying.valid()) return {};
  const auto [applied, seconds] = applying.get();
  summary.index_seconds += seconds;
  if (!applied) return applied;
  return std::exchange(forget_when_applied, false) ? store.forget_removals() : Result<void>();
}

Result<void> Indexer::Impl::add_documents(std::vector<Incoming>& documents, FileRun& file,
                                          const std::function<void(const InputReport&)>& report) {
  const auto start = Clock::now();
  parallel_for(documents.size(), jobs(), [&](std::size_t i) {
    Incoming& incoming = documents[i];
    const auto begun = Clock::now();
    auto article = frame_document(gazetteer, std::move(incoming.raw));
    if (!article) {
      incoming.error = article.error();
      return;
    }
    incoming.article = std::move(*article);
    // A base term takes three bytes or more of the text, but for single letters and digits.
    if (incoming.article.text.size() / 2 > options.max_terms) {
      const auto terms = Analyzer::estimate_base_terms(decode_utf8(incoming.article.text));
      if (terms > options.max_terms) {
        incoming.error = Error{ErrorCode::kInvalidInput,
                               message(_("{}: {} different words and pairs of characters, too many "
                                         "for --memory, not read"),
                                       incoming.path, terms)};
        return;
      }
    }
    // What is here already needs no reading again.
    const auto known = store.reader().article(incoming.article.id, false);
    if (!known || !*known) incoming.extraction = extractor.extract(incoming.article);
    incoming.seconds += seconds_since(begun);
  });
  summary.extract_seconds += seconds_since(start);
  std::vector<InputReport> reports;
  std::vector<std::size_t> files;
  for (Incoming& incoming : documents) {
    files.push_back(incoming.file);
    InputReport line;
    line.path = incoming.path;
    line.key = incoming.key;
    line.replaced = incoming.replaced;
    line.seconds = incoming.seconds;
    line.notes = std::move(incoming.notes);
    if (incoming.error) {
      line.reason = incoming.error->message;
      ++summary.skipped;
      reports.push_back(std::move(line));
      if (incoming.ends_file && incoming.path == file.path) {
        if (const auto finished = batch.finish_file(file); !finished) return finished.error();
      }
      continue;
    }
    if (incoming.path != file.path) {
      file = {};
      file.path = incoming.path;
      // Standard input is no place: what came from it before stays.
      file.path_looked_up = file.path == "-";
    }
    line.article = incoming.article.id;
    summary.bytes += incoming.article.text.size();
    summary.characters += count_code_points(incoming.article.text);
    const auto status =
        batch.take(std::move(incoming.article), std::move(incoming.extraction), file);
    if (!status) return status.error();
    file.articles.insert(*line.article);
    if (incoming.ends_file) {
      if (const auto finished = batch.finish_file(file); !finished) return finished.error();
    }
    line.status = *status;
    switch (*status) {
      case InputStatus::kAdded:
        ++summary.added;
        break;
      case InputStatus::kUpdated:
        ++summary.updated;
        break;
      case InputStatus::kUnchanged:
        ++summary.unchanged;
        break;
      case InputStatus::kDuplicate:
        ++summary.duplicate;
        break;
      case InputStatus::kSkipped:
      case InputStatus::kUnread:
        break;  // Counted where they are reported.
    }
    reports.push_back(std::move(line));
  }
  documents.clear();
  if (options.dry_run) {
    batch.clear_uncommitted();
  } else if (const auto committed = commit_pending(); !committed) {
    return committed.error();
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const InputReport& line = reports[i];
    FileNotes& note = notes[files[i]];
    --note.waiting;
    if (line.article) {
      note.outcome.documents.push_back({*line.article, line.key, line.path, line.replaced});
    } else {
      note.skip({ErrorCode::kInvalidInput, line.reason});
    }
    report(line);
  }
  return {};
}

// What came of a file that looks as it did, if it still does.
std::optional<SeenFiles::Outcome> Indexer::Impl::seen_before(const std::string& path,
                                                             std::uint64_t look) {
  auto outcome = seen.outcome(path, look, conditions);
  if (!outcome || !seen.is_in_doubt(path)) return outcome;
  for (const auto& document : outcome->documents) {
    const auto stored = store.reader().article(document.article, false);
    if (!stored || !*stored) return std::nullopt;
    const auto& sources = (*stored)->article.sources;
    const bool is_there = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
      return source.path == path + document.member && source.key == document.key;
    });
    if (!is_there) return std::nullopt;
  }
  seen.confirm(path);
  return outcome;
}

// Notes the files whose documents are all committed.
void Indexer::Impl::settle_notes(const std::vector<std::string>& files) {
  for (auto place = notes.begin(); place != notes.end();) {
    FileNotes& note = place->second;
    if (!note.ended || note.waiting > 0) {
      ++place;
      continue;
    }
    const std::string& path = files[place->first];
    for (auto& document : note.outcome.documents) {
      note.will_do = note.will_do && document.member.starts_with(path);
      if (note.will_do) document.member.erase(0, path.size());
    }
    if (note.will_do && note.look) {
      seen.note(path, *note.look, conditions, note.outcome);
    } else {
      seen.forget(path);
    }
    place = notes.erase(place);
  }
}

// It is a cache: a fault leaves the last one or none.
void Indexer::Impl::save_seen() {
  seen_saved = Clock::now();
  const auto sequence = store.reader().sequence();
  if (!sequence || (seen.empty() && !fs::exists(dir.seen_files()))) return;
  (void)seen.save(dir.seen_files(), *sequence);
}

// Extracts every article again, a batch at a time.
Result<void> Indexer::Impl::extract_all() {
  std::vector<ArticleId> articles;
  const auto read = store.reader().each_article([&](const StoredArticle& stored) {
    if (stored.current) articles.push_back(stored.article.id);
    return true;
  });
  if (!read) return read.error();
  extraction_again = true;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    auto entry = batch.touch(articles[i]);
    if (!entry) return entry.error();
    if (*entry != nullptr) {
      (*entry)->read_again = true;
      bytes += (*entry)->article.article.text.size();
    }
    const bool last = i + 1 == articles.size();
    if (bytes < options.batch_bytes && !last) continue;
    if (const auto committed = commit_pending(last); !committed) return committed.error();
    bytes = 0;
    progress("extract", i + 1, articles.size());
  }
  extraction_again = false;
  return finish_index();
}

Indexer::Indexer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Indexer::Indexer(Indexer&&) noexcept = default;
Indexer& Indexer::operator=(Indexer&&) noexcept = default;
Indexer::~Indexer() = default;

Result<Indexer> Indexer::open(const fs::path& data_dir, const IndexerOptions& options) {
  auto dir = DataDir::create(data_dir);
  if (!dir) return dir.error();
  auto lock = WriterLock::acquire(*dir, options.lock_wait_ms);
  if (!lock) return lock.error();
  auto rules = RuleSet::load(dir->rules());
  if (!rules) return rules.error();
  const auto dictionary = dir->user_dictionary();
  if (!dictionary) return dictionary.error();
  if (const auto finished = finish_salvage(dir->graph()); !finished) return finished.error();
  std::error_code error;
  if (!fs::exists(dir->graph() / "CURRENT", error) && fs::exists(dir->index() / "CURRENT", error) &&
      (!fs::exists(dir->graph(), error) || fs::is_empty(dir->graph(), error))) {
    // A fresh one would hide the loss.
    return Error{
        ErrorCode::kCorrupt,
        message(_("{}: missing; restore a backup, or delete {} and index everything again"),
                dir->graph().string(), dir->root.string())};
  }
  auto store = GraphStore::open(dir->graph(), options.graph);
  if (!store) return store.error();
  const auto lexicon = Lexicon::standard(*dictionary);
  const auto is_damage = [&](const Error& fault) {
    return options.replace_damaged_index && fault.code != ErrorCode::kBusy &&
           fault.code != ErrorCode::kIo;
  };
  auto index = IndexWriter::open(*dir, lexicon, options.passed);
  if (!index && is_damage(index.error())) {
    fs::remove_all(dir->index(), error);
    index = IndexWriter::open(*dir, lexicon, options.passed);
  }
  if (!index) return index.error();
  auto impl = std::make_unique<Impl>(*dir, std::move(*lock), options, *rules, std::move(*store),
                                     std::move(*index));
  auto started = impl->start();
  if (!started && is_damage(started.error())) {
    fs::remove_all(dir->index(), error);
    index = IndexWriter::open(*dir, lexicon, options.passed);
    if (!index) return index.error();
    impl->index = std::move(*index);
    started = impl->start();
  }
  if (!started) return started.error();
  const auto version = impl->store.reader().meta(kMetaExtractor);
  if (!version) return version.error();
  const auto grouped = impl->store.reader().meta(kMetaReprints);
  if (!grouped) return grouped.error();
  if (*version && (**version != impl->extractor_version() ||
                   grouped->value_or("") != std::to_string(kReprintVersion))) {
    // Other rules, or another gazetteer: what is stored no longer says what we would say.
    if (const auto extracted = impl->extract_all(); !extracted) return extracted.error();
  }
  if (const auto purged = impl->end_purge(); !purged) return purged.error();
  return Indexer(std::move(impl));
}

// Does what is left of a purge that was asked for.
Result<void> Indexer::Impl::end_purge() {
  std::error_code error;
  if (!fs::exists(dir.purge_mark(), error)) return {};
  std::string state;
  {
    std::ifstream in(dir.purge_mark());
    std::getline(in, state, '\0');
  }
  fs::remove(dir.seen_files(), error);
  seen = {};
  if (state != kPurgeWritten) {
    if (const auto compacted = store.compact(); !compacted) return compacted.error();
    const auto rebuilt = index.rebuild(store.reader(), index_progress("rebuild"));
    if (!rebuilt) return rebuilt;
    return write_file_atomically(dir.purge_mark(), kPurgeWritten);
  }
  fs::remove(dir.purge_mark(), error);
  if (error) return Error{ErrorCode::kIo, dir.purge_mark().string() + ": " + error.message()};
  return {};
}

Result<IndexSummary> Indexer::add(const std::vector<fs::path>& paths,
                                  const std::function<void(const InputReport&)>& report) {
  Impl& impl = *impl_;
  impl.summary = {};
  const auto start = Clock::now();
  const auto skip = [&](const fs::path& path, Error error, double seconds) {
    const bool unread = error.code == ErrorCode::kUnsupported;
    ++(unread ? impl.summary.unread : impl.summary.skipped);
    report({path.string(),
            unread ? InputStatus::kUnread : InputStatus::kSkipped,
            std::nullopt,
            {},
            std::move(error.message),
            0,
            seconds});
  };
  std::vector<fs::path> normal;
  for (const auto& path : paths) normal.emplace_back(normal_path(path));
  FoundFiles found = find_files(normal, impl.options.files);
  impl.summary.empty = std::move(found.empty);
  for (const auto& missing : found.missing)
    skip(missing.path, {ErrorCode::kNotFound, missing.reason}, 0);
  for (const auto& other : found.no_files)
    skip(other.path, {ErrorCode::kUnsupported, other.reason}, 0);
  std::vector<std::optional<std::uint64_t>> looks(found.files.size());
  const std::chrono::nanoseconds settled(
      static_cast<std::int64_t>(impl.options.settled_seconds * 1e9));
  impl.notes.clear();
  std::vector<Incoming> documents;
  FileRun run;
  std::size_t bytes = 0;
  auto batch_start = start;
  const auto is_due = [&] {
    return bytes >= impl.options.batch_bytes ||
           (!documents.empty() && seconds_since(batch_start) >= impl.options.batch_seconds);
  };
  std::optional<Error> fatal;
  const auto flush = [&] {
    // Of large articles no two batches are in memory at once.
    if (bytes > 2 * impl.options.batch_bytes) {
      if (const auto applied = impl.finish_index(); !applied) fatal = applied.error();
      if (fatal) return false;
      ::malloc_trim(0);
    }
    bytes = 0;
    if (const auto added = impl.add_documents(documents, run, report); !added)
      fatal = added.error();
    if (fatal) return false;
    impl.settle_notes(found.files);
    if (seconds_since(impl.seen_saved) >= kSaveSeconds) impl.save_seen();
    return true;
  };
  // The place in found.files of the file whose documents are coming, and its path or that of the
  // member of an archive.
  std::size_t index = 0;
  std::string at;
  const auto end_place = [&] {
    if (!documents.empty() && documents.back().path == at) {
      documents.back().ends_file = true;
    } else if (run.path == at) {
      if (const auto finished = impl.batch.finish_file(run); !finished) fatal = finished.error();
    }
  };
  // False where the run ends.
  const auto take = [&](Result<RawDocument> document, double seconds) {
    impl.summary.read_seconds += seconds;
    if (!document) {
      impl.notes[index].skip(document.error());
      skip(found.files[index], document.error(), seconds);
      return !impl.must_stop();
    }
    if (!at.empty() && at != document->source.path) end_place();
    at = document->source.path;
    bytes += document->text.size();
    Incoming incoming;
    incoming.file = index;
    ++impl.notes[index].waiting;
    incoming.path = at;
    incoming.key = document->source.key;
    incoming.replaced = document->replaced;
    incoming.seconds = seconds;
    incoming.notes = std::move(document->notes);
    incoming.raw = std::move(*document);
    if (documents.empty()) batch_start = Clock::now();
    documents.push_back(std::move(incoming));
    const bool goes_on = !fatal && (!is_due() || flush());
    return goes_on && !impl.must_stop();
  };
  std::uint64_t done = 0;
  const auto end_file = [&](const Result<void>& read, double seconds) {
    impl.summary.read_seconds += seconds;
    if (!read && !fatal) skip(found.files[index], read.error(), seconds);
    // Where reading was stopped, the rest of the file is not known to be gone.
    const bool to_its_end = read && !impl.summary.stopped && !fatal;
    if (to_its_end && !at.empty()) end_place();
    at.clear();
    FileNotes& note = impl.notes[index];
    note.ended = true;
    note.will_do = note.will_do && !impl.summary.stopped && !fatal;
    if (!read) note.skip(read.error());
    note.look = looks[index];
    impl.progress("index", ++done, found.files.size());
    return !fatal && (!is_due() || flush());
  };
  // Whoever writes into a pipe may let us wait: that is not read ahead.
  std::vector<std::string> regular;
  std::set<std::size_t> pipes;
  std::map<std::size_t, SeenFiles::Outcome> unchanged;
  for (std::size_t i = 0; i < found.files.size(); ++i) {
    const auto& file = found.files[i];
    looks[i] = SeenFiles::look(file, settled);
    if (looks[i] && !impl.options.reread) {
      if (auto known = impl.seen_before(file, *looks[i])) {
        unchanged.emplace(i, std::move(*known));
        continue;
      }
    }
    if (looks[i] || is_regular(file)) {
      regular.push_back(file);
    } else {
      pipes.insert(i);
    }
  }
  {
    const unsigned threads =
        impl.options.reading_threads != 0 ? impl.options.reading_threads : impl.jobs();
    ReadAhead ahead(regular, impl.options.reader, {threads, impl.options.read_ahead_bytes});
    for (; index < found.files.size() && !fatal && !impl.must_stop(); ++index) {
      const auto& file = found.files[index];
      if (const auto known = unchanged.find(index); known != unchanged.end()) {
        for (const auto& document : known->second.documents) {
          ++impl.summary.unchanged;
          report({file + document.member,
                  InputStatus::kUnchanged,
                  document.article,
                  document.key,
                  {},
                  document.replaced,
                  0});
        }
        for (const Error& error : known->second.skipped) skip(file, error, 0);
        impl.progress("index", ++done, found.files.size());
        continue;
      }
      if (pipes.contains(index)) {
        auto last = Clock::now();
        const auto read =
            read_documents(file, impl.options.reader, [&](Result<RawDocument> document) {
              const double seconds = seconds_since(last);
              const bool goes_on = take(std::move(document), seconds);
              last = Clock::now();
              return goes_on;
            });
        end_file(read, seconds_since(last));
        continue;
      }
      while (auto step = ahead.next()) {
        if (!step->document) {
          end_file(step->end, step->seconds);
          break;
        }
        if (!take(std::move(*step->document), step->seconds)) break;
      }
    }
  }
  if (fatal) return *fatal;
  if (!documents.empty() || !impl.batch.empty()) {
    if (const auto added = impl.add_documents(documents, run, report); !added) return added.error();
  }
  impl.settle_notes(found.files);
  if (!impl.options.dry_run) impl.save_seen();
  if (const auto applied = impl.finish_index(); !applied) return applied.error();
  impl.summary.seconds = seconds_since(start);
  return impl.summary;
}

Result<void> Indexer::remove(const std::vector<Removal>& removals) {
  Impl& impl = *impl_;
  std::size_t bytes = 0;
  for (const Removal& removal : removals) {
    for (const Source& source : removal.sources) {
      impl.seen.forget(source.path.substr(0, source.path.find("!/")));
    }
    auto entry = impl.batch.touch(removal.article);
    if (!entry) return entry.error();
    if (*entry == nullptr) continue;
    auto& sources = (*entry)->article.article.sources;
    const auto lost = std::erase_if(sources, [&](const Source& source) {
      return std::find(removal.sources.begin(), removal.sources.end(), source) !=
             removal.sources.end();
    });
    if (lost > 0 || sources.empty()) (*entry)->changed = true;
    bytes += (*entry)->article.article.text.size();
    if (bytes < impl.options.batch_bytes) continue;
    bytes = 0;
    if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  }
  if (const auto committed = impl.commit_pending(); !committed) return committed.error();
  impl.save_seen();
  return impl.finish_index();
}

Result<void> Indexer::announce_purge() {
  return write_file_atomically(impl_->dir.purge_mark(), kPurgeAsked);
}

Result<void> Indexer::purge() {
  if (const auto announced = announce_purge(); !announced) return announced;
  return impl_->end_purge();
}

Result<void> Indexer::rebuild() {
  if (const auto forgotten = impl_->store.forget_sketches(); !forgotten) return forgotten.error();
  if (const auto extracted = impl_->extract_all(); !extracted) return extracted.error();
  return impl_->index.rebuild(impl_->store.reader(), impl_->index_progress("rebuild"));
}

std::uint64_t Indexer::lost_entries() const { return impl_->lost_entries; }

const PlannedSources& Indexer::planned() const { return impl_->batch.uncommitted(); }

const GraphReader& Indexer::graph() const { return impl_->store.reader(); }

}  // namespace zhengce
