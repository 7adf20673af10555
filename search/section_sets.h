#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace Xapian {
class Database;
class Query;
}  // namespace Xapian

namespace zhengce {

class DocumentSet;

/// The sections that have one of many terms, found once for all queries over one state of the
/// index: Xapian itself opens and merges the postings of thousands of terms anew each time a query
/// runs. Keeps up to 32 MB. Threads: one owner, with the queries made here.
class SectionSets {
 public:
  SectionSets();
  ~SectionSets();
  SectionSets(const SectionSets&) = delete;
  SectionSets& operator=(const SectionSets&) = delete;

  /// A request ends here and another one begins (LastUsed).
  void begin_request();
  /// Those that have a term which begins so, weightless. Does not outlive this.
  Xapian::Query beginning(const std::string& prefix);
  /// The same of one shard of the index.
  std::shared_ptr<const DocumentSet> documents(const Xapian::Database& shard,
                                               const std::string& prefix);
  /// Those that have the term of one of the values of a field, or with `open` a term which begins
  /// so, weightless. Does not outlive this.
  Xapian::Query with_values(std::string_view field,
                            std::shared_ptr<const std::vector<std::string>> values, bool open);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
