#pragma once

#include "corpus/article.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// Raised with each change of what is found in a page: what was framed by another is read again.
inline constexpr unsigned kFramingVersion = 7;

/// Makes an Article of a raw document: tells title, header, body, bylines and page frame apart,
/// reads source, dates, number and issuer from the header, splits a roundup into sections and finds
/// each one's subject and contributor, and computes the id.
///
/// **Lines.** A first line that is only an address is frame, and the article's URL if it has none.
/// Words and labels stand in data/*.tsv. Above the body: breadcrumbs, buttons, labeled fields
/// (glued on one line, in cells, or with the value on the next line), bare dates, the number, a
/// newspaper's edition, the line that says where a report was delivered. The first other line is
/// the title, unless it is a menu's or a site's name with a longer line between it and the header;
/// an official title (an office, 关于, a kind of document) goes on over up to four lines. A text of
/// one line is all body, its title cut from it. The body ends where page furniture begins after its
/// first sentence, or with the last sentence before furniture at the end.
///
/// **What the container states wins**: title (put before the text unless the text begins with it),
/// number, issuer, dates. A stated date is the article's date (signed_on). Else signed_on is a
/// field (成文日期), or the date below the signature at the text's end or before the document it
/// passes on; published is a field, a bare date in the header, or the day in the address; for a
/// report delivered on a day, that day only where nothing says when it was published. effective is
/// a field or what the text says of itself (本办法自…起施行). Issuer: a field (发文机关), the
/// letterhead (…文件), the title's start before 关于, the number's agency, the signature; of a
/// government work report the government of its region. A newspaper is a source's name, not an
/// issuer.
///
/// **Sections.** A heading stands on a line of its own: `REGION:title` (also | and ——),
/// `ORGANIZATION:title`, `【REGION】…`, or a region alone. All before the colon must be a region, a
/// chain of regions or an organization (by its last word: data/last_words.tsv). A report must
/// follow it; a village, a community or a street may stand behind its county. An article uses one
/// of these forms, and is a roundup if one of its headings is closed by a line (…供稿) or an
/// organization alone in brackets, or if there are two or more and one is a region's. A section
/// ends with its closing line, else at the next heading or the end of the body. What stands before
/// the first heading (with the title) and between sections are sections without a subject. A
/// section is about the region of its heading; about an organization's, where it says it lies
/// (位于…), else the region its name begins with; subject_org is set unless it is a government or
/// party office.
///
/// **Subject of a whole article**, where the evidence is clear: a work report's region; else the
/// region of the issuer, or of the title if it lies there; an issuer of the center means none.
/// Without an issuer: a title that begins with a region (official name, or short name before a
/// colon or named again in the text); else a first sentence that begins with a region in which at
/// least two, and three in five, of the places named in the first 2,000 characters lie; else a
/// whole name that opens a clause of that line, if no place beside it is named; else, where the
/// text says 我市, 全省 and the like, the place of its paper, or without one the city or province
/// in which as many of the places named lie; else the first place that the first line names by its
/// whole name, if all others lie in it or around it.
///
/// Without a title at its head a text has the one of 标题:, of what a letter brings (《…方案》
/// behind 各镇人民政府:), or its own beginning, which says nothing of its subject then.
///
/// Errors: kInvalidInput where no body is left (an empty page, pure page furniture).
/// Pure; threads may share the gazetteer.
Result<Article> frame_document(const Gazetteer& gazetteer, RawDocument document);

}  // namespace zhengce
