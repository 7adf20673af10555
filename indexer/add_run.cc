#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>

#include "corpus/analysis/analyzer.h"
#include "corpus/framing/frame.h"
#include "corpus/message.h"
#include "graph/files.h"
#include "indexer/extract/reading.h"
#include "indexer/find_files.h"
#include "indexer/indexer_impl.h"
#include "indexer/parallel.h"
#include "indexer/read_ahead.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Seconds between savings of what files looked like.
constexpr double kSaveSeconds = 30;
// Seconds between two reports of progress.
constexpr double kShowSeconds = 0.1;

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

// True if it holds as much of something as is kept (extract/reading.h).
bool is_full(const Extraction& extraction) {
  const auto is_figure = [](const Assertion& assertion) { return assertion.quantity.has_value(); };
  const auto& assertions = extraction.assertions;
  const auto figures =
      static_cast<std::size_t>(std::count_if(assertions.begin(), assertions.end(), is_figure));
  return extraction.candidates.size() >= kMostOfArticle || figures >= kMostOfArticle ||
         assertions.size() - figures >= kMostOfArticle;
}

}  // namespace

// One call of add(): files are found, told by their looks or read, and their documents committed a
// batch at a time.
class Indexer::AddRun {
 public:
  AddRun(Impl& impl, const std::function<void(const InputReport&)>& report)
      : impl_(impl), report_(report) {}

  Result<IndexSummary> run(const std::vector<fs::path>& paths) {
    impl_.summary = {};
    find(paths);
    tell_by_looks();
    read_all();
    if (fatal_) return *fatal_;
    if (!documents_.empty() || !impl_.batch.empty()) {
      if (const auto added = commit_batch(); !added) return added.error();
    }
    settle_notes();
    if (!impl_.options.dry_run) impl_.save_seen();
    if (const auto applied = impl_.finish_index(); !applied) return applied.error();
    impl_.summary.seconds = seconds_since(begun_);
    return impl_.summary;
  }

 private:
  void find(const std::vector<fs::path>& paths) {
    std::vector<fs::path> normal;
    for (const auto& path : paths) normal.emplace_back(normal_path(path));
    found_ = find_files(normal, impl_.options.files);
    impl_.summary.empty = std::move(found_.empty);
    impl_.summary.missing = found_.missing.size();
    for (const auto& missing : found_.missing)
      skip(missing.path, {ErrorCode::kNotFound, missing.reason}, 0);
    for (const auto& other : found_.no_files)
      skip(other.path, {ErrorCode::kUnsupported, other.reason}, 0);
  }

  // Whoever writes into a pipe may let us wait: that is not read ahead.
  void tell_by_looks() {
    const std::chrono::nanoseconds settled(
        static_cast<std::int64_t>(impl_.options.settled_seconds * 1e9));
    looks_.resize(found_.files.size());
    for (std::size_t i = 0; i < found_.files.size(); ++i) {
      const auto& file = found_.files[i];
      looks_[i] = SeenFiles::look(file, settled);
      if (looks_[i] && !impl_.options.reread) {
        if (auto known = seen_before(file, *looks_[i])) {
          unchanged_.emplace(i, std::move(*known));
          continue;
        }
      }
      if (looks_[i] || is_regular(file)) {
        regular_.push_back(file);
        sizes_.push_back(size_of(file));
        all_bytes_ += sizes_.back();
      } else {
        pipes_.insert(i);
      }
    }
  }

  void read_all() {
    const unsigned threads =
        impl_.options.reading_threads != 0 ? impl_.options.reading_threads : impl_.jobs();
    ReadAhead ahead(regular_, impl_.options.reader, {threads, impl_.options.read_ahead_bytes});
    for (; index_ < found_.files.size() && !fatal_ && !impl_.must_stop(); ++index_) {
      if (const auto known = unchanged_.find(index_); known != unchanged_.end()) {
        tell_again(known->second);
      } else if (pipes_.contains(index_)) {
        read_pipe();
      } else {
        while (auto step = ahead.next([&] { return show_progress(), !impl_.must_stop(); })) {
          if (!step->document) {
            end_file(step->end, step->seconds);
            break;
          }
          if (!take(std::move(*step->document), step->seconds)) break;
        }
      }
    }
  }

