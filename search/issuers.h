#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace Xapian {
class Database;
}

namespace zhengce {

/// The issuers of the articles of one state of the index: as stated, and the organizations that
/// each names (issuers_named(), corpus/organizations.h). Errors are Xapian's exceptions. Threads:
/// one owner.
class Issuers {
 public:
  /// The index outlives this.
  explicit Issuers(const Xapian::Database& index) : index_(index) {}

  /// The organizations that a stated issuer names.
  const std::vector<std::string>& named(const std::string& stated);
  /// The stated issuers, sorted, that name all of the organizations which `name` does; where none
  /// do, those that name organizations whose names end so (人大常委会: those of all provinces).
  /// 国务院办公厅 only begins as 国务院 does and is another one. The first call reads the issuers
  /// of all sections.
  std::vector<std::string> naming(const std::string& name);
  /// Organizations among the issuers whose names hold `name`, at most `limit`.
  std::vector<std::string> holding(const std::string& name, std::size_t limit);

 private:
  template <typename Holds>
  std::vector<std::string> stated_where(const Holds& holds);

  const Xapian::Database& index_;
  std::unordered_map<std::string, std::vector<std::string>> named_;
  std::vector<std::string> stated_;  // Of the index, sorted; empty until asked for.
};

}  // namespace zhengce
