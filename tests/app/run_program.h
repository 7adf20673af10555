#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace zhengce::test {

/// What a run of the program gave.
struct Ran {
  int code = -1;
  std::string out;
  std::string err;
  /// stdout as JSON objects, one a line; fails the test on a line that is none.
  std::vector<nlohmann::json> lines() const;
};

/// Runs build/zhengce with these arguments (no shell between), without colors or a user's
/// environment but what `environment` sets ("NAME=value"; the locale is C.UTF-8 unless it says).
Ran run_program(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment = {});
/// The same where nobody reads what it says: on standard output, or also on standard error.
Ran run_program_unheard(const std::vector<std::string>& arguments, bool also_errors = false);
/// The same as a user whom permissions bind: as nobody, where the tests are run by root. Code 127
/// where that user may not run the program.
Ran run_program_unprivileged(const std::vector<std::string>& arguments);

/// A data directory that holds the sample corpus, made once a process and removed at its end.
const std::filesystem::path& sample_data();

}  // namespace zhengce::test
