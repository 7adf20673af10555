#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace Xapian {
class Database;
}

namespace zhengce {

/// Documents of one shard, a bit each. Errors are Xapian's exceptions.
class DocumentSet {
 public:
  /// None, of a shard whose last document has this number.
  explicit DocumentSet(std::uint32_t last) : words_(last / kWordBits + 1) {}

  void insert(std::uint32_t document) {
    std::uint64_t& word = words_[document / kWordBits];
    const std::uint64_t bit = std::uint64_t{1} << (document % kWordBits);
    size_ += (word & bit) == 0 ? 1 : 0;
    word |= bit;
  }
  /// Those of the shard that have the term; of an empty one all.
  void insert_all(const Xapian::Database& shard, const std::string& term);
  /// The others are of the same shard.
  void add(const DocumentSet& others) {
    combine(others, [](std::uint64_t one, std::uint64_t other) { return one | other; });
  }
  void keep(const DocumentSet& others) {
    combine(others, [](std::uint64_t one, std::uint64_t other) { return one & other; });
  }
  void remove(const DocumentSet& others) {
    combine(others, [](std::uint64_t one, std::uint64_t other) { return one & ~other; });
  }

  std::uint32_t size() const { return size_; }
  std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }
  /// The first from this one on, 0 if there is none.
  std::uint32_t from(std::uint32_t document) const {
    std::size_t word = document / kWordBits;
    if (word >= words_.size()) return 0;
    std::uint64_t bits = words_[word] >> (document % kWordBits) << (document % kWordBits);
    while (bits == 0) {
      if (++word == words_.size()) return 0;
      bits = words_[word];
    }
    return static_cast<std::uint32_t>(word * kWordBits +
                                      static_cast<unsigned>(std::countr_zero(bits)));
  }

 private:
  template <typename Combine>
  void combine(const DocumentSet& others, const Combine& combined) {
    size_ = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] = combined(words_[i], others.words_[i]);
      size_ += static_cast<std::uint32_t>(std::popcount(words_[i]));
    }
  }

  static constexpr unsigned kWordBits = 64;
  std::vector<std::uint64_t> words_;
  std::uint32_t size_ = 0;
};

}  // namespace zhengce
