#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace zhengce {

/// What went wrong, as far as a caller would act differently on it.
enum class ErrorCode {
  kInvalidInput,  ///< The text, query, option or file is not what was asked for.
  kUnsupported,   ///< A kind of file that is not read at all, such as an image.
  kNotFound,      ///< What was named does not exist.
  kAmbiguous,     ///< A name means several things; the message lists them.
  kBusy,          ///< Another process holds what is needed, or overtook this reader: try again.
  kCorrupt,       ///< Stored data is damaged; `zhengce check` says what to do.
  kIncompatible,  ///< The data directory is of a newer schema, or is not ours.
  kIo,            ///< The system refused to read or write: full, read-only, no permission.
  kInternal,      ///< A fault of our own.
};

/// A failure: a code to act on and one line to show, which names the input concerned.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
};

/// kIo: what the system says of a path.
inline Error io_error(const std::filesystem::path& path, const std::error_code& reason) {
  return {ErrorCode::kIo, path.string() + ": " + reason.message()};
}

/// The same of a system call's errno.
inline Error io_error(const std::filesystem::path& path, int system_error) {
  return io_error(path, std::error_code(system_error, std::generic_category()));
}

/// A value or an Error, with the member names of C++23's std::expected.
/// Threads: as safe as T.
template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return Error{...};` both read well.
  // NOLINTBEGIN(google-explicit-constructor)
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): as above.
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  Error& error() & { return *error_; }
  const Error& error() const& { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace zhengce
