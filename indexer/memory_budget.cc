#include "indexer/memory_budget.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace zhengce {

void fit_into_memory(std::uint64_t bytes, IndexerOptions& options) {
  // By default each of a run's threads frees into an arena of its own, which others cannot use:
  // that kept twice as much.
  ::mallopt(M_ARENA_MAX, 2);
  const IndexerOptions usual;
  // What poppler needs for a large file; less than one such process makes no sense.
  constexpr std::uint64_t kReader = 128u << 20;
  const std::uint64_t for_readers = bytes / 4;
  const unsigned jobs =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  options.reading_threads =
      static_cast<unsigned>(std::clamp<std::uint64_t>(for_readers / kReader, 1, jobs));
  options.reader.max_memory_bytes =
      std::min(usual.reader.max_memory_bytes, for_readers / options.reading_threads);
  options.reader.max_text_bytes = std::min(usual.reader.max_text_bytes, bytes / 50);
  options.reader.max_tags = std::min(usual.reader.max_tags, bytes / 1000 / options.reading_threads);
  options.max_terms = bytes / 800;
  options.batch_bytes = std::min<std::uint64_t>(usual.batch_bytes, bytes / 256);
  options.read_ahead_bytes = std::min<std::uint64_t>(usual.read_ahead_bytes, bytes / 64);
  options.graph.cache_bytes = std::min<std::uint64_t>(usual.graph.cache_bytes, bytes / 16);
  options.graph.write_buffer_bytes =
      std::min<std::uint64_t>(usual.graph.write_buffer_bytes, bytes / 32);
}

}  // namespace zhengce
