#pragma once

#include <filesystem>

namespace zhengce::bench {

/// Asks the index in the data directory `data` queries of each kind, drawn from its texts and graph
/// with `seed`, with the options that users have, and prints how long they took and how many found
/// something: characters, words, phrases, filters, questions, what is joined with the graph; with
/// hits and snippets, and with facets too. Then how many a second on one and two threads; what
/// phrases find against a plain scan of the texts; names that are typed; `regions --running`; and
/// `program` searching as a command. All is warm: others of each kind were asked before.
/// The texts are read from the store, not held. Ends the program where a search fails.
void measure_searches(const std::filesystem::path& data, const std::filesystem::path& program,
                      unsigned seed);

}  // namespace zhengce::bench
