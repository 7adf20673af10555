#pragma once

#include <vector>

#include "graph/graph_store.h"
#include "indexer/batch.h"
#include "indexer/extract/extractor.h"
#include "indexer/index_writer.h"
#include "indexer/names.h"

namespace zhengce {

/// Stage two of extraction: which names are visible after a batch, and what follows from it for
/// articles of the batch and others. Threads: one at a time; works on up to `jobs` of its own.
class Naming {
 public:
  /// All three must outlive it.
  Naming(const Extractor& extractor, const GraphReader& store, const IndexWriter& index,
         unsigned jobs)
      : extractor_(extractor), store_(store), index_(index), jobs_(jobs) {}

  /// Reads the names that are visible in the store.
  Result<void> load();

  /// Reads the batch's articles, whose currency is settled, and moves them into `out`, with the
  /// entities that change and the articles outside the batch that name what has appeared or
  /// vanished. Errors: of store and index.
  Result<void> settle(Batch& batch, GraphBatch& out);

 private:
  Extraction with_known(const StoredArticle& stored, Extraction stage_one) const;
  Result<void> read_others(const Batch& batch, const std::vector<Entity>& appeared,
                           const std::vector<EntityId>& vanished, GraphBatch& out);

  const Extractor& extractor_;
  const GraphReader& store_;
  const IndexWriter& index_;
  unsigned jobs_;
  NameIndex visible_;
};

}  // namespace zhengce
