#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace Xapian {
class Database;
}

namespace zhengce {

/// What a slot holds for each document of an index: the different values, and which of them each
/// document has, 4 bytes each.
struct ValueColumn {
  std::vector<std::string> values;         ///< The first is the empty one.
  std::vector<std::uint32_t> by_document;  ///< Index into `values`, by the document's number.
};

/// Columns of one state of the index, each read at the first need: Xapian makes a document of each
/// match to look a value up in it, which takes ten times as long. Facets are counted over them once
/// as many matches have been counted without as there are documents. Errors are Xapian's
/// exceptions. Threads: one owner.
class ValueColumns {
 public:
  /// The index outlives this.
  explicit ValueColumns(const Xapian::Database& index) : index_(index) {}

  /// So many matches were counted without columns.
  void counted_without(std::uint64_t matches) { counted_ += matches; }
  /// Whether reading columns takes no longer than what was spent without them.
  bool pay() const;
  const ValueColumn& of(unsigned slot);

 private:
  const Xapian::Database& index_;
  std::uint64_t counted_ = 0;
  std::map<unsigned, ValueColumn> columns_;
};

}  // namespace zhengce
