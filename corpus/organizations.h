#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gazetteer/gazetteer.h"

namespace zhengce {

/// The full form of an organization's name, in which two ways to write it meet: the region it
/// begins with by its official name, the office written out by a table
/// (corpus/data/organizations.tsv): 浙江省民宗委 and 浙江省民族宗教事务委员会 give the latter,
/// 深圳市委统战部 gives 中共深圳市委统一战线工作部, 国家发改委 gives 国家发展和改革委员会. What the
/// table does not know stays as it is. The id of an organization is EntityId::of(kOrganization,
/// normalize_name(canonical_organization(name))). UTF-8 in and out. Threads: the table is built
/// once; all may call.
std::string canonical_organization(std::string_view name);

/// Other ways to write a full name that canonical_organization() takes back to it, of all
/// combinations of its place with and without 省, 市, 自治区…, of its office by the short forms of
/// the table, and of 中共 before a committee: 浙江民宗委 is one of 浙江省民族宗教事务委员会.
/// Folded, the full name not among them; empty for what begins with no place and has no short form.
/// Threads: all may call.
std::vector<std::u32string> shorter_organization_names(std::string_view full);

/// The organizations that an article's issuer names, as stated: each in full form, in their order,
/// once. 中华人民共和国国务院 and 《国务院 are 国务院, 中共中央、国务院 and 财政部 税务总局 two
/// each. UTF-8 in and out. Threads: all may call.
std::vector<std::string> issuers_named(std::string_view stated);

/// The region an organization lies in, by the place its name begins with; nothing for 国务院 or a
/// company's own word.
std::optional<RegionIndex> region_of_organization(std::string_view name);

}  // namespace zhengce
