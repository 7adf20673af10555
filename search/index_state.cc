#include "search/index_state.h"

#include <xapian.h>

#include <algorithm>
#include <string>

#include "corpus/index_schema.h"
#include "corpus/message.h"

namespace zhengce {

IndexState::IndexState() : index(std::make_unique<Xapian::Database>()) {}
IndexState::~IndexState() = default;

Error from_exception() {
  try {
    throw;
  } catch (const GraphFailure& e) {
    return e.error;
  } catch (const Xapian::DatabaseModifiedError&) {
    return {ErrorCode::kBusy, _("the index was rewritten while it was being read: try again")};
  } catch (const Xapian::DatabaseLockError& e) {
    return {ErrorCode::kBusy, message(_("the index: {}"), e.get_msg())};
  } catch (const Xapian::DatabaseVersionError& e) {
    return {ErrorCode::kIncompatible,
            message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseCorruptError& e) {
    return {ErrorCode::kCorrupt, message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseOpeningError& e) {  // Also DatabaseNotFoundError.
    return {ErrorCode::kCorrupt, message(_("the index: {}; run `zhengce rebuild`"), e.get_msg())};
  } catch (const Xapian::DatabaseError& e) {
    const char* system = e.get_error_string();
    return {ErrorCode::kIo, message(_("the index: {}"), e.get_msg()) +
                                (system == nullptr ? "" : std::string(": ") + system)};
  } catch (const Xapian::Error& e) {
    return {ErrorCode::kInternal, message(_("the index: {}"), e.get_description())};
  } catch (const std::exception& e) {
    return {ErrorCode::kInternal, std::string("search: ") + e.what()};
  }
}

namespace {

Result<std::unique_ptr<IndexState>> open_state_once(const DataDir& dir) {
  const auto shards = current_shards(dir);
  if (!shards) return shards.error();
  auto state = std::make_unique<IndexState>();
  state->sequence = UINT64_MAX;
  std::uint64_t newest = 0;
  try {
    for (const auto& path : *shards) {
      const Xapian::Database shard(path.string());
      const auto sequence =
          schema::parse_number(shard.get_metadata(std::string(schema::kMetaSequence)));
      state->sequence = std::min(state->sequence, sequence);
      newest = std::max(newest, sequence);
      state->index->add_database(shard);
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

}  // namespace

Result<std::unique_ptr<IndexState>> open_index_state(const DataDir& dir) {
  for (int attempt = 1;; ++attempt) {
    const auto generation = current_generation(dir);
    auto state = open_state_once(dir);
    if (state || attempt == kAttempts) return state;
    // A generation that was replaced and deleted in between looks like a damaged one.
    const auto now = current_generation(dir);
    const bool replaced = generation && now && *generation != *now;
    if (state.error().code != ErrorCode::kBusy && !replaced) return state;
  }
}

}  // namespace zhengce
