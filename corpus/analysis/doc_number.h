#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/text.h"

namespace zhengce {

/// A document number (发文字号) found in text.
struct DocNumber {
  Span span;  ///< In the text searched, code points.
  /// 国办发〔2024〕12号 (GB/T 9704-2012, 7.2.5), 国务院令第752号, 财政部公告2024年第12号.
  std::string normalized;
};

/// Finds document numbers in `text` in any usual bracket 〔〕[]【】() and width, padded or with 第:
/// 国办发(2024)第012号; also 国务院令第752号, 财政部公告2024年第12号. The agency's characters
/// before the year are cut back to those that belong to it (按照国办发〔2024〕12号 gives 国办发…).
std::vector<DocNumber> find_doc_numbers(std::u32string_view text, Span range);

/// The normal form of a number a user typed alone (UTF-8), a known 代字 also without brackets
/// (国办发2024年12号, 国办发2024 12号); nothing when it is none.
std::optional<std::string> normalize_doc_number(std::string_view utf8);

/// The agency a 代字 stands for: 国发 → 国务院, 国办发 → 国务院办公厅, 浙政办发 →
/// 浙江省人民政府办公厅; empty when unknown. `normalized` is a number in normal form.
std::string issuer_of_number(std::string_view normalized);

}  // namespace zhengce
