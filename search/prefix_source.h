#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace Xapian {
class Database;
class Query;
}  // namespace Xapian

namespace zhengce {

/// The sections that have a term which begins with some characters, found once for all queries over
/// one state of the index: Xapian's own wildcard merges the postings of thousands of terms anew
/// each time it runs. Keeps up to 32 MB. Threads: one owner, with the queries made here.
class PrefixSections {
 public:
  PrefixSections();
  ~PrefixSections();
  PrefixSections(const PrefixSections&) = delete;
  PrefixSections& operator=(const PrefixSections&) = delete;

  /// A request ends here and another one begins (LastUsed).
  void begin_request();
  /// Matches them, weightless. Does not outlive this.
  Xapian::Query query(const std::string& prefix);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhengce
