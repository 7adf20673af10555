#include "indexer/document_sum.h"

#include <xapian.h>
#include <xxhash.h>

#include "corpus/index_schema.h"

namespace zhengce {
namespace {

// Spreads every bit over all others, as SplitMix64 does.
std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31);
}

constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

}  // namespace

std::uint64_t DocumentSum::hash(std::string_view term) {
  return XXH3_64bits(term.data(), term.size());
}

void DocumentSum::add_term(std::uint64_t term_hash, std::uint32_t count) {
  sum_ += mix(term_hash + (count + 1) * kStep);
}

void DocumentSum::add_value(std::uint32_t slot, std::string_view value) {
  sum_ += XXH3_64bits_withSeed(value.data(), value.size(), slot + 1);
}

std::string DocumentSum::text(std::uint64_t length) const {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, sum_ + mix(length));
  return {canonical.digest, canonical.digest + sizeof canonical.digest};
}

void seal(Xapian::Document& document) {
  DocumentSum sum;
  std::uint64_t length = 0;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    sum.add_term(DocumentSum::hash(*term), term.get_wdf());
    length += term.get_wdf();
  }
  for (auto value = document.values_begin(); value != document.values_end(); ++value) {
    if (value.get_valueno() != schema::kSlotSum) sum.add_value(value.get_valueno(), *value);
  }
  document.add_value(schema::kSlotSum, sum.text(length));
}

}  // namespace zhengce
