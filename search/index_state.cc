#include "search/index_state.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "corpus/index_schema.h"
#include "corpus/message.h"
#include "corpus/xapian_error.h"

namespace zhengce {

IndexState::IndexState()
    : index(std::make_unique<Xapian::Database>()),
      sets(std::make_unique<SectionSets>()),
      scores(std::make_unique<TermScores>()),
      columns(std::make_unique<ValueColumns>(*index)),
      issuers(std::make_unique<Issuers>(*index)) {}
IndexState::~IndexState() = default;

Error from_exception() {
  try {
    throw;
  } catch (const GraphFailure& e) {
    return e.error;
  } catch (const Xapian::DatabaseModifiedError&) {
    return {ErrorCode::kBusy, _("the index was rewritten while it was being read: try again")};
  } catch (...) {
    return from_xapian(_("the index"));
  }
}

namespace {

std::uint64_t sequence_of(const Xapian::Database& shard) {
  return schema::parse_number(shard.get_metadata(std::string(schema::kMetaSequence)));
}

Result<std::unique_ptr<IndexState>> open_state_once(const DataDir& dir) {
  const auto shards = current_shards(dir);
  if (!shards) return shards.error();
  auto state = std::make_unique<IndexState>();
  state->sequence = UINT64_MAX;
  std::uint64_t newest = 0;
  try {
    for (const auto& path : *shards) {
      const Xapian::Database shard(path.string());
      const auto sequence = sequence_of(shard);
      state->shard_sequences.push_back(sequence);
      state->sequence = std::min(state->sequence, sequence);
      newest = std::max(newest, sequence);
      state->index->add_database(shard);
      state->shards.push_back(std::make_unique<Xapian::Database>(shard));
    }
  } catch (...) {
    return from_exception();
  }
  auto graph = open_graph_view(dir.graph());
  if (!graph) return graph.error();
  state->graph = std::move(*graph);
  const auto last = state->graph->sequence();
  if (!last) return last.error();
  state->graph_sequence = *last;
  if (*last < newest) {
    return Error{ErrorCode::kCorrupt,
                 message(_("{}: the index is ahead of the graph; run `zhengce rebuild`"),
                         dir.index().string())};
  }
  const auto read = state->graph->each_log_entry(state->sequence, [&](const LogEntry& entry) {
    state->changed.insert(entry.article);
    return true;
  });
  if (!read) return read.error();
  return state;
}

Result<std::unique_ptr<IndexState>> open_any_state(const DataDir& dir) {
  for (int attempt = 1;; ++attempt) {
    const auto generation = current_generation(dir);
    auto state = open_state_once(dir);
    if (state && generation) (*state)->generation = *generation;
    if (state || attempt == kAttempts) return state;
    // A generation that was replaced and deleted in between looks like a damaged one.
    const auto now = current_generation(dir);
    const bool replaced = generation && now && *generation != *now;
    if (state.error().code != ErrorCode::kBusy && !replaced) return state;
  }
}

// True between the commits of the shards.
bool is_amid_commit(const std::vector<std::uint64_t>& sequences) {
  return std::adjacent_find(sequences.begin(), sequences.end(), std::not_equal_to<>()) !=
         sequences.end();
}

}  // namespace

Result<std::unique_ptr<IndexState>> open_index_state(const DataDir& dir) {
  // A state between the commits of the shards holds a part of what is committed. A writer is
  // through with them soon; one that was killed there is not, so this waits for .25 s at most.
  for (auto wait = std::chrono::milliseconds(2);; wait *= 2) {
    auto state = open_any_state(dir);
    if (!state || !is_amid_commit((*state)->shard_sequences) || wait.count() > 128) return state;
    std::this_thread::sleep_for(wait);
  }
}

Result<bool> is_behind(const IndexState& state, const DataDir& dir) {
  const auto generation = current_generation(dir);
  if (!generation) return generation.error();
  if (*generation != state.generation) return true;
  const auto shards = current_shards(dir);
  if (!shards) return shards.error();
  std::vector<std::uint64_t> sequences;
  try {
    for (const auto& path : *shards)
      sequences.push_back(sequence_of(Xapian::Database(path.string())));
  } catch (...) {
    const Error error = from_exception();
    // Rewritten under our eyes: that is news.
    if (error.code == ErrorCode::kBusy) return true;
    const auto now = current_generation(dir);
    if (now && *now != *generation) return true;
    return error;
  }
  // In the middle of a commit the present state is the last whole one.
  return sequences != state.shard_sequences && !is_amid_commit(sequences);
}

}  // namespace zhengce
