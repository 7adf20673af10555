#include "indexer/index_check.h"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"
#include "indexer/document_sum.h"

namespace zhengce {
namespace {

// Section documents by key (article id and section), with the shard that holds them.
using Documents = std::map<std::string, std::vector<std::size_t>>;

std::string shown(const std::string& key) {
  const auto ref = SectionRef::decode(key);
  if (!ref) return _("unreadable document");
  return ref->article.hex() + "#" + std::to_string(ref->section);
}

// Faults beyond these say nothing new.
constexpr std::size_t kMostFaults = 200;

// Xapian's check opens tables to write, though it changes nothing.
bool may_write(const std::filesystem::path& shard) {
  std::error_code error;
  for (std::filesystem::directory_iterator it(shard, error), end; !error && it != end;
       it.increment(error)) {
    if (::faccessat(AT_FDCWD, it->path().c_str(), W_OK, AT_EACCESS) != 0) return false;
  }
  return !error;
}

// What is read of a shard's documents: by their numbers, so that memory is bounded by their count.
struct Read {
  std::vector<DocumentSum> postings, termlists;
  std::vector<std::uint64_t> counts;  ///< Of the words of its postings.
  std::vector<std::string> stated;    ///< The sums they bear.
};

// Goes once through all postings, term by term, and all values, slot by slot.
Read read_tables(const Xapian::Database& database, std::size_t& damaged_terms) {
  Read read;
  const std::size_t documents = std::size_t{database.get_lastdocid()} + 1;
  read.postings.resize(documents);
  read.termlists.resize(documents);
  read.counts.resize(documents);
  read.stated.resize(documents);
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    const auto hash = DocumentSum::hash(*term);
    Xapian::doccount postings = 0;
    Xapian::termcount count = 0;
    for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it) {
      ++postings;
      count += it.get_wdf();
      read.postings.at(*it).add_term(hash, it.get_wdf());
      read.counts[*it] += it.get_wdf();
    }
    damaged_terms +=
        postings != term.get_termfreq() || count != database.get_collection_freq(*term);
  }
  for (unsigned slot = 0; slot < schema::kSlots; ++slot) {
    for (auto it = database.valuestream_begin(slot); it != database.valuestream_end(slot); ++it) {
      const auto docid = it.get_docid();
      if (slot == schema::kSlotSum) {
        read.stated.at(docid) = *it;
      } else {
        read.postings.at(docid).add_value(slot, *it);
        read.termlists.at(docid).add_value(slot, *it);
      }
    }
  }
  return read;
}

// True if the document is what was indexed, by each of the tables it stands in.
bool is_as_indexed(const Xapian::Database& database, Xapian::docid docid,
                   const Xapian::Document& document, Read& read) {
  auto& sum = read.termlists[docid];
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
    sum.add_term(DocumentSum::hash(*term), term.get_wdf());
  const auto& stated = read.stated[docid];
  return read.postings[docid].text(read.counts[docid]) == stated &&
         sum.text(database.get_doclength(docid)) == stated;
}

// One shard's check.
class ShardCheck {
 public:
  ShardCheck(const std::filesystem::path& path, std::size_t number,
             std::vector<std::string>& faults)
      : path_(path), number_(number), name_(message(_("shard {}"), number)), faults_(faults) {}

  /// Checks what the shard says of itself, and notes its documents; false if it cannot be read to
  /// its end. `writable`: Xapian's own check may be asked.
  bool run(bool writable, Documents& documents) {
    try {
      std::ostringstream log;
      if (const auto errors = writable ? Xapian::Database::check(path_.string(), 0, &log) : 0;
          errors > 0) {
        faults_.push_back(message(_("{}: {} errors in its tables"), name_, errors));
      }
      const Xapian::Database database(path_.string());
      sequence_ = database.get_metadata(std::string(schema::kMetaSequence));
      read_documents(database, documents);
      return true;
    } catch (const Xapian::Error& error) {
      faults_.push_back(name_ + ": " + error.get_msg());
    } catch (const std::exception& error) {  // A length that cannot be, say.
      faults_.push_back(name_ + ": " + error.what());
    }
    return false;
  }

  /// The last log entry it has applied; 0 where nothing was ever committed to it.
  std::uint64_t sequence() const { return schema::parse_number(sequence_); }
  const std::string& name() const { return name_; }

