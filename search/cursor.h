#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/index_schema.h"
#include "corpus/result.h"
#include "search/statistics.h"

namespace zhengce {

/// Where a page of hits ended: the next one goes on behind its last hit, whatever was committed
/// since. Users see it as encode() writes it.
struct Cursor {
  std::uint64_t index_sequence = 0;
  std::uint64_t graph_sequence = 0;
  std::uint64_t query = 0;   ///< Fingerprint of the query and of all that changes its order.
  bool relaxed = false;      ///< As SearchAnswer::relaxed: so are all pages.
  std::uint32_t given = 0;   ///< Hits before.
  std::uint64_t passed = 0;  ///< Places of the whole order passed; good while nothing changes.
  double score = 0;          ///< Of the last hit, by which…
  std::uint32_t date = 0;    ///< … or by this, as Date::number()…
  SectionRef last;           ///< … and then by this the order goes.
  Statistics statistics;

  /// Letters, digits, - and _; begins with a letter.
  std::string encode() const;
  /// Errors: kInvalidInput for anything that encode() did not write.
  static Result<Cursor> decode(std::string_view text);
};

/// FNV-1a over the bytes of `text`, going on from `before`.
std::uint64_t fingerprint(std::string_view text, std::uint64_t before = 0xCBF29CE484222325ULL);

}  // namespace zhengce