  void tell_again(const SeenFiles::Outcome& outcome) {
    const auto& file = found_.files[index_];
    for (const auto& document : outcome.documents) {
      ++impl_.summary.unchanged;
      InputReport line;
      line.path = file + document.member;
      line.status = InputStatus::kUnchanged;
      line.article = document.article;
      line.key = document.key;
      line.replaced = document.replaced;
      report_(line);
    }
    for (const Error& error : outcome.skipped) skip(file, error, 0);
    ++done_;
    show_progress();
  }

  void read_pipe() {
    auto last = Clock::now();
    const auto read = read_documents(found_.files[index_], impl_.options.reader,
                                     [&](Result<RawDocument> document) {
                                       const double seconds = seconds_since(last);
                                       const bool goes_on = take(std::move(document), seconds);
                                       last = Clock::now();
                                       return goes_on;
                                     });
    end_file(read, seconds_since(last));
  }

  // Takes what comes of the file in hand; false where the run ends.
  bool take(Result<RawDocument> document, double seconds) {
    impl_.summary.read_seconds += seconds;
    if (!document) {
      notes_[index_].skip(document.error());
      skip(found_.files[index_], document.error(), seconds);
      return !impl_.must_stop();
    }
    if (!at_.empty() && at_ != document->source.path) end_place();
    at_ = document->source.path;
    bytes_ += document->text.size();
    file_bytes_ = document->file_bytes;
    show_progress();
    Incoming incoming;
    incoming.file = index_;
    ++notes_[index_].waiting;
    incoming.path = at_;
    incoming.key = document->source.key;
    incoming.replaced = document->replaced;
    incoming.seconds = seconds;
    incoming.notes = std::move(document->notes);
    incoming.raw = std::move(*document);
    if (documents_.empty()) batch_start_ = Clock::now();
    documents_.push_back(std::move(incoming));
    const bool goes_on = !fatal_ && (!is_due() || flush());
    return goes_on && !impl_.must_stop();
  }

  void end_file(const Result<void>& read, double seconds) {
    impl_.summary.read_seconds += seconds;
    if (!read && !fatal_) skip(found_.files[index_], read.error(), seconds);
    // Where reading was stopped, the rest of the file is not known to be gone.
    const bool to_its_end = read && !impl_.summary.stopped && !fatal_;
    if (to_its_end && !at_.empty()) end_place();
    at_.clear();
    FileNotes& note = notes_[index_];
    note.ended = true;
    note.will_do = note.will_do && !impl_.summary.stopped && !fatal_;
    if (!read) note.skip(read.error());
    note.look = looks_[index_];
    ++done_;
    if (!pipes_.contains(index_)) done_bytes_ += sizes_[next_size_++];
    file_bytes_ = 0;
    show_progress();
    if (!fatal_ && is_due()) flush();
  }

  // No more documents come from the path in hand.
  void end_place() {
    if (!documents_.empty() && documents_.back().path == at_) {
      documents_.back().ends_file = true;
    } else if (place_.path == at_) {
      if (const auto finished = impl_.batch.finish_file(place_); !finished)
        fatal_ = finished.error();
    }
  }

  bool is_due() const {
    return bytes_ >= impl_.options.batch_bytes || documents_.size() >= kBatchDocuments ||
           (!documents_.empty() && seconds_since(batch_start_) >= impl_.options.batch_seconds);
  }

  bool flush() {
    if (const auto ready = impl_.make_room(bytes_); !ready) fatal_ = ready.error();
    if (fatal_) return false;
    bytes_ = 0;
    if (const auto added = commit_batch(); !added) fatal_ = added.error();
    if (fatal_) return false;
    settle_notes();
    if (seconds_since(impl_.seen_saved) >= kSaveSeconds) impl_.save_seen();
    return true;
  }

