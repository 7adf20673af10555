#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/graph_store.h"
#include "graph/key_layout.h"
#include "graph/types.h"

/// The values of the store as bytes. Each begins with a version byte; numbers are varints (LEB128),
/// strings have their length before them. What the key holds is not repeated in the value.
///
/// Decoding takes any bytes: it gives nothing for what encoding cannot have written, and takes time
/// and memory in proportion to the bytes. Values that encode() wrote come back equal.
namespace zhengce::codec {

/// All of the article but its id (the key) and its text.
std::string encode_article(const StoredArticle& stored);
std::optional<StoredArticle> decode_article(const ArticleId& id, std::string_view bytes);

/// The evidence's article is not stored: it is the one the extraction belongs to. Entities and
/// strings are stored once, in tables before the rows that point into them.
std::string encode_extraction(const Extraction& extraction);
std::optional<Extraction> decode_extraction(const ArticleId& id, std::string_view bytes);

/// Names are derived on decoding.
std::string encode_entity(const Entity& entity);
std::optional<Entity> decode_entity(const EntityId& id, std::string_view bytes);

/// What the key of an edge leaves to say: the same bytes in `out` and `in`.
std::string encode_edge(const Assertion& assertion);
/// `out` is the key as seen from the edge's start.
std::optional<Assertion> decode_edge(const keys::EdgeKey& out, std::string_view bytes);

std::string encode_candidate(const Candidate& candidate);
std::optional<Candidate> decode_candidate(const keys::CandidateKey& key, std::string_view bytes);

/// Of an article's sections: each with its minima and bands.
std::string encode_sketches(const std::vector<SectionSketch>& sketches);
std::optional<std::vector<SectionSketch>> decode_sketches(std::string_view bytes);

std::string encode_count(std::uint64_t count);
std::optional<std::uint64_t> decode_count(std::string_view bytes);

}  // namespace zhengce::codec
