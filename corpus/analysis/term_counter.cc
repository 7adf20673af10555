#include "corpus/analysis/term_counter.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace zhengce {

void TermCounter::begin(std::u32string_view text) {
  text_ = text;
  // Small texts are many: clearing must not cost more than counting.
  const std::size_t slots = std::bit_ceil(std::clamp<std::size_t>(text.size(), 32, 1 << 13));
  pairs_.assign(slots, {});
  slices_.assign(slots / 2, {});
  pair_count_ = 0;
  slice_count_ = 0;
}

void TermCounter::end() {
  constexpr std::size_t kKept = 1 << 16;
  if (pairs_.capacity() > kKept) pairs_ = {};
  if (slices_.capacity() > kKept) slices_ = {};
}

TermCounter::Pair& TermCounter::pair_slot(std::uint64_t key) {
  const std::size_t mask = pairs_.size() - 1;
  std::uint64_t hash = key * 0x9E37'79B9'7F4A'7C15;
  hash ^= hash >> 32;
  std::size_t i = hash & mask;
  while (pairs_[i].key != 0 && pairs_[i].key != key) i = (i + 1) & mask;
  return pairs_[i];
}

TermCounter::Slice& TermCounter::slice_slot(std::uint64_t hash, Span span) {
  const std::size_t mask = slices_.size() - 1;
  std::size_t i = hash & mask;
  while (slices_[i].count != 0 &&
         !(slices_[i].hash == hash && slice(text_, slices_[i].span) == slice(text_, span))) {
    i = (i + 1) & mask;
  }
  return slices_[i];
}

void TermCounter::add_pair(char32_t first, char32_t second) {
  const std::uint64_t key = std::uint64_t{first} << 32 | second;
  Pair& pair = pair_slot(key);
  ++pair.count;
  if (pair.key != 0) return;
  pair.key = key;
  if (++pair_count_ * 2 <= pairs_.size()) return;
  std::vector<Pair> old(pairs_.size() * 2);
  old.swap(pairs_);
  for (const Pair& kept : old) {
    if (kept.key != 0) pair_slot(kept.key) = kept;
  }
}

void TermCounter::add_slice(Span span) {
  const std::u32string_view term = slice(text_, span);
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size() * sizeof(char32_t));
  Slice& counted = slice_slot(hash, span);
  if (counted.count++ != 0) return;
  counted.hash = hash;
  counted.span = span;
  if (++slice_count_ * 2 <= slices_.size()) return;
  std::vector<Slice> old(slices_.size() * 2);
  old.swap(slices_);
  for (const Slice& kept : old) {
    if (kept.count != 0) slice_slot(kept.hash, kept.span) = kept;
  }
}

}  // namespace zhengce
