#pragma once

namespace zhengce::test {

/// True under a sanitizer, where all takes several times as long and memory of its own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// Of `size`, what a test of large inputs takes: less under a sanitizer.
constexpr unsigned large(unsigned size) { return kSanitized ? size / 4 : size; }

}  // namespace zhengce::test
