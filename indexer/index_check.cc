#include "indexer/index_check.h"

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

// False if it cannot be read to its end.
bool check_shard(const std::filesystem::path& path, std::size_t number, std::uint64_t expected,
                 Documents& documents, std::vector<std::string>& faults) {
  const std::string name = message(_("shard {}"), number);
  try {
    std::ostringstream log;
    if (const auto errors = Xapian::Database::check(path.string(), 0, &log); errors > 0) {
      faults.push_back(message(_("{}: {} errors in its tables"), name, errors));
    }
    const Xapian::Database database(path.string());
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
                                             const GraphReader& graph) {
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
  for (std::size_t i = 0; i < shards->size(); ++i)
    readable.push_back(check_shard((*shards)[i], i, *sequence, documents, faults));
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
