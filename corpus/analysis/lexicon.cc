#include "corpus/analysis/lexicon.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/text.h"

extern "C" const char zhengce_data_words[];
extern "C" const char zhengce_data_words_end[];

namespace zhengce {
namespace {

constexpr std::size_t kLongest = 63;

// Mixes in one code point; the value after the last one is the word's hash.
std::uint64_t extend(std::uint64_t hash, char32_t c) {
  hash = (hash ^ c) * 0x9E37'79B9'7F4A'7C15;
  return hash ^ (hash >> 29);
}

}  // namespace

// Two open tables: from the first two characters to the lengths of the words that begin so, and the
// words themselves by hash. Quick to fill, and most places in a text fail at the first look.
struct Lexicon::Impl {
  struct Start {
    std::uint64_t hash = 0;
    std::uint64_t lengths = 0;  // Bit n: there is a word of n characters. 0: the slot is free.
  };
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;  // 0: the slot is free.
  };
  std::u32string characters;
  // A bit for each value of the top of the hash of two characters that begin a word: small enough
  // to stay in the nearest cache, where the tables do not.
  std::array<std::uint64_t, 1024> begins{};
  std::vector<Start> starts;
  std::vector<Entry> entries;
  std::uint64_t fingerprint = 0;

  explicit Impl(std::size_t words) {
    const std::size_t slots = std::bit_ceil(std::max<std::size_t>(16, words * 2));
    starts.resize(slots);
    entries.resize(slots);
  }

  // The slot that fits, or the free one where it would stand.
  template <typename Table, typename Fits>
  static auto& slot(Table& table, std::uint64_t hash, Fits fits) {
    std::size_t i = hash & (table.size() - 1);
    while (!fits(table[i])) i = (i + 1) & (table.size() - 1);
    return table[i];
  }
  template <typename Self>
  static auto& start(Self& self, std::uint64_t hash) {
    return slot(self.starts, hash,
                [hash](const Start& s) { return s.lengths == 0 || s.hash == hash; });
  }
  template <typename Self>
  static auto& entry(Self& self, std::uint64_t hash, std::u32string_view text) {
    const std::u32string_view all = self.characters;
    return slot(self.entries, hash, [=](const Entry& e) {
      return e.size == 0 || (e.hash == hash && all.substr(e.offset, e.size) == text);
    });
  }

  // Not more words than the tables were made for.
  void add(std::u32string_view folded) {
    if (folded.size() < 2 || folded.size() > kLongest) return;
    if (folded.find_first_of(U"。\n") != std::u32string_view::npos) return;
    const std::uint64_t first_two = extend(extend(0, folded[0]), folded[1]);
    std::uint64_t hash = first_two;
    for (const char32_t c : folded.substr(2)) hash = extend(hash, c);
    Entry& word = entry(*this, hash, folded);
    if (word.size != 0) return;
    word = {hash, static_cast<std::uint32_t>(characters.size()),
            static_cast<std::uint32_t>(folded.size())};
    characters += folded;
    Start& first = start(*this, first_two);
    first.hash = first_two;
    first.lengths |= std::uint64_t{1} << folded.size();
    begins[first_two >> 54] |= std::uint64_t{1} << (first_two >> 48 & 63);
    fingerprint += XXH3_64bits(folded.data(), folded.size() * sizeof(char32_t));
  }
};

Lexicon::Lexicon() = default;
Lexicon::~Lexicon() = default;

std::shared_ptr<const Lexicon> Lexicon::build(const std::vector<std::u32string>& words) {
  std::shared_ptr<Lexicon> lexicon(new Lexicon);
  lexicon->impl_ = std::make_unique<Impl>(words.size());
  for (const auto& word : words) lexicon->impl_->add(trim(fold_text(word)));
  return lexicon;
}

std::shared_ptr<const Lexicon> Lexicon::standard(std::string_view user_dictionary) {
  const std::string_view builtin(
      zhengce_data_words, static_cast<std::size_t>(zhengce_data_words_end - zhengce_data_words));
  std::vector<std::u32string> words;
  for (const std::string_view data : {builtin, user_dictionary}) {
    const std::u32string text = fold_text(decode_utf8(data));
    for (const Span line : split_lines(text)) {
      std::u32string_view word = slice(text, line);
      word = trim(word.substr(0, word.find(U'#')));
      if (!word.empty()) words.emplace_back(word);
    }
  }
  const auto names = Gazetteer::builtin().lexicon_names();
  std::shared_ptr<Lexicon> lexicon(new Lexicon);
  lexicon->impl_ = std::make_unique<Impl>(words.size() + names.size());
  for (const auto name : names) lexicon->impl_->add(name);
  for (const auto& word : words) lexicon->impl_->add(word);
  return lexicon;
}

std::size_t Lexicon::longest_match(std::u32string_view folded, std::size_t pos) const {
  if (pos + 2 > folded.size()) return 0;
  std::uint64_t hash = extend(extend(0, folded[pos]), folded[pos + 1]);
  if ((impl_->begins[hash >> 54] >> (hash >> 48 & 63) & 1) == 0) return 0;
  std::uint64_t lengths = Impl::start(*impl_, hash).lengths;
  std::size_t longest = 0;
  std::size_t hashed = 2;
  while (lengths != 0) {
    const auto length = static_cast<std::size_t>(std::countr_zero(lengths));
    lengths &= lengths - 1;
    if (pos + length > folded.size()) break;
    for (; hashed < length; ++hashed) hash = extend(hash, folded[pos + hashed]);
    if (Impl::entry(*impl_, hash, folded.substr(pos, length)).size != 0) longest = length;
  }
  return longest;
}

bool Lexicon::contains(std::u32string_view folded_word) const {
  if (folded_word.size() < 2 || folded_word.size() > kLongest) return false;
  std::uint64_t hash = 0;
  for (const char32_t c : folded_word) hash = extend(hash, c);
  return Impl::entry(*impl_, hash, folded_word).size != 0;
}

std::uint64_t Lexicon::fingerprint() const { return impl_->fingerprint; }

}  // namespace zhengce
