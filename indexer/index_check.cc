#include "indexer/index_check.h"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "graph/data_dir.h"

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

// Every block that a query could come to: each posting and each term of a document.
void read_tables(const Xapian::Database& database, const std::string& name,
                 std::vector<std::string>& faults) {
  Xapian::doccount damaged = 0;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    Xapian::doccount postings = 0;
    for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it)
      ++postings;
    damaged += postings != term.get_termfreq();
  }
  for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
    const auto document = database.get_document(*it);
    Xapian::termcount terms = 0;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) ++terms;
    damaged += terms != document.termlist_count();
  }
  if (damaged > 0) faults.push_back(message(_("{}: {} errors in its tables"), name, damaged));
}

// False if it cannot be read to its end.
bool check_shard(const std::filesystem::path& path, std::size_t number, std::uint64_t expected,
                 bool writable, Documents& documents, std::vector<std::string>& faults) {
  const std::string name = message(_("shard {}"), number);
  try {
    std::ostringstream log;
    if (const auto errors = writable ? Xapian::Database::check(path.string(), 0, &log) : 0;
        errors > 0) {
      faults.push_back(message(_("{}: {} errors in its tables"), name, errors));
    }
    const Xapian::Database database(path.string());
    if (!writable) read_tables(database, name, faults);
    const std::string sequence = database.get_metadata(std::string(schema::kMetaSequence));
    // Nothing was ever committed to a shard that nothing was indexed into.
    if (schema::parse_number(sequence) > expected) {
      faults.push_back(message(_("{}: at log entry {} of {}: the graph has lost what came after"),
                               name, sequence, expected));
    } else if (sequence != std::to_string(expected) && !(sequence.empty() && expected == 0)) {
      faults.push_back(message(_("{}: at log entry {} of {}"), name,
                               sequence.empty() ? std::string(_("none")) : sequence, expected));
    }
    const std::string none(schema::kNoSection);
    const auto no_section = database.postlist_begin(none);
    for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
      if (no_section != database.postlist_end(none) && *it == *no_section) continue;
      const auto document = database.get_document(*it);
      const std::string key = document.get_data();
      const auto ref = SectionRef::decode(key);
      // Each of these stands in a table of its own, none of which has checksums.
      const std::string term = ref ? std::string(schema::kArticle) + ref->article.hex() : "";
      auto terms = document.termlist_begin();
      if (ref) terms.skip_to(term);
      if (!ref || document.get_value(schema::kSlotId) != key || terms == document.termlist_end() ||
          *terms != term) {
        faults.push_back(message(_("{}: document {} is damaged"), name, *it));
      }
      documents[key].push_back(number);
    }
    return true;
  } catch (const Xapian::Error& error) {
    faults.push_back(name + ": " + error.get_msg());
  } catch (const std::exception& error) {  // A length that cannot be, say.
    faults.push_back(name + ": " + error.what());
  }
  return false;
}

}  // namespace

Result<std::vector<std::string>> check_index(const std::filesystem::path& data_dir,
                                             const GraphReader& graph,
                                             std::vector<std::string>* notes) {
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
  const bool writable = std::all_of(shards->begin(), shards->end(), may_write);
  if (!writable && notes != nullptr) {
    notes->push_back(message(_("{}: may only be read; its tables were read whole, but a check of "
                               "their blocks needs the right to write to them"),
                             dir->index().string()));
  }
  for (std::size_t i = 0; i < shards->size(); ++i)
    readable.push_back(check_shard((*shards)[i], i, *sequence, writable, documents, faults));
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    if (!stored.current) return true;
    const ArticleId& id = stored.article.id;
    // Of a shard that is damaged as a whole the rest is no news.
    const bool is_read = readable[schema::home_shard(id, shards->size())];
    for (const Section& section : stored.article.sections) {
      const std::string key = SectionRef{id, section.n}.encode();
      const auto found = documents.find(key);
      if (found == documents.end()) {
        if (!is_read) continue;
        faults.push_back(message(_("{}: not in the index"), shown(key)));
        continue;
      }
      const std::size_t home = schema::home_shard(id, shards->size());
      if (found->second.size() > 1)
        faults.push_back(message(_("{}: indexed twice"), shown(key)));
      else if (found->second.front() != home)
        faults.push_back(message(_("{}: in the wrong shard"), shown(key)));
      documents.erase(found);
    }
    return faults.size() < kMostFaults;
  });
  // What the graph says of itself is another check's.
  if (!read || faults.size() >= kMostFaults) return faults;
  for (const auto& [key, shard] : documents) {
    if (faults.size() < kMostFaults)
      faults.push_back(message(_("{}: in the index, but no current section"), shown(key)));
  }
  return faults;
}

}  // namespace zhengce