  // Extracts the batch, decides what becomes of each document, and commits.
  Result<void> commit_batch() {
    extract_batch();
    std::vector<InputReport> reports;
    std::vector<std::size_t> files;
    for (Incoming& incoming : documents_) {
      files.push_back(incoming.file);
      const auto decided = decide(incoming, reports.emplace_back());
      if (!decided) return decided;
    }
    documents_.clear();
    if (impl_.options.dry_run) {
      impl_.batch.clear_uncommitted();
    } else if (const auto committed = impl_.commit_pending(); !committed) {
      return committed.error();
    }
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const InputReport& line = reports[i];
      FileNotes& note = notes_[files[i]];
      --note.waiting;
      if (line.article) {
        note.outcome.documents.push_back({*line.article, line.key, line.path, line.replaced});
      } else {
        note.skip({ErrorCode::kInvalidInput, line.reason});
      }
      report_(line);
    }
    return {};
  }

  // Frames all documents, and reads those for facts that are not here: of several with one text the
  // first.
  void extract_batch() {
    const auto start = Clock::now();
    parallel_for(documents_.size(), impl_.jobs(), [&](std::size_t i) {
      const auto begun = Clock::now();
      frame(documents_[i]);
      documents_[i].seconds += seconds_since(begun);
    });
    std::vector<Incoming*> firsts;
    std::set<ArticleId> met;
    for (Incoming& incoming : documents_) {
      if (!incoming.error && met.insert(incoming.article.id).second) firsts.push_back(&incoming);
    }
    parallel_for(firsts.size(), impl_.jobs(), [&](std::size_t i) {
      const auto begun = Clock::now();
      Incoming& incoming = *firsts[i];
      const auto known = impl_.store.reader().article(incoming.article.id, false);
      if (!known || !*known) incoming.extraction = impl_.extractor.extract(incoming.article);
      incoming.seconds += seconds_since(begun);
    });
    impl_.summary.extract_seconds += seconds_since(start);
  }

  void frame(Incoming& incoming) const {
    auto article = frame_document(impl_.gazetteer, std::move(incoming.raw));
    if (!article) {
      incoming.error = article.error();
      return;
    }
    incoming.article = std::move(*article);
    // A base term takes three bytes or more of the text, but for single letters and digits.
    if (incoming.article.text.size() / 2 <= impl_.options.max_terms) return;
    const auto terms = Analyzer::estimate_base_terms(decode_utf8(incoming.article.text));
    if (terms > impl_.options.max_terms) {
      incoming.error = Error{ErrorCode::kInvalidInput,
                             message(_("{}: {} different words and pairs of characters, too many "
                                       "for --memory, not read"),
                                     incoming.path, terms)};
    }
  }

  // Takes a document into the batch of the graph; `line` is what is to be told once that is
  // committed.
  Result<void> decide(Incoming& incoming, InputReport& line) {
    line.path = incoming.path;
    line.key = incoming.key;
    line.replaced = incoming.replaced;
    line.seconds = incoming.seconds;
    line.notes = std::move(incoming.notes);
    bool ends_place = incoming.ends_file;
    if (incoming.error) {
      line.reason = incoming.error->message;
      ++impl_.summary.skipped;
      ends_place = ends_place && incoming.path == place_.path;
    } else {
      if (incoming.path != place_.path) {
        place_ = {};
        place_.path = incoming.path;
        // Standard input is no place: what came from it before stays.
        place_.path_looked_up = place_.path == "-";
      }
      line.article = incoming.article.id;
      if (incoming.extraction && is_full(*incoming.extraction)) {
        line.notes.push_back(message(_("as many names, facts or figures as are kept of one text "
                                       "({}): what comes later in it is left out"),
                                     kMostOfArticle));
      }
      impl_.summary.bytes += incoming.article.text.size();
      impl_.summary.characters += count_code_points(incoming.article.text);
      const auto status =
          impl_.batch.take(std::move(incoming.article), std::move(incoming.extraction), place_);
      if (!status) return status.error();
      line.status = *status;
      count(*status);
    }
    if (ends_place) {
      if (const auto finished = impl_.batch.finish_file(place_); !finished) return finished.error();
    }
    return {};
  }

  void count(InputStatus status) {
    switch (status) {
      case InputStatus::kAdded:
        ++impl_.summary.added;
        break;
      case InputStatus::kUpdated:
        ++impl_.summary.updated;
        break;
      case InputStatus::kUnchanged:
        ++impl_.summary.unchanged;
        break;
      case InputStatus::kDuplicate:
        ++impl_.summary.duplicate;
        break;
      case InputStatus::kSkipped:
      case InputStatus::kUnread:
        break;  // Counted where they are reported.
    }
  }

  void show_progress() {
    if (!impl_.options.progress || seconds_since(shown_) < kShowSeconds) return;
    shown_ = Clock::now();
    IndexProgress at;
    at.phase = "index";
    at.done = done_;
    at.all = found_.files.size();
    at.characters = impl_.summary.characters;
    at.bytes = done_bytes_ + file_bytes_;
    at.all_bytes = all_bytes_;
    at.seconds = seconds_since(begun_);
    impl_.options.progress(at);
  }

  // What came of a file that looks as it did, if it still does.
  std::optional<SeenFiles::Outcome> seen_before(const std::string& path, std::uint64_t look) {
    auto outcome = impl_.seen.outcome(path, look, impl_.conditions);
    if (!outcome || !impl_.seen.is_in_doubt(path)) return outcome;
    std::map<ArticleId, std::set<std::pair<std::string, std::string>>> places;
    for (const auto& document : outcome->documents)
      places[document.article].emplace(path + document.member, document.key);
    for (auto& [id, missing] : places) {
      const auto stored = impl_.store.reader().article(id, false);
      if (!stored || !*stored) return std::nullopt;
      for (const Source& source : (*stored)->article.sources)
        missing.erase({source.path, source.key});
      if (!missing.empty()) return std::nullopt;
    }
    impl_.seen.confirm(path);
    return outcome;
  }

  // Notes the files whose documents are all committed.
  void settle_notes() {
    for (auto place = notes_.begin(); place != notes_.end();) {
      FileNotes& note = place->second;
      if (!note.ended || note.waiting > 0) {
        ++place;
        continue;
      }
      const std::string& path = found_.files[place->first];
      for (auto& document : note.outcome.documents) {
        note.will_do = note.will_do && document.member.starts_with(path);
        if (note.will_do) document.member.erase(0, path.size());
      }
      if (note.will_do && note.look) {
        impl_.seen.note(path, *note.look, impl_.conditions, note.outcome);
      } else {
        impl_.seen.forget(path);
      }
      place = notes_.erase(place);
    }
  }

  void skip(const fs::path& path, const Error& error, double seconds) {
    const bool unread = error.code == ErrorCode::kUnsupported;
    ++(unread ? impl_.summary.unread : impl_.summary.skipped);
    InputReport line;
    line.path = path.string();
    line.status = unread ? InputStatus::kUnread : InputStatus::kSkipped;
    line.reason = error.message;
    line.seconds = seconds;
    report_(line);
  }

  Impl& impl_;
  const std::function<void(const InputReport&)>& report_;
  FoundFiles found_;
  std::vector<std::optional<std::uint64_t>> looks_;      // By a file's place in found_.files.
  std::map<std::size_t, SeenFiles::Outcome> unchanged_;  // Told by their looks.
  std::set<std::size_t> pipes_;
  std::vector<std::string> regular_;  // The others.
  std::vector<Incoming> documents_;   // The batch that is gathered.
  std::size_t bytes_ = 0;             // Of text in it.
  Clock::time_point batch_start_ = Clock::now();
  std::size_t index_ = 0;                   // The place of the file in hand.
  std::string at_;                          // Its path, or that of the member of an archive.
  FileRun place_;                           // What has been committed from there.
  std::map<std::size_t, FileNotes> notes_;  // By a file's place.
  const Clock::time_point begun_ = Clock::now();
  Clock::time_point shown_ = begun_;  // When progress was.
  std::uint64_t done_ = 0;            // Files.
  std::vector<std::uint64_t> sizes_;  // Of the regular files.
  std::size_t next_size_ = 0;         // Of the file whose turn it is.
  std::uint64_t all_bytes_ = 0;       // Of them together,
  std::uint64_t done_bytes_ = 0;      // of those that are done,
  std::uint64_t file_bytes_ = 0;      // and of the file in hand, as far as it is read.
  std::optional<Error> fatal_;
};

Result<IndexSummary> Indexer::add(const std::vector<fs::path>& paths,
                                  const std::function<void(const InputReport&)>& report) {
  return AddRun(*impl_, report).run(paths);
}

}  // namespace zhengce
