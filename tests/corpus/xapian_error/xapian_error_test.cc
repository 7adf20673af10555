#include "corpus/xapian_error.h"

#include <errno.h>
#include <xapian.h>

#include <functional>
#include <new>
#include <stdexcept>

#include "tests/support/catch.h"

namespace zhengce {

TEST_CASE("each exception means one thing, whoever meets it", "[corpus]") {
  struct Row {
    std::function<void()> fails;
    ErrorCode code;
    const char* text;
  };
  const Row rows[] = {
      {[] { throw Xapian::DatabaseLockError("held"); }, ErrorCode::kBusy, "place: held"},
      {[] { throw Xapian::DatabaseCorruptError("torn"); }, ErrorCode::kCorrupt,
       "place: torn; run `zhengce check --repair`"},
      {[] { throw Xapian::DatabaseNotFoundError("none"); }, ErrorCode::kCorrupt,
       "place: none; run `zhengce check --repair`"},
      {[] { throw Xapian::DatabaseOpeningError("odd"); }, ErrorCode::kCorrupt,
       "place: odd; run `zhengce check --repair`"},
      {[] { throw Xapian::DatabaseOpeningError("a table", ENOENT); }, ErrorCode::kCorrupt,
       "place: a table; run `zhengce check --repair`"},
      {[] { throw Xapian::DatabaseOpeningError("a table", EACCES); }, ErrorCode::kIo,
       "place: a table: Permission denied"},
      {[] { throw Xapian::DatabaseVersionError("old"); }, ErrorCode::kIncompatible,
       "place: old; run `zhengce rebuild`"},
      {[] { throw Xapian::DatabaseError("a block", ENOSPC); }, ErrorCode::kIo,
       "place: a block: No space left on device"},
      {[] { throw Xapian::RangeError("far"); }, ErrorCode::kInternal, "place: RangeError: far"},
      {[] { throw std::bad_alloc(); }, ErrorCode::kIo, "place: there is not enough memory"},
      {[] { throw std::runtime_error("else"); }, ErrorCode::kInternal, "place: else"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    try {
      row.fails();
    } catch (...) {
      const Error error = from_xapian("place");
      CHECK(error.code == row.code);
      CHECK(error.message == row.text);
    }
  }
}

}  // namespace zhengce
