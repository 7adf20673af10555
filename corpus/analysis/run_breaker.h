#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace zhengce {

/// Cuts short runs of Han characters into words by ICU's dictionary, many at a time, and remembers
/// what it cut: policy texts repeat themselves.
/// Threads: not shared.
class RunBreaker {
 public:
  /// The longest run it takes, in code points.
  static constexpr std::size_t kMaxRun = 64;
  using Ticket = std::uint32_t;
  /// Bit i: a word ends behind the run's character i. The last one's bit is always set.
  using Ends = std::uint64_t;

  RunBreaker();
  ~RunBreaker();

  /// Starts a new batch: tickets of the last one are void.
  void begin();
  /// Asks for a run of 1 to kMaxRun ideographs.
  Ticket ask(std::u32string_view run);
  /// Cuts all that was asked for.
  void finish();
  Ends ends(Ticket ticket) const { return entries_[ticket].ends; }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
    Ends ends = 0;
  };
  void grow();

  struct Icu;
  std::unique_ptr<Icu> icu_;  // Made when first needed.
  std::u32string characters_;
  std::vector<Entry> entries_;
  std::vector<Ticket> slots_;  // Open table over entries_, kFree where there is none.
  std::size_t cut_ = 0;        // Entries before this one are cut.
  std::u16string batch_;
};

}  // namespace zhengce