 private:
  void read_documents(const Xapian::Database& database, Documents& documents) {
    std::size_t damaged_terms = 0;
    Read read = read_tables(database, damaged_terms);
    if (damaged_terms > 0)
      faults_.push_back(message(_("{}: {} errors in its tables"), name_, damaged_terms));
    // One of another version is built anew before it is asked anything.
    const bool has_sums = database.get_metadata(std::string(schema::kMetaFingerprint))
                              .starts_with("index " + std::to_string(schema::kIndexVersion) + ",");
    const std::string none(schema::kNoSection);
    const auto no_section = database.postlist_begin(none);
    std::size_t damaged = 0;
    std::string example;
    for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
      if (no_section != database.postlist_end(none) && *it == *no_section) continue;
      const auto document = database.get_document(*it);
      const std::string key = document.get_data();
      const auto ref = SectionRef::decode(key);
      if (!ref || document.get_value(schema::kSlotId) != key || !names(document, *ref) ||
          (has_sums && !is_as_indexed(database, *it, document, read))) {
        if (damaged++ == 0) example = shown(key);
      }
      documents[key].push_back(number_);
    }
    if (damaged > 0) {
      faults_.push_back(
          message(translated("{}: {} document is not what was indexed: {}",
                             "{}: {} documents are not what was indexed, among them {}", damaged),
                  name_, damaged, example));
    }
  }

  // True if the term of its article is among the document's.
  static bool names(const Xapian::Document& document, const SectionRef& ref) {
    const std::string term = std::string(schema::kArticle) + ref.article.hex();
    auto terms = document.termlist_begin();
    terms.skip_to(term);
    return terms != document.termlist_end() && *terms == term;
  }

  const std::filesystem::path& path_;
  std::size_t number_;
  std::string name_;
  std::vector<std::string>& faults_;
  std::string sequence_;
};

// The articles of a shard whose last log entries it has not applied: its documents of them are of
// an earlier state.
Result<std::set<ArticleId>> changed_since(const GraphReader& graph, std::uint64_t sequence,
                                          std::size_t number, std::size_t shards) {
  std::set<ArticleId> changed;
  const auto read = graph.each_log_entry(sequence, [&](const LogEntry& entry) {
    if (schema::home_shard(entry.article, shards) == number) changed.insert(entry.article);
    return true;
  });
  if (!read) return read.error();
  return changed;
}

}  // namespace

Result<std::vector<std::string>> check_index(const std::filesystem::path& data_dir,
                                             const GraphReader& graph, IndexRemarks* remarks) {
  const auto dir = DataDir::open(data_dir);
  if (!dir) return dir.error();
  std::vector<std::string> faults;
  const auto shards = current_shards(*dir);
  if (!shards) {
    if (shards.error().code == ErrorCode::kIo) return shards.error();
    faults.push_back(shards.error().message);
    return faults;
  }
  const auto sequence = graph.sequence();
  if (!sequence) return sequence.error();
  Documents documents;
  std::vector<bool> readable;
  std::set<ArticleId> behind;
  const bool writable = std::all_of(shards->begin(), shards->end(), may_write);
  if (!writable && remarks != nullptr) {
    remarks->notes.push_back(
        message(_("{}: may only be read; its tables were read whole, but a check of their blocks "
                  "needs the right to write to them"),
                dir->index().string()));
  }
  for (std::size_t i = 0; i < shards->size(); ++i) {
    ShardCheck shard((*shards)[i], i, faults);
    readable.push_back(shard.run(writable, documents));
    if (!readable.back()) continue;
    if (shard.sequence() > *sequence) {
      faults.push_back(message(_("{}: at log entry {} of {}: the graph has lost what came after"),
                               shard.name(), shard.sequence(), *sequence));
      continue;
    }
    auto changed = changed_since(graph, shard.sequence(), i, shards->size());
    if (!changed) continue;  // What the graph says of itself is another check's.
    if (changed->empty()) continue;
    if (remarks != nullptr) {
      remarks->behind.emplace_back(i, changed->size());
    } else {
      faults.push_back(
          message(_("{}: at log entry {} of {}"), shard.name(), shard.sequence(), *sequence));
    }
    behind.merge(*changed);
  }
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    const ArticleId& id = stored.article.id;
    if (!stored.current || behind.contains(id)) return true;
    // Of a shard that is damaged as a whole the rest is no news.
    const std::size_t home = schema::home_shard(id, shards->size());
    for (const Section& section : stored.article.sections) {
      const std::string key = SectionRef{id, section.n}.encode();
      const auto found = documents.find(key);
      if (found == documents.end()) {
        if (readable[home]) faults.push_back(message(_("{}: not in the index"), shown(key)));
        continue;
      }
      if (found->second.size() > 1)
        faults.push_back(message(_("{}: indexed twice"), shown(key)));
      else if (found->second.front() != home)
        faults.push_back(message(_("{}: in the wrong shard"), shown(key)));
      documents.erase(found);
    }
    return faults.size() < kMostFaults;
  });
  if (!read || faults.size() >= kMostFaults) return faults;
  for (const auto& [key, shard] : documents) {
    const auto ref = SectionRef::decode(key);
    if (ref && behind.contains(ref->article)) continue;
    if (faults.size() < kMostFaults)
      faults.push_back(message(_("{}: in the index, but no current section"), shown(key)));
  }
  return faults;
}

}  // namespace zhengce
