#pragma once

#include <filesystem>

namespace zhengce::bench {

/// Asks the index in the data directory `data` some hundred queries of each kind, drawn from its
/// texts with `seed`, with the options that users have, and prints how long they took: words,
/// phrases, filters, questions, names that are typed, `regions`.
void measure_searches(const std::filesystem::path& data, unsigned seed);

}  // namespace zhengce::bench
