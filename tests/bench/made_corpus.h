#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "corpus/readers/reader.h"

/// Corpora that are made out of others.
namespace zhengce::bench {

/// Hands over the documents of a file or folder; what cannot be read is passed over. Ends the
/// program where there is none.
void each_document(const std::filesystem::path& corpus,
                   const std::function<void(RawDocument)>& visit);

/// The Han characters of a text, in their order.
std::u32string han_of(std::u32string_view text);

/// `text` with one Han character in ten, and at least one, replaced by one drawn from `han`, so
/// that it is no duplicate of what it was.
std::u32string varied(std::u32string_view text, const std::u32string& han, std::mt19937& random);

/// Writes a corpus cut into its clauses (第…条 at the start of a line; what stands before the first
/// one is a record too, as is a text without any) as files of JSON Lines in `folder`, each of them
/// small enough to be indexed. A record has key, title, date, issuer, category and medium of what
/// it was cut from, and its own number behind the key. Every further copy is varied() clause by
/// clause with the characters of its text; the number of the clause stays. The same for the same
/// `seed`. Ends the program where it cannot write.
void write_clauses(const std::filesystem::path& corpus, const std::filesystem::path& folder,
                   unsigned copies, unsigned seed);

}  // namespace zhengce::bench
