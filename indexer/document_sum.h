#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace Xapian {
class Document;
}  // namespace Xapian

namespace zhengce {

/// A sum over all that the index holds about a document: terms with their counts, values, length.
/// Xapian's tables have no checksums, so each document bears its sum (schema::kSlotSum), and
/// `check` compares. The order of adding does not matter: the postings of an index give the sums of
/// all its documents at once, term by term.
class DocumentSum {
 public:
  static std::uint64_t hash(std::string_view term);
  /// `term_hash` is the term's hash().
  void add_term(std::uint64_t term_hash, std::uint32_t count);
  void add_value(std::uint32_t slot, std::string_view value);
  /// Ends it, with the length of the document as Xapian has it: the sum of its terms' counts.
  /// 8 bytes.
  std::string text(std::uint64_t length) const;

 private:
  std::uint64_t sum_ = 0;
};

/// Gives the document its sum, in place of one it may have. Throws what Xapian throws.
void seal(Xapian::Document& document);

}  // namespace zhengce
