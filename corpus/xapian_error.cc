#include "corpus/xapian_error.h"

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>

#include "corpus/message.h"

namespace zhengce {
namespace {

Error damaged(const std::string& where, const Xapian::Error& e) {
  return {ErrorCode::kCorrupt,
          message(_("{}: {}; run `zhengce check --repair`"), where, e.get_msg())};
}

Error refused(const std::string& where, const Xapian::Error& e) {
  std::string reason = e.get_msg();
  if (const char* system = e.get_error_string(); system != nullptr)
    reason += std::string(": ") + system;
  return {ErrorCode::kIo, where + ": " + reason};
}

// True if the system said nothing, or that a file of the index is not there.
bool is_missing(const Xapian::DatabaseOpeningError& e) {
  const char* system = e.get_error_string();
  // NOLINTNEXTLINE(concurrency-mt-unsafe): of glibc, which keeps the texts.
  return system == nullptr || std::string(std::strerror(ENOENT)) == system;
}

}  // namespace

Error from_xapian(const std::string& where) {
  try {
    throw;
  } catch (const Xapian::DatabaseLockError& e) {
    return {ErrorCode::kBusy, where + ": " + e.get_msg()};
  } catch (const Xapian::DatabaseCorruptError& e) {
    return damaged(where, e);
  } catch (const Xapian::DatabaseVersionError& e) {
    return {ErrorCode::kIncompatible,
            message(_("{}: {}; run `zhengce rebuild`"), where, e.get_msg())};
  } catch (const Xapian::DatabaseNotFoundError& e) {
    return damaged(where, e);
  } catch (const Xapian::DatabaseOpeningError& e) {
    return is_missing(e) ? damaged(where, e) : refused(where, e);
  } catch (const Xapian::DatabaseError& e) {
    return refused(where, e);
  } catch (const Xapian::Error& e) {
    return {ErrorCode::kInternal, where + ": " + e.get_description()};
  } catch (const std::bad_alloc&) {
    return {ErrorCode::kIo, message(_("{}: there is not enough memory"), where)};
  } catch (const std::exception& e) {
    return {ErrorCode::kInternal, where + ": " + e.what()};
  }
}

}  // namespace zhengce
