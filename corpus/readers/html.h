#pragma once

#include <string_view>

#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// True if `utf8` is a web page, or a piece of one: a doctype or <html> near its start, or a tag at
/// the start and several after it.
bool looks_like_html(std::string_view utf8);

/// The article of a web page. The text is the title, the rows of an 索引号 table (label：value),
/// the lines about source and dates that stand near the title, and the body: the part of the page
/// with the most prose outside links, without lists of links. Fields come from the table and from
/// meta tags (ArticleTitle, PubDate, ContentSource, ColumnName, SiteName and their likes); the
/// address from rel=canonical, og:url or the comment a browser leaves in a page it saves.
/// source.path stays empty. Errors: kInvalidInput (without a path in the message) where no article
/// text is found, as in lists of links, or where tags nest too deep.
Result<RawDocument> read_html(std::string_view utf8);

}  // namespace zhengce
