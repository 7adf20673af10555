#pragma once

#include <cstdint>

#include "indexer/indexer.h"

namespace zhengce {

/// The least and the usual memory that a run of the indexer is given, in bytes.
inline constexpr std::uint64_t kLeastMemory = 256u << 20;
inline constexpr std::uint64_t kUsualMemory = 512u << 20;

/// Shares memory out: sets the sizes in `options` so that this process and those that read for it
/// (one a reading thread) together stay within `bytes` of private memory. The shares come from
/// measuring: while it is cut, extracted and indexed a text of laws takes 12 times its size, one of
/// ever new characters 110 times, which is why different terms are bounded apart; everything else
/// takes some 40 MiB. What grows with the store, the names it knows, is not counted.
/// `bytes`: kLeastMemory or more. Also sets how malloc() of this process works: call it before
/// there are other threads.
void fit_into_memory(std::uint64_t bytes, IndexerOptions& options);

}  // namespace zhengce
