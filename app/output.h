#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/message.h"
#include "corpus/result.h"

namespace zhengce::app {

/// Exit codes of every command.
inline constexpr int kDone = 0;     ///< Done, or found.
inline constexpr int kNothing = 1;  ///< Nothing found.
inline constexpr int kFailed = 2;   ///< An error.
inline constexpr int kPartly = 3;   ///< Done in part: some input could not be read.

/// From here on nobody who stops reading what is said ends the program: for a command that writes,
/// which is to be done whole. It then ends with kFailed, since its answer was not given.
void finish_unheard();

/// Writes "zhengce: <text>" and a line end to stderr, bytes that are no UTF-8 as \xB7.
void complain(std::string_view text);
/// The same for an error; gives the exit code it means.
int fail(const Error& error);

/// A name of the JSON contract (a relation, a modality, a level, a kind, a facet) as a person reads
/// it.
std::string said(std::string_view name);

/// What was typed, as much as a line takes.
std::string echo(const std::string& typed);

/// True if stdout is a terminal and NO_COLOR is not set.
bool use_color();
/// `text` in a style where use_color(), else as it is.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string mark(std::string_view text);  ///< A hit in a snippet.

/// Columns that UTF-8 text takes on a terminal: wide characters two, combining marks none (Unicode
/// Standard Annex 11).
std::size_t columns(std::string_view text);
/// `text` and blanks up to `width` columns.
std::string pad(std::string_view text, std::size_t width);
/// Lines of at most `width` columns, broken between words or wide characters, each after `indent`
/// blanks. Escape sequences count for nothing.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);
/// Columns of the terminal; 80 where there is none.
std::size_t terminal_width();

/// A line on stderr that is overwritten, if stderr is a terminal; else a new line every ten
/// seconds, the first after ten.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ~ProgressLine();  ///< Clears the line.
  void show(std::string_view text);
  void clear();

 private:
  bool quiet_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace zhengce::app
