#include "corpus/analysis/char_class.h"

#include <unicode/uchar.h>

namespace zhengce {

CharClass class_beyond_ascii(char32_t c) {
  const std::uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  if ((mask & U_GC_ND_MASK) != 0) return CharClass::kDigit;
  return (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0 ? CharClass::kLetter
                                                                 : CharClass::kOther;
}

}  // namespace zhengce
