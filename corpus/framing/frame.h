#pragma once

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// Makes an Article of a raw document: tells title, header, body, bylines and page frame apart, reads source, dates, number and
/// issuer from the header (what the container states wins), splits a roundup into sections and finds each one's subject and contributor,
/// and computes the id.
/// Errors: kInvalidInput where no body is left (an empty page, pure page furniture).
/// Pure; threads may share the gazetteer.
Result<Article> frame_document(const Gazetteer& gazetteer, RawDocument document);

}  // namespace zhengce
